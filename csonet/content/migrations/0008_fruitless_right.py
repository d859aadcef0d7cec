"""Officers of the Branch read what people look for in vain."""

from django.db import migrations

GROUP = "NGO Branch"


def _permission(apps):
    """Made here if it is not there yet; Django makes them after all migrations, and finds this one."""
    content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="content", model="fruitlesssearch"
    )
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="view_fruitlesssearch",
        defaults={"name": "Can view search without results"},
    )
    return permission


def give(apps, schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    group.permissions.add(_permission(apps))


def take(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(_permission(apps))


class Migration(migrations.Migration):
    dependencies = [("content", "0007_search_vocabulary")]

    operations = [migrations.RunPython(give, take)]
