"""The pages of the Branch with their first texts in six languages; the Branch edits them in the admin."""

from django.db import migrations

from csonet.portal.texts import SLUGS, read

SUFFIXES = {"en": "en", "fr": "fr", "es": "es", "ar": "ar", "zh-hans": "zh", "ru": "ru"}


def write(apps, schema_editor):
    Page = apps.get_model("portal", "Page")
    for slug in SLUGS:
        texts = {}
        for language, suffix in SUFFIXES.items():
            texts[f"title_{suffix}"], texts[f"body_{suffix}"] = read(slug, language)
        Page.objects.get_or_create(slug=slug, defaults=texts)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    # Backwards nothing is deleted: the Branch may have written in the pages since.
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
