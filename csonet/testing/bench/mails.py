"""How long the summaries of many people take: `python -m csonet.testing.bench.mails [people] [objects]`.

Makes a database of its own, gives each person notices on so many objects, gathers the summaries, then writes every
mail as it would leave (to nowhere), and prints seconds and the greatest memory.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

FOLDER = tempfile.mkdtemp(prefix="csonet-mails-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(FOLDER) / 'mails.sqlite3'}")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "csonet.settings",
    "EMAIL_URL": "dummy://",
    "VAR_DIR": FOLDER,
    "DEBUG": "off",
}
os.environ |= {"SECRET_KEY": "only-for-the-benchmark-" + "b3nchm4rk" * 5, "ALLOWED_HOSTS": "127.0.0.1"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from csonet.notifications import digests, outbox  # noqa: E402
from csonet.notifications.models import Notice  # noqa: E402
from csonet.testing.makers import make_organization, make_practice, make_user  # noqa: E402

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh-hans")


def make(people: int, objects: int) -> None:
    """People of all languages, and for each of them notices on `objects` of fifty items."""
    organization, author = make_organization(), make_user()
    items = [make_practice(organization=organization, author=author) for _n in range(max(50, objects))]
    rows = [
        User(username=f"reader{n}", email=f"reader{n}@example.org", password="!", language=LANGUAGES[n % 6])
        for n in range(people)
    ]
    due = timezone.now() - timedelta(minutes=1)
    for start in range(0, people, 1000):
        readers = User.objects.bulk_create(rows[start : start + 1000])
        Notice.objects.bulk_create(
            [
                Notice(recipient=reader, kind="changed", item=item, thread=f"item:{item.pk}", digest_at=due)
                for number, reader in enumerate(readers)
                for item in (items[(number + step) % len(items)] for step in range(objects))
            ],
            batch_size=5000,
        )


def main(people: int = 20_000, objects: int = 10) -> int:
    """Print the figures; 1 if they are over five minutes or 200 MB."""
    call_command("migrate", verbosity=0)
    make(people, objects)
    before = memory()
    started, processor = time.perf_counter(), time.process_time()
    built = digests.build_due()
    gathered = time.perf_counter() - started
    sent = 0
    while part := outbox.deliver_due():
        sent += part
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    print(f"{built:,} summaries of {objects} objects: gathered in {gathered:.1f} s, written too in {seconds:.0f} s")
    each = 1000 * processor / max(sent, 1)
    print(f"{sent:,} left, {each:.1f} ms of one processor each; memory {memory():.0f} MB ({before:.0f} before)")
    return 1 if seconds > 300 or memory() > 200 else 0


def memory() -> float:
    """The greatest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in sys.argv[1:3])))
