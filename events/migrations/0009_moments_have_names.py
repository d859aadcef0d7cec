"""The derived beginning and end of an event are called something: open data tells them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0008_rights_of_officers_on_calls")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="starts",
            field=models.DateTimeField(editable=False, null=True, verbose_name="starts"),
        ),
        migrations.AlterField(
            model_name="event",
            name="ends",
            field=models.DateTimeField(editable=False, null=True, verbose_name="ends"),
        ),
    ]
