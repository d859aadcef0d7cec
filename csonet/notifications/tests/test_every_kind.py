"""Every kind of notice as a mail in each of the six languages: headers, parts, size, the way out."""

import email
import re
from email import policy

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from csonet.content.models import Decision, Reason
from csonet.notifications import message
from csonet.notifications.api import notify
from csonet.notifications.kinds import KINDS
from csonet.notifications.models import OutboundMail
from csonet.testing.makers import make_practice
from csonet.ui import languages

pytestmark = pytest.mark.django_db
#: The longest title that there may be, in a script of three bytes a letter, and what a header must not swallow.
TITLE = ("雨水と“tanks” <b>&amp; مياه " * 20)[:190]
#: What kinds carry beside their objects; each template takes what it needs of it.
CONTEXT = {
    "path": "/admin/content/case/",
    "number": 7,
    "days": 3,
    "late": 1,
    "text": "In my own words. " * 100,
    "words": "In my own words.",
    "name": "Lake Shore Women's Cooperative",
    "person": "Amina Diallo",
    "search": "Water",
    "role": "editor",
    "reason": "",
    "reason_code": "",
    "title": TITLE,
    "day": "2026-03-02",
}


def sent(reader, kind, **given):
    """The mail of one notice as it goes over the wire."""
    django_mail.outbox.clear()
    [notice] = notify([reader], kind, mail=False, **given)
    row = OutboundMail.objects.create(notice=notice, recipient=reader, to=reader.email, not_before=timezone.now())
    composed = message.compose(row, None)
    assert composed is not None
    raw = composed.message().as_bytes()
    return raw, email.message_from_bytes(raw, policy=policy.default)


@pytest.fixture
def about(cast):
    item = make_practice(organization=cast.organization, author=cast.author, title=TITLE, summary="Rain. " * 90)
    decision = Decision.objects.create(
        item=item,
        actor=cast.branch,
        action="return",
        from_status="submitted",
        to_status="returned",
        reason=Reason.objects.first(),
        text="Where was it? " * 100,
        version=1,
    )
    return {"item": item, "organization": cast.organization, "decision": decision, **CONTEXT}


@pytest.mark.parametrize("language", languages.CODES)
def test_every_kind_is_a_whole_mail(cast, about, language):
    cast.author.language = language
    cast.author.save()
    for kind, row in KINDS.items():
        raw, mail = sent(cast.author, kind, **about)
        text, html = list(mail.iter_parts())
        assert [part.get_content_type() for part in (text, html)] == ["text/plain", "text/html"], kind
        assert len(raw) <= message.MOST_BYTES == 30_000, kind
        assert max(len(line) for line in raw.split(b"\r\n" if b"\r\n" in raw else b"\n")) <= 998, f"{kind}: RFC 5322"
        assert mail["Subject"].strip(), kind
        assert mail["Content-Language"] == languages.tag(language), kind
        assert mail["Auto-Submitted"] == "auto-generated", kind
        assert re.fullmatch(r"<mail-\d+@[\w.-]+>", mail["Message-ID"]), kind
        assert all(mail[name] for name in ("Date", "From", "To")), kind
        words, page = text.get_content(), html.get_content()
        for trace in ("{{", "{%", "None", "&amp;amp;", "&lt;b&gt;"):
            assert trace not in words, (kind, trace)
        assert f'lang="{languages.tag(language)}" dir="{languages.direction(language)}"' in page, kind
        assert not re.search(r"<(img|script|link|iframe|form)\b|url\(|@import", page), f"{kind}: nothing is fetched"
        bulk = row.stream.can_be_off
        assert bool(mail["List-Unsubscribe"]) == bulk, kind
        assert (mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") == bulk, kind
        assert bool(mail["List-Id"]) == bulk, kind
