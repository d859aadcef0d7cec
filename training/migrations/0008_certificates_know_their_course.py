"""What earlier certificates say of their course and their title; officers look certificates up."""

from typing import Any

from django.db import migrations
from django.db.models import F

from csonet.content.officers import officers_may


def fill(apps: Any, schema_editor: Any) -> None:
    """Certificates that were issued before say whose course it was, and in which language its title is."""
    rows = apps.get_model("training", "Certificate").objects
    rows.update(title_language=F("language"))
    for row in rows.exclude(enrolment=None).select_related("enrolment").iterator():
        rows.filter(pk=row.pk).update(course=row.enrolment.course_id)


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0007_certificates_as_files_and_regrading"),
        ("content", "0003_branch_group"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        officers_may({("training", "certificate"): ("view",)}),
    ]
