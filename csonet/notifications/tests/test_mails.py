"""Mails: text first, plain HTML beside, in the reader's language; every bulk mail can be left with one click."""

import email
from datetime import timedelta
from email import policy
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.engagement import following
from csonet.engagement.models import Level
from csonet.notifications import digests, inbound, leaving, message, outbox, tokens
from csonet.notifications.api import notify
from csonet.notifications.models import MailSettings, Notice, OutboundMail, StoppedAddress
from csonet.testing.makers import make_practice, make_user

pytestmark = pytest.mark.django_db
LATER = timedelta(days=40)


@pytest.fixture
def practice(cast):
    return make_practice(organization=cast.organization, author=cast.author, title="Tanks of rain")


def sent_to(person):
    """The mails to a person as they went over the wire, parsed."""
    raw = [one.message().as_bytes() for one in django_mail.outbox if one.to == [person.email]]
    return [email.message_from_bytes(one, policy=policy.default) for one in raw]


def at_once(person, kind="changed", **kwargs):
    """Tell the person something and send it."""
    MailSettings.objects.update_or_create(user=person, defaults={"rhythms": {"followed": "at-once"}})
    notify([person], kind, **kwargs)
    outbox.deliver_due()


def test_a_mail_has_text_first_and_plain_html_beside_and_no_remote_picture(cast, practice):
    at_once(cast.outsider, item=practice, via=f"item:{practice.pk}")
    [mail] = sent_to(cast.outsider)
    text, html = list(mail.iter_parts())
    assert [part.get_content_type() for part in (text, html)] == ["text/plain", "text/html"]
    assert "Tanks of rain" in text.get_content()
    assert "<img" not in html.get_content()
    assert len(mail.as_bytes()) < 30_000
    assert 'lang="en" dir="ltr"' in html.get_content()


def test_an_arabic_mail_reads_from_right_to_left_and_says_its_language(cast, practice):
    cast.outsider.language = "ar"
    cast.outsider.save()
    at_once(cast.outsider, item=practice)
    [mail] = sent_to(cast.outsider)
    assert mail["Content-Language"] == "ar"
    assert 'lang="ar" dir="rtl"' in mail.get_body(("html",)).get_content()


def test_html_of_a_title_is_text_and_a_line_break_in_it_no_header(cast, practice):
    Item.objects.filter(pk=practice.pk).update(title="<script>alert(1)</script>\r\nBcc: all@example.org")
    at_once(cast.outsider, item=Item.objects.get(pk=practice.pk))
    [mail] = sent_to(cast.outsider)
    assert "<script>" not in mail.get_body(("html",)).get_content()
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]


def test_a_very_long_mail_is_cut_to_thirty_kilobytes(cast):
    at_once(cast.outsider, "organization_approved", organization=cast.organization, text="مياه " * 20_000)
    [mail] = sent_to(cast.outsider)
    assert len(mail.as_bytes()) <= message.MOST_BYTES


def test_headers_say_what_it_is_and_how_to_leave_it(cast, practice, settings):
    settings.SITE_URL, settings.MAIL_INBOUND_ADDRESS = "https://csonet.example.org", "leave@csonet.example.org"
    at_once(cast.outsider, item=practice, via=f"item:{practice.pk}")
    [mail] = sent_to(cast.outsider)
    assert mail["List-Id"] == f"<item-{practice.pk}.csonet.example.org>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = mail["List-Unsubscribe"].strip().split(", ")
    assert https.startswith("<https://csonet.example.org/leave/")
    assert mailto.startswith("<mailto:leave@csonet.example.org?subject=leave%20")
    assert mail["Message-ID"].endswith("@csonet.example.org>")
    assert mail["References"] == mail["In-Reply-To"] == f"<item-{practice.pk}@csonet.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["From"] == settings.DEFAULT_FROM_EMAIL


def test_what_cannot_be_switched_off_has_no_way_to_leave_it(cast):
    notify([cast.outsider], "organization_approved", organization=cast.other_organization)
    outbox.deliver_due()
    [mail] = sent_to(cast.outsider)
    assert mail["List-Unsubscribe"] is None
    assert "/leave/" not in mail.get_body(("plain",)).get_content()
    assert "/mails/" in mail.get_body(("plain",)).get_content()


