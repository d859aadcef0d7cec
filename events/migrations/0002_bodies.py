"""Fill the bodies whose meetings are announced. Not undone: the table goes when 0001 is reversed."""

from pathlib import Path

from django.db import migrations

from csonet.reference.loading import Source, load

_FILE = Path(__file__).resolve().parent.parent / "data" / "bodies.json"


def fill(apps, schema_editor):
    sources = [Source("Body", _FILE, app="events")]
    load(using=schema_editor.connection.alias, sources=sources, get_model=apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
