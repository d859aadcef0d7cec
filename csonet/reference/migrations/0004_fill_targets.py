"""Fill the targets of the goals. Not undone: the table goes when 0003 is reversed."""

from django.db import migrations

from csonet.reference.loading import LATER, load


def fill(apps, schema_editor):
    targets = [source for source in LATER if source.model == "Target"]
    load(using=schema_editor.connection.alias, sources=targets, get_model=apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("reference", "0003_targets")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
