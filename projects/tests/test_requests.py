"""From a need to a solution: asking, offering, answering, solving, sharing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from csonet.content.models import Item, ItemLink
from csonet.content.publication import move
from csonet.content.search.query import find
from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import join, make_organization, make_practice, make_user
from csonet.workflow import NotAllowed, WorkflowError
from projects import answering, life, outcomes
from projects.models import Offer, Partnership, Question, SolutionRequest
from projects.tests.makers import days_ago, make_offer, make_request, request_data

pytestmark = pytest.mark.django_db
NEW = "/en/requests/new/"
SECRET = "quokkaberry"


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.fixture
def request_(cast):
    return make_request(organization=cast.organization, author=cast.author)


@pytest.fixture
def offer(cast, request_):
    return make_offer(request_, cast.other_organization, cast.outsider, text=f"We train two of your people {SECRET}.")


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


# --- Offers -----------------------------------------------------------------------------------------------------------


def test_an_offer_is_made_and_accepted_and_becomes_a_partnership_on_both_profiles(cast, signed_in, visitor, request_):
    practice = make_practice(organization=cast.other_organization, author=cast.outsider, title="Pumps of pipe and rope")
    data = {
        "organization": cast.other_organization.pk,
        "text": "We train two of your people.",
        "by_when": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "cost": "120.50",
        "currency": "KES",
        "practices": [practice.pk],
    }
    client = signed_in(cast.outsider)
    assert client.get(f"{request_.get_absolute_url()}offer/").status_code == 200
    answer = client.post(f"{request_.get_absolute_url()}offer/", data)
    offer = Offer.objects.get()
    assert answer.url == offer.get_absolute_url()
    assert "We train two" not in body(visitor.get(request_.get_absolute_url()))
    told = Notice.objects.get(kind="request_answered", recipient=cast.author)
    assert "/requests/offers/" in render(told, "en")[1]
    asker = signed_in(cast.author)
    assert "120.50 KES" in body(asker.get(offer.get_absolute_url()))
    answer = asker.post(f"{offer.get_absolute_url()}answer/", {"do": "accept", "thanks": "Thank you, come soon."})
    assert answer.status_code == 302
    partnership = Partnership.objects.get()
    assert (partnership.lead, partnership.partner) == (cast.organization, cast.other_organization)
    request_.refresh_from_db()
    assert (request_.life, request_.responses) == ("progress", 1)
    assert escape(cast.other_organization.name) in body(visitor.get(request_.get_absolute_url()))
    assert "We train two" in body(visitor.get(offer.get_absolute_url()))
    assert "Thank you, come soon." not in body(visitor.get(offer.get_absolute_url()))
    for organization in (cast.organization, cast.other_organization):
        assert request_.title in body(visitor.get(organization.get_absolute_url()))
    rows = json.loads(body(visitor.get("/en/projects/partnerships/export.json")))
    assert [(row["lead"], row["partner"], row["state"]) for row in rows] == [
        (cast.organization.name, cast.other_organization.name, "running")
    ]
    # The practice answers the request: both pages say so.
    assert practice.title in body(visitor.get(request_.get_absolute_url()))
    assert request_.title in body(visitor.get(practice.get_absolute_url()))


def test_several_offers_can_be_accepted(cast, request_):
    third = make_organization("Menders of Pumps")
    mender = make_user("mender")
    join(mender, third)
    for organization, user in ((cast.other_organization, cast.outsider), (third, mender)):
        answering.accept(make_offer(request_, organization, user), user=cast.author)
    request_.refresh_from_db()
    assert (Partnership.objects.count(), request_.responses) == (2, 2)


def test_declining_says_thanks_and_tells_nobody_else(cast, signed_in, visitor, offer):
    client = signed_in(cast.author)
    data = {"do": "decline", "thanks": "Thank you all the same."}
    assert client.post(f"{offer.get_absolute_url()}answer/", data).status_code == 302
    told = Notice.objects.get(recipient=cast.outsider)
    assert "Thank you all the same." in render(told, "en")[1]
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", "")
    assert visitor.get(offer.get_absolute_url()).status_code == 404
    assert not Partnership.objects.exists()


def test_asking_back_goes_to_and_fro_between_the_two(cast, signed_in, offer):
    path = f"{offer.get_absolute_url()}answer/"
    signed_in(cast.author).post(path, {"do": "write", "text": "Who pays the travel?"})
    offer.refresh_from_db()
    assert offer.state == "asked"
    signed_in(cast.outsider).post(path, {"do": "write", "text": "We do."})
    offer.refresh_from_db()
    assert offer.state == "waiting"
    page = body(signed_in(cast.colleague).get(offer.get_absolute_url()))
    assert "Who pays the travel?" in page
    assert "We do." in page


WHO = ("visitor", "newcomer", "moderator", "branch", "stranger")


@pytest.mark.parametrize("who", WHO)
def test_an_offer_of_others_is_not_there_for_anybody_else(cast, signed_in, visitor, request_, offer, who):
    if who == "stranger":
        stranger = make_user("stranger")
        join(stranger, make_organization())
        client = signed_in(stranger)
    else:
        client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    assert client.get(offer.get_absolute_url()).status_code == 404
    answer = client.post(f"{offer.get_absolute_url()}answer/", {"do": "accept"})
    assert answer.status_code == (302 if who == "visitor" else 404)
    offer.refresh_from_db()
    assert offer.state == "waiting"
    surfaces = [
        request_.get_absolute_url(),
        "/en/requests/",
        "/en/requests/?sort=used",
        "/en/requests/feed/",
        "/en/requests/export.json",
        "/en/requests/export.csv",
        "/en/projects/partnerships/",
        "/en/projects/partnerships/export.csv",
        cast.organization.get_absolute_url(),
        cast.other_organization.get_absolute_url(),
        "/en/",
        "/en/dashboard/",
        "/sitemap-request-en.xml",
    ]
    for path in surfaces:
        text = body(client.get(path, follow=True))
        assert SECRET not in text, path
        assert "1 accepted offer" not in text, path
    assert find(SECRET, cast.outsider if who == "visitor" else getattr(cast, who, cast.moderator)).total == 0
    request_.refresh_from_db()
    assert request_.responses == 0


def test_both_sides_read_the_offer(cast, signed_in, request_, offer):
    for person in (cast.author, cast.colleague, cast.outsider):
        assert SECRET in body(signed_in(person).get(offer.get_absolute_url()))
        assert offer.get_absolute_url() in body(signed_in(person).get(request_.get_absolute_url()))


BAD_OFFERS = {
    "a negative cost": ({"cost": "-5", "currency": "KES"}, "greater than or equal to 0"),
    "an absurd cost": ({"cost": "9" * 11, "currency": "KES"}, "no more than"),
    "a cost that is none": ({"cost": "NaN", "currency": "KES"}, "Enter a number"),
    "a cost without a currency": ({"cost": "5"}, "in which currency"),
    "a currency that is none": ({"cost": "5", "currency": "XXX"}, "not one of the available"),
    "a day that is past": ({"by_when": "2020-01-01"}, "in the future"),
    "a practice of others": ({"practices": ["999999"]}, "not one of the available"),
    "a foreign organization": ({"organization": "999999"}, "not one of the available"),
    "no words": ({"text": ""}, "required"),
    "100 kB": ({"text": "x" * 100_000}, "at most 5000"),
}


@pytest.mark.parametrize("what", BAD_OFFERS)
def test_a_bad_offer_keeps_what_was_typed_and_makes_no_row(cast, signed_in, request_, what):
    changes, words = BAD_OFFERS[what]
    data = {"organization": cast.other_organization.pk, "text": "We train two.", **changes}
    answer = signed_in(cast.outsider).post(f"{request_.get_absolute_url()}offer/", data)
    assert answer.status_code == 200
    assert words in body(answer)
    assert not Offer.objects.exists()


@pytest.mark.parametrize("life_", ["solved", "unsolved"])
def test_an_offer_on_a_closed_request_is_refused_in_words(cast, signed_in, request_, life_):
    SolutionRequest.objects.filter(pk=request_.pk).update(life=life_)
    data = {"organization": cast.other_organization.pk, "text": "We train two."}
    answer = signed_in(cast.outsider).post(f"{request_.get_absolute_url()}offer/", data)
    assert answer.status_code == 409
    assert "takes no more offers" in body(answer)
    assert "We train two." in body(answer)
    assert not Offer.objects.exists()


def test_an_offer_sent_twice_is_one(cast, signed_in, request_):
    data = {"organization": cast.other_organization.pk, "text": "We train two."}
    answers = [signed_in(cast.outsider).post(f"{request_.get_absolute_url()}offer/", data) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "come forward already" in body(answers[1])
    assert Offer.objects.count() == 1


def test_an_offer_of_an_organization_that_was_suspended_meanwhile_is_not_accepted(cast, signed_in, request_, offer):
    cast.other_organization.verification = "suspended"
    cast.other_organization.save()
    answer = signed_in(cast.author).post(f"{offer.get_absolute_url()}answer/", {"do": "accept"})
    assert answer.status_code == 409
    assert "not approved at the moment" in body(answer)
    offer.refresh_from_db()
    assert (offer.state, Partnership.objects.count()) == ("waiting", 0)


def test_what_was_answered_is_not_answered_again(cast, signed_in, offer):
    answering.decline(offer, user=cast.author)
    path = f"{offer.get_absolute_url()}answer/"
    for client, act in ((signed_in(cast.author), "accept"), (signed_in(cast.outsider), "withdraw")):
        answer = client.post(path, {"do": act})
        assert answer.status_code == 409
        assert "answered already" in body(answer)
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("act", ["", "nonsense", "\0", "approve"])
def test_a_forged_act_does_nothing(cast, signed_in, offer, act):
    assert signed_in(cast.author).post(f"{offer.get_absolute_url()}answer/", {"do": act}).status_code == 409
    offer.refresh_from_db()
    assert offer.state == "waiting"


def test_the_offerer_can_neither_accept_nor_decline(cast, signed_in, offer):
    for act in ("accept", "decline"):
        assert signed_in(cast.outsider).post(f"{offer.get_absolute_url()}answer/", {"do": act}).status_code == 403
    with pytest.raises(NotAllowed):
        answering.withdraw(offer, user=cast.author)


def test_ones_own_request_takes_no_offer_of_ones_own(cast, signed_in, request_):
    assert signed_in(cast.author).get(f"{request_.get_absolute_url()}offer/").status_code == 403
    assert signed_in(cast.newcomer).get(f"{request_.get_absolute_url()}offer/").status_code == 403


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
    assert page["Referrer-Policy"] == "no-referrer"
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


# --- What came of it --------------------------------------------------------------------------------------------------


@pytest.fixture
def solved(cast, request_, offer):
    answering.accept(offer, user=cast.author)
    life.step(request_, "solve", user=cast.author)
    return request_


def test_both_sides_say_what_came_of_it(cast, signed_in, visitor, solved):
    path = f"{solved.get_absolute_url()}outcome/"
    signed_in(cast.author).post(path, {"text": "The pump runs since May."})
    signed_in(cast.outsider).post(path, {"text": "Two people mend pumps now."})
    signed_in(cast.colleague).post(path, {"text": "The pump runs since April."})
    page = body(visitor.get(solved.get_absolute_url()))
    assert "The pump runs since April." in page
    assert "Two people mend pumps now." in page
    assert solved.outcomes.count() == 2
    assert signed_in(cast.moderator).post(path, {"text": "Ha."}).status_code == 403


def test_one_click_makes_a_draft_of_a_practice_linked_to_the_request(cast, signed_in, visitor, solved):
    solved.goals.set([6])
    solved.countries.set(["KE"])
    outcomes.say(solved, user=cast.author, text="The pump runs since May.")
    client = signed_in(cast.outsider)
    answers = [client.post(f"{solved.get_absolute_url()}practice/") for _n in range(2)]
    draft = Item.objects.get(kind="practice")
    assert {answer.url for answer in answers} == {f"/en/practices/{draft.slug}/edit/"}
    practice = draft.noun
    assert (draft.status, draft.organization, draft.author) == ("draft", cast.other_organization, cast.outsider)
    assert "The pump breaks every month." in practice.problem
    assert "We train two" in practice.action
    assert "The pump runs since May." in practice.results
    assert list(draft.goals.values_list("pk", flat=True)) == [6]
    assert ItemLink.objects.get().kind == "answers"
    assert practice.title in body(client.get(draft.get_absolute_url()))
    assert draft.get_absolute_url() not in body(visitor.get(solved.get_absolute_url()))
    move(draft, "submit", actor=cast.outsider)
    move(draft, "approve", actor=cast.branch)
    assert draft.get_absolute_url() in body(visitor.get(solved.get_absolute_url()))
    assert solved.get_absolute_url() in body(visitor.get(draft.get_absolute_url()))


def test_an_open_request_has_no_outcome_and_makes_no_practice(cast, signed_in, request_):
    with pytest.raises(WorkflowError):
        outcomes.say(request_, user=cast.author, text="Nothing yet.")
    signed_in(cast.author).post(f"{request_.get_absolute_url()}practice/")
    assert not Item.objects.filter(kind="practice").exists()
