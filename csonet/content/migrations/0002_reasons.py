"""Fill the reasons for decisions. Not undone: the table goes when 0001 is reversed."""

from django.db import migrations

from csonet.content.reasons import REASONS
from csonet.reference.loading import load


def fill(apps, schema_editor):
    load(using=schema_editor.connection.alias, sources=[REASONS], get_model=apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
