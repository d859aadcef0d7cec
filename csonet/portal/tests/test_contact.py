"""The contact desk: a message gets a number, is kept once, is answered, and its sender sees it by a secret link."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from csonet.notifications.models import OutboundMail
from csonet.portal.contact import desk
from csonet.portal.contact.forms import new_stamp
from csonet.portal.models import ContactLink, ContactMessage, ContactState

pytestmark = pytest.mark.django_db
CONTACT = "/en/contact/"


def typed(seconds_ago=30, **changes):
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago), tick=False):
        stamp = new_stamp()
    return {
        "name": "Ama Visitor", "email": "ama@example.org", "category": "question", "subject": "A question",
        "message": "When is the next session?", "website": "", "opened": stamp, **changes,
    }  # fmt: skip


def link_in(mail):
    return re.search(r"http\S+/contact/(\S+)/", mail.body)[0].replace("http://localhost:8000", "")


def test_a_message_gets_a_number_a_receipt_and_a_page(visitor):
    response = visitor.post(CONTACT, typed(), follow=True)
    message = ContactMessage.objects.get()
    assert re.fullmatch(r"C-20\d\d-\d{6}", message.number)
    assert message.number in response.content.decode()
    assert "When is the next session?" in response.content.decode()
    mail = OutboundMail.objects.get()
    assert mail.to == "ama@example.org"
    assert message.number in mail.subject
    response = visitor.get(link_in(mail))
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "Waiting for an answer" in response.content.decode()


def test_the_link_is_secret_and_only_its_hash_is_kept(visitor):
    visitor.post(CONTACT, typed())
    token = link_in(OutboundMail.objects.get()).rstrip("/").rsplit("/", 1)[-1]
    assert len(token) >= 32
    assert not ContactLink.objects.filter(token_hash=token).exists()
    assert (
        visitor.get(reverse("contact_state", args=[token[:-1] + ("y" if token.endswith("x") else "x")])).status_code
        == 404
    )
    assert visitor.get("/en/contact/\x00/").status_code == 404


def test_the_receipt_is_in_the_senders_language(visitor):
    visitor.post("/fr/contact/", typed())
    assert OutboundMail.objects.get().language == "fr"
    assert "/fr/contact/" in OutboundMail.objects.get().body


def test_a_message_sent_twice_is_kept_once(visitor):
    form = typed()
    first, second = visitor.post(CONTACT, form), visitor.post(CONTACT, form)
    assert first.status_code == second.status_code == 302
    assert ContactMessage.objects.count() == OutboundMail.objects.count() == 1
    assert visitor.get(second.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"website": "http://spam.example"}, "must stay empty"),
        ({"opened": "forged"}, "open for too long"),
        ({"opened": ""}, "open for too long"),
        ({"name": ""}, "required"),
        ({"email": "nobody"}, "valid"),
        ({"category": "forged"}, "Select a valid choice"),
        ({"subject": "x" * 151}, "150"),
        ({"message": "x" * 5001}, "5000"),
        ({"message": "a\x00b"}, "Null characters"),
        ({"message": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(visitor, changes, words):
    form = typed(**changes)
    response = visitor.post(CONTACT, form)
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert form["subject"][:10] in page
    assert not ContactMessage.objects.exists()
    assert not OutboundMail.objects.exists()


def test_machines_are_too_fast(visitor):
    assert "very fast" in visitor.post(CONTACT, typed(seconds_ago=0)).content.decode()
    assert not ContactMessage.objects.exists()


def test_a_form_open_since_yesterday_can_be_sent_again(visitor):
    response = visitor.post(CONTACT, typed(seconds_ago=90_000))
    fresh = response.context["form"]["opened"].value()
    with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
        assert visitor.post(CONTACT, typed(opened=fresh)).status_code == 302


def test_no_line_end_reaches_a_mails_header(visitor):
    visitor.post(CONTACT, typed(subject="A\r\nBcc: everybody@example.org"))
    for mail in OutboundMail.objects.all():
        assert "\n" not in mail.subject


def test_too_many_messages_are_refused_with_words_kept(visitor):
    for _turn in range(6):
        assert visitor.post(CONTACT, typed()).status_code == 302
    response = visitor.post(CONTACT, typed(message="My long message"))
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert "My long message" in response.content.decode()
    assert ContactMessage.objects.count() == 6


def test_a_signed_in_person_finds_name_and_address_filled_in(cast, signed_in):
    client = signed_in(cast.author)
    page = client.get(CONTACT).content.decode()
    assert 'value="author@example.org"' in page
    client.post(CONTACT, typed())
    assert ContactMessage.objects.get().user == cast.author


@pytest.fixture
def message():
    made = ContactMessage(
        name="Ama <b>", email="ama@example.org", category="question", subject="Sub", message="<script>x</script>",
        language="ar", form_key="k",
    )  # fmt: skip
    return desk.receive(made)[0]


def change_url(message):
    return reverse("admin:portal_contactmessage_change", args=[message.pk])


def answer_form(**changes):
    return {"answer": "", "new_state": "", "replies-TOTAL_FORMS": 0, "replies-INITIAL_FORMS": 0, **changes}


def test_the_branch_answers_from_the_admin(cast, signed_in, message, visitor):
    client = signed_in(cast.branch)
    page = client.get(change_url(message)).content.decode()
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    client.post(change_url(message), answer_form(answer="The next one is in January & open."))
    message.refresh_from_db()
    assert message.state == ContactState.ANSWERED
    reply = message.replies.get()
    assert reply.author == cast.branch
    mail = OutboundMail.objects.order_by("pk").last()
    assert (mail.to, mail.language) == ("ama@example.org", "ar")
    assert "January & open." in mail.body
    assert "/ar/contact/" in mail.body
    shown = visitor.get(link_in(mail)).content.decode()
    assert "January &amp; open." in shown
    first = OutboundMail.objects.order_by("pk").first()
    assert visitor.get(link_in(first)).status_code == 200  # the receipt's link stays good


def test_an_answer_needs_words_or_a_state(cast, signed_in, message):
    client = signed_in(cast.branch)
    assert client.post(change_url(message), answer_form()).status_code == 200
    client.post(change_url(message), answer_form(new_state="closed"))
    message.refresh_from_db()
    assert message.state == "closed"
    assert OutboundMail.objects.count() == 1


@pytest.mark.parametrize("term", ["{number}", "{last}", "ama@example", "sub"])
def test_a_message_is_found_by_its_number_or_sender(cast, signed_in, message, term):
    words = term.format(number=message.number, last=message.number[-6:])
    page = signed_in(cast.branch).get(reverse("admin:portal_contactmessage_changelist"), {"q": words}).content.decode()
    assert message.number in page


def test_only_the_branch_reads_messages(cast, signed_in, message):
    for person in (cast.author, cast.moderator):
        assert signed_in(person).get(change_url(message)).status_code in (302, 403)
