"""Officers of the Branch read courses on the desk."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [officers_may({("training", "course"): ("view",)})]
