"""Mails are rows first and leave once; a server that is away loses none."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail as django_mail
from django.utils import timezone

from csonet.notifications import outbox
from csonet.notifications.api import notify
from csonet.notifications.models import JobRun, MailState, Notice, OutboundMail, StoppedAddress

pytestmark = pytest.mark.django_db


def test_a_queued_mail_leaves_once_and_says_that_a_machine_wrote_it():
    row = outbox.queue_mail("ana@example.org", "Bienvenue", "Votre compte est prêt.\n", "fr")
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    [message] = django_mail.outbox
    assert message.to == ["ana@example.org"]
    assert message.body == "Votre compte est prêt.\n"
    headers = message.message()
    assert headers["Content-Language"] == "fr"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].startswith(f"<mail-{row.pk}@")
    row.refresh_from_db()
    assert (row.state, row.body, row.html) == (MailState.SENT, "", "")


def test_no_header_can_be_smuggled_into_a_subject():
    outbox.queue_mail("ana@example.org", "Hello\r\nBcc: all@example.org", "text", "en")
    outbox.deliver_due()
    assert django_mail.outbox[0].subject == "Hello Bcc: all@example.org"
    assert django_mail.outbox[0].message()["Bcc"] is None


def test_a_mail_waits_for_its_time():
    row = outbox.queue_mail("ana@example.org", "Later", "text", "en")
    OutboundMail.objects.filter(pk=row.pk).update(not_before=timezone.now() + timedelta(minutes=10))
    assert outbox.deliver_due() == 0
    assert outbox.deliver_due(timezone.now() + timedelta(minutes=11)) == 1


def test_while_the_server_is_away_all_waits_and_no_mail_loses_an_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    rows = [outbox.queue_mail(f"ana{n}@example.org", "Hello", "text", "en") for n in range(3)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pauses = []
        for _attempt in range(8):
            began = timezone.now()
            assert outbox.deliver_due() == 0
            state = JobRun.objects.get(pk=outbox.OUTBOX)
            assert "ConnectionRefusedError" in state.result
            pauses.append(state.leased_until - began)
            clock.move_to(state.leased_until - timedelta(seconds=1))
            assert outbox.deliver_due() == 0
            assert JobRun.objects.get(pk=outbox.OUTBOX).failures == len(pauses)
            clock.move_to(state.leased_until + timedelta(seconds=1))
        assert pauses == [*outbox.AWAY, outbox.AWAY[-1], outbox.AWAY[-1]]
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert outbox.deliver_due() == 3
    assert set(OutboundMail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}
    assert JobRun.objects.get(pk=outbox.OUTBOX).failures == 0
    assert len(django_mail.outbox) == len(rows)


def test_a_mail_that_could_not_be_tried_for_days_is_given_up_and_can_be_sent_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = outbox.queue_mail("ana@example.org", "Hello", "text", "en")
    outbox.deliver_due(timezone.now() + outbox.TOO_OLD + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.state == MailState.DEAD
    assert outbox.health().dead == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    JobRun.objects.all().delete()
    outbox.resend(row)
    assert outbox.deliver_due() == 1


def test_a_mail_that_is_put_off_is_tried_again_with_growing_pauses_and_then_given_up(monkeypatch):
    row = outbox.queue_mail("ana@example.org", "Hello", "text", "en")

    def put_off(_message):
        raise SMTPRecipientsRefused({"ana@example.org": (451, b"4.7.1 come back later")})

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", put_off)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        waits = []
        while row.state == MailState.WAITING and len(waits) < 20:
            outbox.deliver_due()
            row.refresh_from_db()
            waits.append(row.not_before - timezone.now())
            clock.move_to(row.not_before + timedelta(seconds=1))
    assert waits[:-1] == list(outbox.PAUSES)
    assert row.state == MailState.DEAD
    assert "451 4.7.1 come back later" in row.last_error
    assert not StoppedAddress.objects.exists()


def test_an_address_that_does_not_exist_is_given_up_at_once_and_gets_no_more_notices(monkeypatch, author):
    notify([author], "organization_approved", organization=author.memberships.get().organization)

    def refuse(_message):
        raise SMTPRecipientsRefused({author.email: (550, b"5.1.1 no such user")})

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    outbox.deliver_due()
    assert OutboundMail.objects.get().state == MailState.DEAD
    assert StoppedAddress.objects.get().address == author.email
    monkeypatch.undo()
    notify([author], "organization_approved", organization=author.memberships.get().organization)
    assert outbox.deliver_due() == 0
    assert OutboundMail.objects.first().state == MailState.STOPPED
    # What the person asks for is still tried: a new password must not depend on a server's bad day.
    outbox.queue_mail(author.email, "A new password", "text", "en")
    assert outbox.deliver_due() == 1


def test_one_mail_that_cannot_be_written_does_not_hold_up_the_others(author):
    Notice.objects.create(recipient=author, kind="no_such_kind", thread="x")
    notice = Notice.objects.get()
    OutboundMail.objects.create(notice=notice, recipient=author, to=author.email)
    outbox.queue_mail("ana@example.org", "Hello", "text", "en")
    assert outbox.deliver_due() == 1
    assert "TemplateDoesNotExist" in OutboundMail.objects.get(notice=notice).last_error


def test_two_workers_that_see_the_same_row_send_it_once(monkeypatch):
    outbox.queue_mail("ana@example.org", "Hello", "text", "en")
    real, nested = outbox._deliver, []

    def other_worker_comes_first(mail, connection):
        if not nested:
            nested.append(outbox.deliver_due())
        return real(mail, connection)

    monkeypatch.setattr(outbox, "_deliver", other_worker_comes_first)
    assert outbox.deliver_due() == 1
    assert nested == [0]
    assert len(django_mail.outbox) == 1
