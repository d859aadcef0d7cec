"""Officers of the Branch see what was deleted of personal data."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_no_single_recording"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [officers_may({("events", "purge"): ("view",)})]
