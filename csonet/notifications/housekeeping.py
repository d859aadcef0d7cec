"""What goes after its time: read notices, the words of mails that were sent, and then their rows."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.notifications.models import MailState, Notice, OutboundMail

NOTICES_READ = timedelta(days=180)
NOTICES_ALL = timedelta(days=365 * 2)
#: Mails let people in by their links: their words don't stay longer than somebody may ask for them.
WORDS = timedelta(days=7)
MAILS = timedelta(days=90)
BATCH = 5000


def purge() -> str:
    """Delete what is over its time, in batches; a sentence that says how much. A second run deletes nothing more."""
    now = timezone.now()
    sent = OutboundMail.objects.exclude(state__in=[MailState.WAITING, MailState.DEAD])
    words = sent.filter(created__lt=now - WORDS).exclude(body="", html="").update(body="", html="")
    old = Q(read_at__lt=now - NOTICES_READ) | Q(created__lt=now - NOTICES_ALL)
    old |= Q(in_portal=False, digest_at=None, created__lt=now - NOTICES_READ)
    mails = _delete(OutboundMail.objects.filter(created__lt=now - MAILS).exclude(state=MailState.WAITING))
    notices = _delete(Notice.objects.filter(old).exclude(mail__state=MailState.WAITING))
    return _("%(mails)d mails and %(notices)d notices deleted, the words of %(words)d mails forgotten") % {
        "mails": mails,
        "notices": notices,
        "words": words,
    }


def _delete(rows) -> int:
    """Delete them in batches, so that nobody waits for long."""
    deleted = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.model.objects.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted
