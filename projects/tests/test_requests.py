"""From a need to its end: asking, public questions, its life and its reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import Item
from csonet.content.publication import move
from csonet.content.search.query import find
from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from projects import life
from projects.models import Question, SolutionRequest
from projects.tests.makers import body, days_ago, make_request, request_data

pytestmark = pytest.mark.django_db
NEW = "/en/requests/new/"


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_a_request_is_written_submitted_published_and_read(cast, signed_in, visitor):
    answer = signed_in(cast.author).post(NEW, request_data(cast, other_languages="Swahili"))
    assert answer.status_code == 302
    item = SolutionRequest.objects.get()
    assert (item.status, item.life, item.seeks_knowhow, item.seeks_funds) == ("submitted", "open", True, False)
    move(Item.objects.get(), "approve", actor=cast.branch)
    page = body(visitor.get(item.get_absolute_url()))
    for words in ("The pump breaks every month.", "Know-how", "Swahili", "English", "Sign in to offer help"):
        assert words in page
    item.refresh_from_db()
    assert item.alive_at is not None
    assert find("pump", cast.outsider).hits[0].target.slug == item.slug


BAD = {
    "no kind of help": ({"seeks_knowhow": ""}, "at least one kind of help"),
    "a day that is past": ({"needed_by": "2020-01-01"}, "in the future"),
    "a day beyond the century": ({"needed_by": "2999-01-01"}, "in the future"),
    "no date at all": ({"needed_by": "2026-02-30"}, "valid date"),
    "a field that is none": ({"activity_fields": ["99-99"]}, "not one of the available"),
    "too many fields": ({"activity_fields": [f"1-{n}" for n in range(1, 12)]}, "at most 10"),
    "a language that is none": ({"help_languages": ["tlh"]}, "not one of the available"),
    "no problem": ({"problem": ""}, "required"),
    "null characters": ({"place": "Kitui\0"}, "ull characters"),
    "an override of direction": ({"place": "Kitui \u202eexe"}, "control characters"),
    "100 kB": ({"beneficiaries": "x" * 100_000}, "at most 5000"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_answered_at_the_field_and_makes_no_row(cast, signed_in, what):
    changes, words = BAD[what]
    answer = signed_in(cast.author).post(NEW, request_data(cast, **changes))
    assert answer.status_code == 200
    assert words in body(answer)
    assert not SolutionRequest.objects.exists()


def test_the_list_is_narrowed_by_kind_of_help_and_by_life(cast, visitor):
    funds = make_request(title="Seed money", seeks_knowhow=False, seeks_funds=True, organization=cast.organization)
    solved = make_request(title="Old pump", life="solved", organization=cast.organization)

    def shown(**query):
        return {item.pk for item in visitor.get("/en/requests/", query).context["items"]}

    assert shown(help="funds") == {funds.pk}
    assert shown(help=["funds", "knowhow"]) == {funds.pk, solved.pk}
    assert shown(life="solved") == {solved.pk}


# --- Questions --------------------------------------------------------------------------------------------------------


def test_questions_and_answers_are_public(cast, signed_in, visitor, request_):
    url = request_.get_absolute_url()
    data = {"organization": cast.other_organization.pk, "text": "How deep is the well?"}
    assert signed_in(cast.outsider).post(f"{url}ask/", data).status_code == 302
    assert signed_in(cast.outsider).post(f"{url}ask/", data).status_code == 409
    question = Question.objects.get()
    path = reverse("request_answer", args=[request_.slug, question.pk])
    assert signed_in(cast.outsider).post(path, {"text": "12 metres"}).status_code == 403
    signed_in(cast.author).post(path, {"text": "Twelve metres."})
    page = body(visitor.get(url))
    assert "How deep is the well?" in page
    assert "Twelve metres." in page
    assert Notice.objects.filter(kind="question_answered", recipient=cast.outsider).count() == 1
    Question.objects.update(is_hidden=True)
    assert "How deep" not in body(visitor.get(url))


def test_newcomers_ask_nothing(cast, signed_in, request_):
    assert signed_in(cast.newcomer).post(f"{request_.get_absolute_url()}ask/", {"text": "Why?"}).status_code == 403


# --- Its life ---------------------------------------------------------------------------------------------------------


def link_of(notice):
    return notice.context["path"]


def test_after_sixty_days_one_click_from_the_mail_answers(cast, visitor, request_):
    SolutionRequest.objects.filter(pk=request_.pk).update(alive_at=days_ago(61))
    assert (life.ask_due(), life.ask_due()) == (1, 0)
    notice = Notice.objects.get(recipient=cast.author, kind="request_still_needed")
    path = link_of(notice)
    assert path in render(notice, "en")[1]
    page = visitor.get(path)
    assert "Yes, it is still needed" in body(page)
    assert page["Referrer-Policy"] == "same-origin"
    request_.refresh_from_db()
    assert request_.asked_at is not None, "reading acts on nothing"
    assert "Thank you" in body(visitor.post(path, {"answer": "needed"}))
    request_.refresh_from_db()
    assert (request_.asked_at, request_.life) == (None, "open")
    assert request_.alive_at > days_ago(1)
    assert "answered already" in body(visitor.post(path, {"answer": "close"}))
    request_.refresh_from_db()
    assert request_.life == "open"


@pytest.mark.parametrize(("answer", "state"), [("solve", "solved"), ("close", "unsolved")])
def test_the_link_closes_too(cast, visitor, request_, answer, state):
    SolutionRequest.objects.filter(pk=request_.pk).update(alive_at=days_ago(61))
    life.ask_due()
    visitor.post(link_of(Notice.objects.get(recipient=cast.author)), {"answer": answer})
    request_.refresh_from_db()
    assert request_.life == state


@pytest.mark.parametrize(
    "token",
    ["x", "x" * 5000, "1:2:3", signing.dumps([1, 2, "x"], salt="another")],
    ids=["a letter", "too long", "parts", "of another purpose"],
)
def test_a_forged_link_is_nothing(db, visitor, token):
    for answer in (
        visitor.get(f"/en/requests/still-needed/{token}/"),
        visitor.post(f"/en/requests/still-needed/{token}/", {"answer": "close"}),
    ):
        assert answer.status_code == 404
        assert "not valid any more" in body(answer)


def test_an_old_link_is_nothing(cast, visitor, request_, time_machine):
    SolutionRequest.objects.filter(pk=request_.pk).update(alive_at=days_ago(61))
    life.ask_due()
    path = link_of(Notice.objects.get(recipient=cast.author))
    time_machine.move_to(timezone.now() + timedelta(days=91))
    assert visitor.get(path).status_code == 404


def test_the_link_of_somebody_who_left_is_nothing(cast, visitor, request_):
    SolutionRequest.objects.filter(pk=request_.pk).update(alive_at=days_ago(61))
    life.ask_due()
    path = link_of(Notice.objects.get(recipient=cast.colleague))
    cast.colleague.memberships.all().delete()
    assert visitor.post(path, {"answer": "close"}).status_code == 404
    request_.refresh_from_db()
    assert request_.life == "open"


def test_without_an_answer_it_expires_and_can_be_renewed(cast, signed_in, visitor, request_):
    SolutionRequest.objects.filter(pk=request_.pk).update(alive_at=days_ago(95), asked_at=days_ago(31))
    assert (life.expire_due(), life.expire_due()) == (1, 0)
    assert request_.title not in body(visitor.get("/en/requests/"))
    assert visitor.get(request_.get_absolute_url()).status_code == 200
    item = Item.objects.get(pk=request_.pk)
    signed_in(cast.author).post(f"{request_.get_absolute_url()}move/", {"action": "renew", "version": item.version})
    assert request_.title in body(visitor.get("/en/requests/"))
    assert life.expire_due() == 0


def test_what_was_needed_by_yesterday_expires_once(cast, request_):
    yesterday = timezone.localdate() - timedelta(days=1)
    SolutionRequest.objects.filter(pk=request_.pk).update(needed_by=yesterday, alive_at=days_ago(10))
    assert life.expire_due() == 1
    move(Item.objects.get(pk=request_.pk), "renew", actor=cast.author)
    assert life.expire_due() == 0


def test_its_own_side_leads_it_through_its_life_and_nobody_else(cast, signed_in, request_):
    path = f"{request_.get_absolute_url()}step/"
    assert signed_in(cast.outsider).post(path, {"step": "solve"}).status_code == 403
    assert signed_in(cast.author).get(path).status_code == 405
    for name, state in (("start", "progress"), ("solve", "solved"), ("reopen", "open"), ("close", "unsolved")):
        signed_in(cast.colleague).post(path, {"step": name})
        request_.refresh_from_db()
        assert request_.life == state
    for forged in ("start", "solve", "nonsense", "\0"):
        signed_in(cast.author).post(path, {"step": forged})
        request_.refresh_from_db()
        assert request_.life == "unsolved"
