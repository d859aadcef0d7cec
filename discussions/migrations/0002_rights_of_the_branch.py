"""What officers of the NGO Branch may do with groups, posts, watched words and mails that came in."""

from django.db import migrations

BRANCH = "NGO Branch"
RIGHTS = {
    ("discussions", "group"): ("view",),
    ("engagement", "comment"): ("change", "view"),
    ("engagement", "report"): ("view",),
    ("engagement", "moderationstep"): ("view",),
    ("engagement", "watchedword"): ("add", "change", "delete", "view"),
    ("engagement", "incomingmail"): ("change", "view"),
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
    apps.get_model("auth", "Group").objects.get_or_create(name=BRANCH)[0].permissions.add(*_permissions(apps))


def take(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get(name=BRANCH).permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0001_initial"),
        ("content", "0003_branch_group"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(give, take)]
