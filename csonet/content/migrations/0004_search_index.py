"""The words of what can be found: an FTS5 table on SQLite, two columns with GIN indexes on PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE content_search USING fts5("
        "title, names, summary, body, title_stems, text_stems, facets, "
        "tokenize = 'unicode61 remove_diacritics 2')",
    ],
    "postgresql": [
        "ALTER TABLE content_searchdocument ADD COLUMN head tsvector, ADD COLUMN vector tsvector",
        "CREATE INDEX search_vector ON content_searchdocument USING gin (vector) WITH (fastupdate = off)",
        "CREATE INDEX search_head ON content_searchdocument USING gin (head) WITH (fastupdate = off)",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TABLE content_search"],
    "postgresql": [
        "DROP INDEX search_vector",
        "DROP INDEX search_head",
        "ALTER TABLE content_searchdocument DROP COLUMN head, DROP COLUMN vector",
    ],
}


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("content", "0003_branch_group")]

    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
