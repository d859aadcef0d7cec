"""Officers of the Branch read events on the desk and look after the list of bodies."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_bodies"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [officers_may({("events", "event"): ("view",), ("events", "body"): ("add", "change", "view")})]
