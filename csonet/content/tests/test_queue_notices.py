"""What authors read about decisions: in their language, with the reason, their own text, and where to mend it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from csonet.content import drafts, publication
from csonet.content.models import Reason
from csonet.content.quoting import MOST
from csonet.content.states import PUBLICATION, REVISION
from csonet.notifications.models import MailState, Notice, OutboundMail
from csonet.notifications.rendering import render
from csonet.testing.makers import make_practice
from practices.forms import PracticeForm

WORDS = "Which year was it? <b>&"
_REVISION_ACTS = [act.name for act in REVISION.transitions if act.staff]


def _submitted(cast, **kwargs):
    item = make_practice(
        title="Tanks & wells", organization=cast.organization, author=cast.author, status="draft", **kwargs
    )
    publication.move(item, "submit", actor=cast.author)
    return item


def _words(kind: str, language: str = "en") -> tuple[str, str]:
    return render(Notice.objects.filter(kind=kind).latest("pk"), language)


@pytest.fixture
def reason(db):
    return Reason.objects.filter(is_active=True).first()


@pytest.mark.parametrize("action", ["approve", "return", "refuse", "duplicate", "schedule"])
def test_every_decision_names_the_title_the_words_and_the_unit(action, cast, reason):
    cast.branch.name = "Mina Officer"
    cast.branch.save()
    item = _submitted(cast)
    given = {"at": timezone.now() + timedelta(days=2)} if action == "schedule" else {}
    if action == "duplicate":
        given["target"] = make_practice(title="The first of its kind")
    publication.move(item, action, actor=cast.branch, reason=reason.code, text=WORDS, **given)
    subject, body = _words(PUBLICATION.transition(action).tells)
    assert "Tanks & wells" in subject
    assert WORDS in body
    assert reason.text_in("en") in body
    assert body.rstrip().endswith("The moderators of CSO Net")
    assert "Mina" not in body
    if action == "return":
        assert f"/en/practices/{item.slug}/edit/" in body
    if action in ("return", "refuse", "duplicate"):
        assert item.summary in body
    if action == "duplicate":
        assert "The first of its kind" in body


def test_the_mail_gives_back_the_text_that_was_decided_on(cast, reason):
    item = _submitted(cast, problem="<p>Wells fall dry &amp; stay dry</p>", results="<p>Was measured</p>")
    publication.move(item, "return", actor=cast.branch, reason=reason.code)
    type(item).objects.filter(pk=item.pk).update(title="Mended", problem="<p>Mended</p>")
    _subject, body = _words("returned")
    assert "The problem and its context:\nWells fall dry & stay dry\n" in body
    assert "Tanks & wells" in body.partition("It begins:")[2]
    assert "Was measured" in body
    french = _words("returned", "fr")[1]
    assert "Le problème et son contexte" in french
    assert "Wells fall dry & stay dry" in french


def test_what_looks_like_markup_in_a_plain_field_is_quoted_as_it_was_typed(cast, reason):
    item = _submitted(cast, summary="Fish & <chips> for 5 < 6 villages", problem="<p>Dry &lt;wells&gt;</p>")
    publication.move(item, "return", actor=cast.branch, reason=reason.code)
    quoted = _words("returned")[1].partition("It begins:")[2]
    assert "Fish & <chips> for 5 < 6 villages" in quoted
    assert "Dry <wells>" in quoted


def test_a_long_text_is_cut(cast, reason):
    item = _submitted(cast, problem=f"<p>{'水' * 6000}</p>", results="<p>Was measured</p>")
    publication.move(item, "refuse", actor=cast.branch, reason=reason.code)
    _subject, body = _words("refused")
    assert 2000 < body.count("水") <= MOST
    assert "水 …" in body
    assert "Was measured" not in body


def test_who_submits_again_gets_no_mail_that_asks_for_it(cast, reason):
    item = _submitted(cast)
    publication.move(item, "return", actor=cast.branch, reason=reason.code)
    mail = OutboundMail.objects.get(notice__kind="returned")
    assert mail.state == MailState.WAITING
    publication.move(item, "submit", actor=cast.author)
    mail.refresh_from_db()
    assert mail.state == MailState.RECALLED
    assert Notice.objects.filter(kind="returned", item=item).exists()
    sent_back = publication.move(item, "return", actor=cast.branch, reason=reason.code)
    assert OutboundMail.objects.get(notice__decision=sent_back).state == MailState.WAITING


def test_the_reasons_words_are_in_the_readers_language(cast, reason):
    publication.move(_submitted(cast), "refuse", actor=cast.branch, reason=reason.code)
    assert reason.text_in("fr") != reason.text_in("en")
    assert reason.text_in("fr") in _words("refused", "fr")[1]
    assert "/fr/practices/" in _words("refused", "fr")[1]


def test_a_submission_is_acknowledged_with_the_expected_time(cast):
    _submitted(cast)
    subject, body = _words("submitted")
    assert subject == "We received: Tanks & wells"
    assert "three working days" in body


@pytest.mark.parametrize("action", _REVISION_ACTS)
def test_decisions_on_changes_show_the_changed_text(action, cast, reason):
    item = make_practice(title="Old title", organization=cast.organization, author=cast.author)
    data = {**PracticeForm.data_of(item), "title": ["New title"]}
    revision = drafts.keep(item, data, cast.colleague)
    publication.move(revision, "submit", actor=cast.colleague)
    publication.move(revision, action, actor=cast.branch, reason=reason.code, text=WORDS)
    subject, body = _words(REVISION.transition(action).tells)
    assert WORDS in body
    if action != "approve":
        assert "New title" in body


def test_hiding_and_restoring_are_told(cast, reason):
    item = make_practice(title="A claim", organization=cast.organization, author=cast.author)
    publication.move(item, "hide", actor=cast.branch, reason=reason.code)
    publication.move(item, "restore", actor=cast.branch)
    assert "can be reversed" in _words("hidden")[1]
    assert "on the site again" in _words("restored")[1]


def test_a_time_is_told_in_the_readers_zone(cast):
    cast.author.time_zone = "Asia/Tokyo"
    cast.author.save()
    at = timezone.now().replace(year=2040, month=6, day=1, hour=0, minute=0, second=0, microsecond=0)
    publication.move(_submitted(cast), "schedule", actor=cast.branch, at=at)
    assert "1 June 2040, 09:00 (Asia/Tokyo)" in _words("scheduled")[1]
