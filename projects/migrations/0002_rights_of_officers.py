"""Officers of the Branch read requests and projects on the desk, and hide questions."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_initial"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        officers_may(
            {
                ("projects", "solutionrequest"): ("view",),
                ("projects", "proposal"): ("view",),
                ("projects", "question"): ("change", "view"),
                ("projects", "partnership"): ("view",),
            }
        )
    ]
