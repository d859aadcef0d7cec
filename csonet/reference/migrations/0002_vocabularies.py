"""Fill the vocabularies. Not undone: the tables go when 0001 is reversed."""

from django.db import migrations

from csonet.reference.loading import SOURCES, load


def fill(apps, schema_editor):
    load(using=schema_editor.connection.alias, sources=SOURCES, get_model=apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
