"""Bring the decisions of the Committee on NGOs from a folder of CSV files into the register.

accounts.register.files documents the twelve files and their columns, docs/import.md tells how to prepare them.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import IntegrityError

from accounts.models import (
    CommitteeDecision,
    CommitteeSession,
    ConsultativeStatus,
    FormerName,
    Organization,
    RollCall,
    Vote,
)
from accounts.models.register import DecisionKind
from accounts.register.files import Folder, read_folder
from accounts.register.importing import Outcome, import_folder


class Command(BaseCommand):
    help = (
        "Imports the decisions of the Committee on NGOs from the CSV files in DIRECTORY. It is one transaction, "
        "can be run again, and imports nothing at all if one row of one file is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIRECTORY", help="folder with the twelve CSV files")

    def handle(self, *args: Any, directory: Path, verbosity: int = 1, **options: Any) -> None:
        self.started = time.monotonic()
        self.progress(f"Reading {directory} …")
        folder = read_folder(directory)
        if folder.faults:
            self.refuse(folder)
        try:
            outcome = import_folder(folder, self.progress)
        except IntegrityError as error:
            self.stderr.write(f"Another change of the register came in between ({error}).\nNothing was imported.")
            sys.exit(1)
        self.tell(folder, outcome, verbosity)

    def progress(self, text: str) -> None:
        """Say what is being done, and after how many seconds."""
        self.stdout.write(f"{time.monotonic() - self.started:5.1f} s  {text}")

    def refuse(self, folder: Folder) -> None:
        """File, line and reason of every fault; then exit code 1."""
        for fault in folder.faults:
            self.stderr.write(str(fault))
        self.stderr.write(f"Faults: {len(folder.faults)}. Nothing was imported.")
        sys.exit(1)

    def tell(self, folder: Folder, outcome: Outcome, verbosity: int) -> None:
        """The table of counts, and what the files say that the register cannot take over."""
        self.stdout.write("")
        self.stdout.write(f"{'':44}{'in the files':>14}{'new':>10}{'in the register':>17}")
        for label, in_files, new, now in rows_of(folder, outcome):
            self.stdout.write(f"{label:44}{in_files:>14}{new:>10,}{now:>17,}")
        self.stdout.write("")
        if outcome.direct_without_grant:
            self.stdout.write(
                f"{len(outcome.direct_without_grant):,} of the {len(folder.direct):,} rows on direct grants name an "
                "organization that the session's list of grants does not have; they mark nothing (-v 2 names them)."
            )
        for act in outcome.changes_not_joined:
            self.stdout.write(f"Kept apart, both names applied: {act.name} → {act.new_name} ({act.session})")
        if verbosity > 1:
            for name, session in outcome.direct_without_grant:
                self.stdout.write(f"  {session}  {name}")
        self.progress("Done." if any(outcome.made.values()) else "Done. The register has all of it: nothing is new.")


def rows_of(folder: Folder, outcome: Outcome) -> list[tuple[str, str, int, int]]:
    """Label, count in the files, count made now, count in the register."""
    made = outcome.made
    rows = []
    for kind in DecisionKind:
        in_files = sum(act.kind == kind for act in folder.acts)
        now = CommitteeDecision.objects.filter(kind=kind).count()
        rows.append((str(kind.label), f"{in_files:,}", made[kind], now))
    direct = CommitteeDecision.objects.filter(was_direct=True).count()
    rows.insert(1, ("  of them on first consideration", f"{len(folder.direct):,}", made["direct"], direct))
    votes = sum(len(ballots.votes) for ballots in folder.roll_calls.values())
    granting = {act.session for act in folder.acts if act.kind == DecisionKind.GRANTED}
    with_grants = CommitteeSession.objects.with_grants().count()
    others = CommitteeSession.objects.count() - with_grants
    return [
        *rows,
        ("Recorded votes", f"{len(folder.roll_calls):,}", made["roll calls"], RollCall.objects.count()),
        ("  States' votes in them", f"{votes:,}", made["votes"], Vote.objects.count()),
        ("Sessions", f"{len(granting):,}", made["sessions"], with_grants),
        ("  other dates, without a list of grants", f"{len(folder.sessions - granting):,}", made["dates"], others),
        ("Organizations", "", made["organizations"], Organization.objects.exclude(verification="merged").count()),
        ("  merged into another", "", made["organizations merged"], merged()),
        ("Former names", "", made["former names"], FormerName.objects.count()),
        ("Consultative statuses", "", made["statuses"], ConsultativeStatus.objects.count()),
    ]


def merged() -> int:
    """How many records point to their successor."""
    return Organization.objects.filter(verification="merged").count()
