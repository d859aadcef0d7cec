"""Officers of the Branch read cohorts on the desk."""

from django.db import migrations

from csonet.content.officers import officers_may


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0004_organizations_cohorts_surveys"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [officers_may({("training", "cohort"): ("view",)})]
