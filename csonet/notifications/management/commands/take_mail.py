"""manage.py take_mail: acts on one incoming mail, which the mail server pipes in."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from csonet.notifications import inbound


class Command(BaseCommand):
    help = "Read one mail from standard input: a bounce, a complaint, or somebody who leaves a stream of mails."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(inbound.take(sys.stdin.buffer.read(inbound.MOST_BYTES)))
