"""Several people at once: the database decides, and nothing is half done."""

from __future__ import annotations

import pytest
from django.db import connection

from csonet.content.models import Item
from csonet.content.tests.test_races import together
from csonet.notifications.models import Notice
from csonet.workflow import WorkflowError
from projects import answering, life, outcomes, partnering
from projects.forms.requests import OfferForm
from projects.models import Interest, Offer, Partnership, SolutionRequest
from projects.tests.makers import make_interest, make_offer, make_proposal, make_request

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("races need PostgreSQL: SQLite lets one writer in at a time")


@pytest.fixture
def offer(cast):
    request = make_request(organization=cast.organization, author=cast.author)
    return make_offer(request, cast.other_organization, cast.outsider)


def test_of_two_who_accept_at_once_one_does(cast, offer):
    results = together(
        lambda: answering.accept(Offer.objects.get(pk=offer.pk), user=cast.author),
        lambda: answering.accept(Offer.objects.get(pk=offer.pk), user=cast.colleague),
    )
    assert sum(isinstance(result, Partnership) for result in results) == 1
    assert sum(isinstance(result, WorkflowError) for result in results) == 1
    assert Partnership.objects.count() == 1
    assert Item.objects.get(pk=offer.request_id).responses == 1


def test_accepted_and_withdrawn_at_once_is_one_of_the_two(cast, offer):
    results = together(
        lambda: answering.accept(Offer.objects.get(pk=offer.pk), user=cast.author),
        lambda: answering.withdraw(Offer.objects.get(pk=offer.pk), user=cast.outsider),
    )
    offer.refresh_from_db()
    assert sum(isinstance(result, WorkflowError) for result in results) == 1
    assert Partnership.objects.count() == (offer.state == "accepted")


def test_a_request_closed_while_an_offer_is_accepted_has_no_partner_afterwards(cast, offer):
    together(
        lambda: life.step(SolutionRequest.objects.get(pk=offer.request_id), "close", user=cast.colleague),
        lambda: answering.accept(Offer.objects.get(pk=offer.pk), user=cast.author),
    )
    request = SolutionRequest.objects.get(pk=offer.request_id)
    offer.refresh_from_db()
    assert request.life == "unsolved"
    assert (Partnership.objects.count() == 1) == (offer.state == "accepted") == (request.responses == 1)


def test_both_parties_end_it_at_once_and_it_ends_once(cast, offer):
    partnership = answering.accept(offer, user=cast.author)
    results = together(
        lambda: partnering.end(Partnership.objects.get(pk=partnership.pk), user=cast.author),
        lambda: partnering.end(Partnership.objects.get(pk=partnership.pk), user=cast.outsider),
    )
    assert sum(isinstance(result, WorkflowError) for result in results) == 1


def test_an_offer_sent_twice_at_once_is_one(cast):
    request = make_request(organization=cast.organization, author=cast.author)

    def come():
        data = {"organization": cast.other_organization.pk, "text": "We train two of your people."}
        form = OfferForm(data, request=SolutionRequest.objects.get(pk=request.pk), user=cast.outsider)
        assert form.is_valid()
        return answering.come_forward(form, cast.outsider)

    results = together(come, come)
    assert sum(isinstance(result, Offer) for result in results) == 1
    assert sum(isinstance(result, WorkflowError) for result in results) == 1
    assert Offer.objects.count() == 1


def test_an_offer_while_the_request_closes_is_there_or_refused_and_never_half(cast):
    request = make_request(organization=cast.organization, author=cast.author)
    data = {"organization": cast.other_organization.pk, "text": "We train two of your people."}
    form = OfferForm(data, request=SolutionRequest.objects.get(pk=request.pk), user=cast.outsider)
    assert form.is_valid()
    results = together(
        lambda: life.step(SolutionRequest.objects.get(pk=request.pk), "close", user=cast.author),
        lambda: answering.come_forward(form, cast.outsider),
    )
    refused = any(isinstance(result, WorkflowError) for result in results)
    assert Offer.objects.count() == (not refused)
    assert Notice.objects.filter(kind="request_answered").exists() == (not refused)


def test_of_two_who_accept_an_interest_at_once_one_does(cast):
    proposal = make_proposal(organization=cast.organization, author=cast.author)
    interest = make_interest(proposal, cast.other_organization, cast.outsider)
    results = together(
        lambda: answering.accept(Interest.objects.get(pk=interest.pk), user=cast.author),
        lambda: answering.accept(Interest.objects.get(pk=interest.pk), user=cast.colleague),
    )
    assert sum(isinstance(result, Partnership) for result in results) == 1
    assert Item.objects.get(pk=proposal.pk).responses == Partnership.objects.count() == 1


def test_both_sides_make_a_practice_of_it_at_once_and_each_has_one(cast, offer):
    answering.accept(offer, user=cast.author)
    request = SolutionRequest.objects.get(pk=offer.request_id)
    life.step(request, "solve", user=cast.author)

    def make(user):
        return lambda: outcomes.to_practice(SolutionRequest.objects.get(pk=request.pk), user=user)

    results = together(make(cast.author), make(cast.author))
    assert not [result for result in results if isinstance(result, Exception)]
    outcomes.to_practice(request, user=cast.outsider)
    assert Item.objects.of_kind("practice").count() == 2
