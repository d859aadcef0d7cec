"""Makes the files of open data now, and not only in the night."""

from typing import Any

from django.core.management.base import BaseCommand

from csonet.portal.opendata import dumps


class Command(BaseCommand):
    """`manage.py make_dumps`."""

    help = "Writes every data set as files with checksums, as a visitor may see it, and puts them in place at once."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = dumps.make()
        self.stdout.write(f"{rows} rows in {len(dumps.latest()['files'])} files")
