"""The group "NGO Branch": what its officers may do on the desk, and no more. Nobody may delete."""

from django.db import migrations

NAME = "NGO Branch"
#: app label, model → what officers may do with it. Decisions are read; they are made on the review page.
RIGHTS = {
    ("accounts", "organization"): ("act_as_branch", "add", "change", "view"),
    ("accounts", "claim"): ("change", "view"),
    ("accounts", "membership"): ("add", "change", "view"),
    ("accounts", "invitation"): ("view",),
    ("accounts", "joinrequest"): ("view",),
    ("accounts", "user"): ("view",),
    ("accounts", "formername"): ("add", "change", "view"),
    ("accounts", "verificationdecision"): ("view",),
    ("accounts", "consultativestatus"): ("add", "change", "view"),
    ("accounts", "committeedecision"): ("add", "change", "view"),
    ("accounts", "committeesession"): ("add", "change", "view"),
    ("accounts", "councildecision"): ("add", "change", "view"),
    ("accounts", "rollcall"): ("add", "change", "view"),
    ("accounts", "vote"): ("add", "change", "view"),
    ("content", "case"): ("change", "view"),
    ("content", "item"): ("change", "view"),
    ("content", "decision"): ("view",),
    ("content", "reason"): ("add", "change", "view"),
    ("reference", "topic"): ("add", "change", "view"),
    ("reference", "goal"): ("view",),
    ("reference", "country"): ("change", "view"),
    ("reference", "region"): ("change", "view"),
    ("reference", "expertisearea"): ("change", "view"),
    ("reference", "activityfield"): ("change", "view"),
    ("reference", "organizationreason"): ("add", "change", "view"),
    ("notifications", "outboundmail"): ("view",),
    ("notifications", "jobrun"): ("view",),
    ("portal", "page"): ("add", "change", "view"),
    ("portal", "contactmessage"): ("change", "view"),
    ("portal", "contactreply"): ("add", "view"),
}


def _permission(apps, app_label, model, act):
    """The permission; made here if it is not there yet (Django makes them after all migrations, and finds this one)."""
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    is_custom = "_" in act
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=act if is_custom else f"{act}_{model}",
        defaults={"name": "Can act as an officer of the NGO Branch" if is_custom else f"Can {act} {model}"},
    )
    return permission


def make_group(apps, schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.set(
        [_permission(apps, app_label, model, act) for (app_label, model), acts in RIGHTS.items() for act in acts]
    )


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_reasons"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, remove_group)]