def test_one_click_ends_just_that_stream_without_cookies_or_confirmation(cast, practice):
    other = make_practice()
    for item in (practice, other):
        following.choose(cast.outsider, "item", item.pk, Level.ALL)
    at_once(cast.outsider, item=practice, via=f"item:{practice.pk}")
    [mail] = sent_to(cast.outsider)
    path = mail["List-Unsubscribe"].strip(" <>").split("/", 3)[3]
    strict = Client(enforce_csrf_checks=True)
    shown = strict.get(f"/{path}")
    assert shown.status_code == 200
    assert following.own(cast.outsider, "item", practice.pk).level == Level.ALL
    assert not shown.cookies
    for _click in range(2):
        answer = strict.post(f"/{path}", "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
        assert answer.status_code == 200
    assert following.own(cast.outsider, "item", practice.pk).level == Level.MUTED
    assert following.own(cast.outsider, "item", other.pk).level == Level.ALL


def test_a_token_does_not_expire_and_survives_a_new_key(cast, settings):
    settings.SECRET_KEY = "the-old-key-of-many-years-ago-" * 2
    token = tokens.leave_token(cast.outsider.pk, "stream:replies")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a-new-key-" * 6
    assert Client().post(reverse("mail_leave", args=[token])).status_code == 200
    assert MailSettings.objects.get(user=cast.outsider).rhythms == {"replies": "off"}


def test_the_token_of_an_account_that_is_gone_is_answered_politely():
    gone = make_user("gone")
    token = tokens.leave_token(gone.pk, "digest")
    gone.delete()
    answer = Client().post(reverse("mail_leave", args=[token]))
    assert answer.status_code == 200
    assert "no longer there" in answer.content.decode()


@pytest.mark.parametrize("stream", ["topic:no-such", "goal:x", "item:0", "stream:account", "stream:nothing", "odd", ""])
def test_a_token_for_what_is_gone_or_required_changes_nothing(cast, stream):
    answer = Client().post(reverse("mail_leave", args=[tokens.leave_token(cast.outsider.pk, stream)]))
    assert answer.status_code == 200
    assert not cast.outsider.subscriptions.exists()


def test_leaving_the_summaries_ends_all_of_them_and_what_waits(cast, practice):
    notify([cast.outsider], "changed", item=practice)
    leaving.leave(cast.outsider, "digest")
    assert digests.build_due(timezone.now() + LATER) == 0
    assert MailSettings.objects.get(user=cast.outsider).rhythms == {"groups": "off", "followed": "off", "themes": "off"}


def test_only_one_mail_about_an_object_until_the_person_comes_back(cast, practice, signed_in):
    for _change in range(3):
        at_once(cast.outsider, item=practice)
    assert len(sent_to(cast.outsider)) == 1
    assert Notice.objects.filter(recipient=cast.outsider, read_at=None).count() == 3
    signed_in(cast.outsider).get(practice.get_absolute_url())
    assert not Notice.objects.filter(recipient=cast.outsider, read_at=None).exists()
    at_once(cast.outsider, item=practice)
    assert len(sent_to(cast.outsider)) == 2


def test_a_decision_that_is_read_in_the_portal_within_the_grace_is_not_mailed(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    move(item, "submit", actor=cast.author)
    outbox.deliver_due()
    before = len(sent_to(cast.author))
    move(item, "approve", actor=cast.branch)
    assert outbox.deliver_due() == 0
    signed_in(cast.author).get(item.get_absolute_url())
    outbox.deliver_due(timezone.now() + timedelta(minutes=11))
    assert len(sent_to(cast.author)) == before


def test_a_summary_is_grouped_by_object_newest_first_and_at_most_fifteen(cast):
    items = [make_practice(title=f"Practice number {n}") for n in range(18)]
    for item in items:
        notify([cast.outsider], "changed", item=item)
    for _more in range(4):
        notify([cast.outsider], "changed", item=items[0])
    assert digests.build_due(timezone.now() + LATER) == 1
    assert digests.build_due(timezone.now() + LATER) == 0
    outbox.deliver_due(timezone.now() + LATER)
    [mail] = sent_to(cast.outsider)
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "News on 18 subjects for you"
    places = [text.index(f"Practice number {n}") for n in (0, 17, 16, 5)]
    assert places == sorted(places)
    assert "Practice number 3\n" not in text
    assert "and 2 more" in text
    assert "There is news on 3 more subjects" in text
    assert mail["List-Id"].startswith("<digest.")
    assert len(mail.as_bytes()) <= 30_000


def test_a_summary_of_what_was_read_meanwhile_never_leaves(cast, practice):
    notify([cast.outsider], "changed", item=practice)
    digests.build_due(timezone.now() + LATER)
    Notice.objects.update(read_at=timezone.now())
    assert outbox.deliver_due(timezone.now() + LATER) == 0
    assert OutboundMail.objects.get().state == "recalled"


def test_nobody_gets_a_summary_whose_account_is_closed(cast, practice):
    notify([cast.outsider, cast.newcomer], "changed", item=practice)
    User.objects.filter(pk=cast.outsider.pk).update(is_active=False)
    assert digests.build_due(timezone.now() + LATER) == 1
    User.objects.filter(pk=cast.newcomer.pk).update(is_active=False)
    assert outbox.deliver_due(timezone.now() + LATER) == 0


def test_a_language_that_was_removed_becomes_english(cast, practice):
    User.objects.filter(pk=cast.outsider.pk).update(language="pt", time_zone="Mars/Olympus")
    cast.outsider.refresh_from_db()
    at_once(cast.outsider, item=practice)
    [mail] = sent_to(cast.outsider)
    assert mail["Content-Language"] == "en"
    assert Client().get(reverse("mail_leave", args=[tokens.leave_token(cast.outsider.pk, "digest")])).status_code == 200
    opened = Client().get(reverse("mail_settings_open", args=[tokens.settings_token(cast.outsider.pk)]))
    assert opened.url.startswith("/en/")


def test_a_mail_goes_to_the_address_that_the_person_has_now(cast, practice):
    MailSettings.objects.create(user=cast.outsider, rhythms={"followed": "at-once"})
    notify([cast.outsider], "changed", item=practice)
    User.objects.filter(pk=cast.outsider.pk).update(email="new@example.org")
    outbox.deliver_due()
    assert [one.to for one in django_mail.outbox] == [["new@example.org"]]


BOUNCE = """\
From: MAILER-DAEMON@mx.example.org
To: leave@csonet.example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type={report}; boundary="B"

--B
Content-Type: text/plain

It could not be delivered.

--B
Content-Type: {part}

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--B
Content-Type: message/rfc822

Message-ID: <mail-{pk}@csonet.example.org>
Subject: Hello

text
--B--
"""


def bounce(mail, **kwargs):
    words = {"report": "delivery-status", "part": "message/delivery-status", "action": "failed", "status": "5.1.1"}
    return BOUNCE.format(**{**words, "address": mail.to, "pk": mail.pk, **kwargs}).encode()


def test_a_bounce_stops_the_address_and_the_person_sees_why_and_can_open_it_again(cast, signed_in):
    mail = outbox.queue_mail(cast.outsider.email, "Hello", "text", "en")
    assert inbound.take(bounce(mail)) == "bounce"
    client = signed_in(cast.outsider)
    assert "Our mails don't reach you" in client.get(reverse("notice_list")).content.decode().replace("&#x27;", "'")
    client.post(reverse("address_again"))
    assert not StoppedAddress.objects.exists()
    page = client.get(reverse("notice_list")).content.decode().replace("&#x27;", "'")
    assert "Our mails don't reach you" not in page


def test_a_complaint_stops_the_address_too(cast):
    mail = outbox.queue_mail(cast.outsider.email, "Hello", "text", "en")
    assert inbound.take(bounce(mail, report="feedback-report", part="message/feedback-report")) == "complaint"
    assert StoppedAddress.objects.get().cause == "complaint"


@pytest.mark.parametrize(
    "change",
    [{"pk": 999999}, {"address": "somebody@else.org"}, {"status": "4.2.2"}, {"status": "5.2.2"}, {"action": "delayed"}],
)
def test_an_invented_or_passing_report_stops_nobody(cast, change):
    mail = outbox.queue_mail(cast.outsider.email, "Hello", "text", "en")
    assert inbound.take(bounce(mail, **change)) == "nothing"
    assert not StoppedAddress.objects.exists()


def test_a_mail_to_the_portal_leaves_a_stream(cast):
    token = tokens.leave_token(cast.outsider.pk, "stream:replies")
    assert inbound.take(f"From: x@y.org\nSubject: leave {token}\n\n".encode()) == "left"
    assert MailSettings.objects.get(user=cast.outsider).rhythms == {"replies": "off"}
    assert inbound.take(f"From: x@y.org\nSubject: leave {token}x\n\n".encode()) == "nothing"


@pytest.mark.parametrize("raw", [b"", b"\0\xff" * 100, b"Subject: leave\n\n", b"Content-Type: multipart/report\n\n"])
def test_a_mail_that_makes_no_sense_does_nothing(db, raw):
    assert inbound.take(raw) == "nothing"


@pytest.mark.parametrize(
    ("event_type", "reject_reason", "stopped"),
    [
        ("bounced", "bounced", True),
        ("complained", None, True),
        ("bounced", "timed_out", False),
        ("opened", None, False),
    ],
)
def test_what_a_mail_service_reports_stops_the_address(db, event_type, reject_reason, stopped):
    event = SimpleNamespace(
        event_type=event_type,
        reject_reason=reject_reason,
        recipient="Ana@Example.org",
        mta_response="550 no such user",
        description="",
    )
    inbound.tracked(None, event=event, esp_name="Test")
    assert StoppedAddress.objects.filter(address="ana@example.org").exists() == stopped


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru", "zh-hans"])
def test_mails_and_summaries_are_in_the_readers_language_whole(cast, practice, language):
    cast.outsider.language = language
    cast.outsider.save()
    at_once(cast.outsider, item=practice, via=f"item:{practice.pk}")
    notify([cast.outsider], "followed_new", item=practice)
    digests.build_due(timezone.now() + LATER)
    outbox.deliver_due(timezone.now() + LATER)
    mails = sent_to(cast.outsider)
    assert len(mails) == 2
    for mail in mails:
        for part in ("plain", "html"):
            words = mail.get_body((part,)).get_content()
            assert "You get this mail" not in words
            assert "hoose what we tell you" not in words
        assert len(mail.as_bytes()) <= message.MOST_BYTES
    assert {mail["Content-Language"] for mail in mails} == {language.replace("hans", "Hans")}
