"""The column goes in a step of its own: PostgreSQL alters no table whose rows were just pointed to."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0004_recordings")]

    operations = [migrations.RemoveField(model_name="event", name="recording")]
