"""manage.py receive_mail: takes replies by mail, one from standard input, or all of a mailbox by IMAP."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from discussions.mail import polling, reading
from discussions.mail.receiving import receive


class Command(BaseCommand):
    help = "Read one mail from standard input (a mail server's pipe), or poll the mailbox of IMAP_URL with --imap."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--imap", action="store_true", help="take the unseen mails of the mailbox of IMAP_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["imap"]:
            raw = sys.stdin.buffer.read(reading.MOST_BYTES + 1)
            while sys.stdin.buffer.read(1_000_000):
                pass  # a mail server whose pipe breaks off would send the mail back
            self.stdout.write(receive(raw))
        elif not settings.IMAP_URL:
            raise CommandError("IMAP_URL is not set.")
        else:
            self.stdout.write(str(polling.poll()))
