"""Exact titles and likely stems in the index. Run `manage.py rebuild_search` after it: the index is empty until then."""

from django.db import migrations, models

FORWARDS = {
    "sqlite": [
        "DROP TABLE content_search",
        "CREATE VIRTUAL TABLE content_search USING fts5("
        "title, names, summary, body, title_stems, text_stems, further, facets, "
        "tokenize = 'unicode61 remove_diacritics 0', prefix = '3')",
        "CREATE INDEX search_title_key ON content_searchdocument (title_key)",
    ],
    "postgresql": ['CREATE INDEX search_title_key ON content_searchdocument (title_key COLLATE "C")'],
}
BACKWARDS = {
    "sqlite": [
        "DROP INDEX search_title_key",
        "DROP TABLE content_search",
        "CREATE VIRTUAL TABLE content_search USING fts5("
        "title, names, summary, body, title_stems, text_stems, facets, "
        "tokenize = 'unicode61 remove_diacritics 2')",
    ],
    "postgresql": ["DROP INDEX search_title_key"],
}


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("content", "0005_links")]

    operations = [
        migrations.AddField(
            model_name="searchdocument", name="title_key", field=models.CharField(blank=True, max_length=300)
        ),
        migrations.AddField(model_name="searchdocument", name="terms", field=models.TextField(blank=True)),
        migrations.AddField(model_name="searchdocument", name="is_trusted", field=models.BooleanField(default=False)),
        migrations.RunPython(_run(FORWARDS), _run(BACKWARDS)),
    ]
