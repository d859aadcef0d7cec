"""Offers: made, asked back about, accepted, declined, hidden from others; and what came of a solved request."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
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
from projects.models import Offer, Partnership, SolutionRequest
from projects.tests.makers import SECRET, body, make_offer

pytestmark = pytest.mark.django_db
NEW = "/en/requests/new/"


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
