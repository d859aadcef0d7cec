"""Documents by kind and language, the live stream and recordings: set at once, by organizers alone."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile

from csonet.content.models import Attachment, Item, Revision
from events.models import Document, Event, Recording
from events.tests.conftest import text
from events.tests.makers import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(cast):
    return make_event(organization=cast.un_entity, author=cast.moderator, mode="hybrid")


def address(event):
    return f"{event.get_absolute_url()}materials/"


def attached(event, title, **kwargs):
    one = Attachment(item=event, name="agenda.pdf", title=title, media_type="application/pdf", size=3, **kwargs)
    one.sha256 = hashlib.sha256(title.encode()).hexdigest()
    one.file.save("agenda.bin", ContentFile(b"pdf"))
    return one


def test_a_file_gets_its_kind_and_language_and_stands_once_on_the_page(cast, event, signed_in, visitor):
    agenda, other = attached(event, "The agenda"), attached(event, "A map")
    given = {"do": "documents", f"kind-{agenda.pk}": "agenda", f"language-{agenda.pk}": "fr", f"kind-{other.pk}": ""}
    assert signed_in(cast.moderator).post(address(event), given).status_code == 302
    page = text(visitor.get(event.get_absolute_url()))
    documents, _sep, files = page.partition('id="documents"')[2].partition('class="attachments"')
    assert "Agenda" in documents
    assert "The agenda" in documents
    assert "Français" in documents
    assert page.count("The agenda") == 1
    assert "A map" in files
    assert Item.objects.get(pk=event.pk).version == event.version + 1, "whoever edits it meanwhile is told"
    signed_in(cast.moderator).post(address(event), {**given, f"kind-{agenda.pk}": ""})
    assert not Document.objects.exists()


def test_a_file_of_an_edit_that_waits_is_sorted_but_not_shown(cast, event, signed_in, visitor):
    revision = Revision.objects.create(item=event, edited_by=cast.moderator)
    held = attached(event, "Not approved yet", revision=revision)
    client = signed_in(cast.moderator)
    assert "Not approved yet" in text(client.get(address(event)))
    client.post(address(event), {"do": "documents", f"kind-{held.pk}": "outcome", f"language-{held.pk}": "en"})
    assert Document.objects.get().kind == "outcome"
    assert "Not approved yet" not in text(visitor.get(event.get_absolute_url()))


def test_forged_kinds_and_files_of_others_change_nothing(cast, event, signed_in):
    other = make_event(title="Elsewhere")
    own, foreign = attached(event, "Ours"), attached(other, "Theirs")
    client = signed_in(cast.moderator)
    answer = client.post(address(event), {"do": "documents", f"kind-{own.pk}": "secret"})
    assert "Select a valid choice" in text(answer)
    client.post(address(event), {"do": "documents", f"kind-{foreign.pk}": "agenda", f"language-{foreign.pk}": "ru"})
    assert not Document.objects.exists()
    foreign.refresh_from_db()
    assert foreign.language == ""


def test_recordings_are_several_each_in_its_language(cast, event, signed_in, visitor):
    client = signed_in(cast.moderator)
    for language, title in (("en", "Floor"), ("ar", "الافتتاح")):
        given = {"do": "add", "title": title, "language": language, "url": f"video.example.org/{language}"}
        assert client.post(address(event), given).status_code == 302
    page = text(visitor.get(event.get_absolute_url()))
    assert 'href="https://video.example.org/en"' in page
    assert "الافتتاح" in page
    again = client.post(address(event), {**given, "title": "Twice"})
    assert again.status_code == 409
    assert "named already" in text(again)
    assert 'value="Twice"' in text(again), "what was typed stays"
    first = Recording.objects.get(language="en")
    client.post(address(event), {"do": "remove", "recording": first.pk})
    assert "Floor" not in text(visitor.get(event.get_absolute_url()))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://" + "a" * 400, "no address at all"]
)
def test_what_is_no_address_is_refused_with_the_words_kept(cast, event, signed_in, url):
    client = signed_in(cast.moderator)
    answer = client.post(address(event), {"do": "add", "title": "Floor", "language": "en", "url": url})
    assert answer.status_code == 200
    assert 'value="Floor"' in text(answer)
    assert not Recording.objects.exists()
    assert client.post(address(event), {"do": "stream", "livestream": url}).status_code == 200
    assert Event.objects.get(pk=event.pk).livestream == ""


def test_the_live_stream_is_set_at_once(cast, event, signed_in, visitor):
    signed_in(cast.moderator).post(address(event), {"do": "stream", "livestream": "https://tv.example.org/live"})
    assert 'href="https://tv.example.org/live"' in text(visitor.get(event.get_absolute_url()))


@pytest.mark.parametrize("who", ["author", "outsider"])
def test_it_is_for_organizers_alone(cast, event, signed_in, visitor, who):
    client = signed_in(getattr(cast, who))
    assert client.get(address(event)).status_code == 403
    given = {"do": "add", "title": "x", "language": "en", "url": "https://example.org"}
    assert client.post(address(event), given).status_code == 403
    assert visitor.get(address(event)).status_code == 302
    assert not Recording.objects.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_the_same(cast, event, signed_in, django_assert_num_queries, count):
    for number in range(count):
        attached(event, f"File {number}")
        Recording.objects.create(event=event, url=f"https://example.org/{number}", title="Floor", language="en")
    client = signed_in(cast.moderator)
    client.get(address(event))
    with django_assert_num_queries(9):
        client.get(address(event))
