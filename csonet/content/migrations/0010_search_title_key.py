"""The index of titles once more on SQLite, which loses it when a later migration makes the table anew."""

from django.db import migrations


def _make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE INDEX IF NOT EXISTS search_title_key ON content_searchdocument (title_key)")


class Migration(migrations.Migration):
    dependencies = [("content", "0009_posts_and_circles")]

    operations = [migrations.RunPython(_make, migrations.RunPython.noop)]
