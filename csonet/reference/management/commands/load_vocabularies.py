"""Bring countries, regions, goals, topics, areas, fields and reasons up to the files of this version."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from csonet.reference.loading import load


class Command(BaseCommand):
    help = (
        "Adds the terms that are missing and corrects facts (codes, regions, marks). "
        "Terms that the Branch added stay; names and words that it edited stay too, unless --names is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--names", action="store_true", help="also set names, words, order and availability back to the files'"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{'':20}{'added':>8}{'changed':>9}{'same':>7}")
        for count in load(with_names=options["names"]):
            self.stdout.write(f"{count.model:20}{count.added:8}{count.changed:9}{count.same:7}")
