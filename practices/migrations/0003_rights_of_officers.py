"""Officers of the Branch read best practices on the desk, and take the words of a use off a page."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0002_removed_uses"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        officers_may(
            {
                ("practices", "practice"): ("view",),
                ("practices", "use"): ("change", "view"),
            }
        )
    ]
