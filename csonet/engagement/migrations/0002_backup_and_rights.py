"""The group that hears of late submissions first, and what the NGO Branch may do with announcements and addresses."""

from django.db import migrations

BACKUP, BRANCH = "Moderation backup", "NGO Branch"
RIGHTS = {
    ("engagement", "announcement"): ("add", "change", "view"),
    ("engagement", "announcementtext"): ("add", "change", "view"),
    ("engagement", "announcementstep"): ("view",),
    ("notifications", "stoppedaddress"): ("view",),
}


def _permissions(apps):
    """The permissions; made here if they are not there yet (Django makes them after all migrations)."""
    kinds, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for (app_label, model), acts in RIGHTS.items():
        kind, _new = kinds.objects.get_or_create(app_label=app_label, model=model)
        for act in acts:
            names = {"defaults": {"name": f"Can {act} {model}"}}
            yield permissions.objects.get_or_create(content_type=kind, codename=f"{act}_{model}", **names)[0]


def give(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    groups.get_or_create(name=BACKUP)
    groups.get_or_create(name=BRANCH)[0].permissions.add(*_permissions(apps))


def take(apps, schema_editor):
    """The group of the backup stays: people were put into it."""
    apps.get_model("auth", "Group").objects.get(name=BRANCH).permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0001_initial"),
        ("content", "0003_branch_group"),
        ("notifications", "0002_rhythms_digests_addresses"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(give, take)]
