from django.db import migrations, models
from django.db.models import F


def fill(apps, _schema_editor):
    """Until now the row's last change was taken for the moment."""
    apps.get_model("training", "Question").objects.filter(retired=True).update(retired_at=F("updated"))


class Migration(migrations.Migration):
    dependencies = [("training", "0009_attempts_end_by_themselves")]
    operations = [
        migrations.AddField("question", "retired_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=models.Q(("retired", False), ("retired_at", None))
                | models.Q(("retired", True), ("retired_at__isnull", False)),
                name="question_retired_since",
            ),
        ),
    ]
