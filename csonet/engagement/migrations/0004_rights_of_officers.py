"""Officers of the Branch read the targets of the goals on the desk."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0003_branch_group"),
        ("engagement", "0003_saved_searches"),
        ("reference", "0004_fill_targets"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [officers_may({("reference", "target"): ("view",)})]
