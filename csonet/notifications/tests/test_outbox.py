"""Mails are rows first and leave once; a server that is away loses none."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.utils import timezone

from csonet.notifications import outbox
from csonet.notifications.models import MailState, OutboundMail

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
    assert row.state == MailState.SENT


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


def test_a_server_that_is_away_costs_attempts_with_growing_pauses_and_then_the_mail_is_given_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = outbox.queue_mail("ana@example.org", "Hello", "text", "en")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        waits = []
        while row.state == MailState.WAITING:
            outbox.deliver_due()
            row.refresh_from_db()
            waits.append(row.not_before - timezone.now())
            clock.move_to(row.not_before + timedelta(seconds=1))
    assert waits[:-1] == list(outbox.PAUSES)
    assert row.state == MailState.DEAD
    assert "ConnectionRefusedError" in row.last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.resend(row)
    assert outbox.deliver_due() == 1


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
