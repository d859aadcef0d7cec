"""manage.py compile_catalogues: the catalogues that changed, without gettext's tools."""

from typing import Any

from django.core.management.base import BaseCommand

from csonet.portal.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues that are newer than their compiled form."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{compile_catalogues()} catalogues compiled")
