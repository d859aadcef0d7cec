"""manage.py load_demo: fills an empty portal with the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from csonet.portal.demonstration.loading import load


class Command(BaseCommand):
    help = "Load the invented organizations, people and items of the demonstration into an empty portal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-known-passwords",
            action="store_true",
            help="do it although DEBUG is off: everybody's password is printed in the README",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["with_known_passwords"]:
            raise CommandError(
                "DEBUG is off: the demonstration's people have a known password. "
                "Say --with-known-passwords if that is what you want."
            )
        try:
            made = load()
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(", ".join(f"{count} {name}" for name, count in made.items()))
