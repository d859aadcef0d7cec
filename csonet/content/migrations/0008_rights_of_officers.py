"""Officers of the Branch read the targets of the goals on the desk."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0007_search_vocabulary"),
        ("reference", "0004_fill_targets"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [officers_may({("reference", "target"): ("view",)})]
