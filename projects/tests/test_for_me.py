"""The dashboard says what of requests and projects waits for whom, and which requests they could answer."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from csonet.testing.makers import make_organization
from projects import answering, asking, co_proposing, for_me, life
from projects.models import Proposal, SolutionRequest
from projects.tests.makers import days_ago, make_interest, make_offer, make_proposal, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(signed_in):
    """The dashboard of a person as text."""

    def page(user, language="en") -> str:
        user.__dict__.pop("standing", None)
        return unescape(signed_in(user).get(f"/{language}/dashboard/").content.decode())

    return page


@pytest.fixture
def request_(cast):
    return make_request(organization=cast.organization, author=cast.author)


def test_an_offer_waits_for_the_asker_alone(cast, told, request_):
    offer = make_offer(request_, cast.other_organization, cast.outsider)
    words = f"{cast.other_organization.name} offers help: answer it"
    assert words in told(cast.author)
    assert words in told(cast.colleague)
    assert offer.get_absolute_url() in told(cast.author)
    for other in (cast.outsider, cast.moderator, cast.branch, cast.newcomer):
        assert "offers help" not in told(other)
    answering.write(offer, user=cast.author, text="How many days?")
    assert words not in told(cast.author)
    assert f"{cast.organization.name} asks back about your offer" in told(cast.outsider)
    answering.decline(offer, user=cast.author)
    assert "asks back" not in told(cast.outsider)


def test_questions_wait_for_the_asker(cast, told, request_):
    question = asking.ask(request_, user=cast.outsider, organization_id=cast.other_organization.pk, text="How deep?")
    assert f"{cast.other_organization.name} asks a question in public" in told(cast.author)
    assert "asks a question" not in told(cast.outsider)
    asking.answer(question, user=cast.author, text="Nine metres.")
    assert "asks a question" not in told(cast.author)


def test_interests_and_co_proposals_wait_for_those_asked(cast, told):
    proposal = make_proposal(organization=cast.organization, author=cast.author)
    make_interest(proposal, cast.other_organization, cast.outsider)
    assert "would become a partner: answer it" in told(cast.author)
    asked = co_proposing.invite(proposal, cast.other_organization, user=cast.author)
    assert f"{cast.organization.name} asks you to propose it together" in told(cast.outsider)
    assert "propose it together" not in told(cast.author)
    co_proposing.answer(asked, user=cast.outsider, confirms=True)
    assert "propose it together" not in told(cast.outsider)


def test_still_needed_and_what_came_of_it(cast, told, request_):
    make_offer(request_, cast.other_organization, cast.outsider)
    SolutionRequest.objects.filter(pk=request_.pk).update(alive_at=days_ago(61))
    life.ask_due()
    assert "Is it still needed?" in told(cast.author)
    assert "Is it still needed?" not in told(cast.outsider)
    answering.accept(request_.offers.get(), user=cast.author)
    life.step(request_, "solve", user=cast.author)
    for person in (cast.author, cast.outsider):
        assert "It is solved: say what came of it" in told(person)
    assert "say what came of it" not in told(cast.moderator)


@pytest.mark.parametrize(("days", "waits"), [(100, False), (310, True), (800, True)])
def test_a_yearly_report_waits_from_sixty_days_before(cast, told, days, waits):
    proposal = make_proposal(organization=cast.organization, author=cast.author)
    since = timezone.localdate() - timedelta(days=days)
    Proposal.objects.filter(pk=proposal.pk).update(stage="running", running_since=since)
    assert ("The yearly report is due" in told(cast.author)) is waits
    assert "The yearly report is due" not in told(cast.outsider)


def test_requests_that_fit_ones_organization_are_shown_with_reasons(cast, told, request_):
    request_.goals.set([6])
    request_.countries.set(["KE"])
    cast.other_organization.goals.set([6])
    cast.other_organization.countries.set(["KE"])
    page = told(cast.outsider)
    assert "Requests that you could answer" in page
    assert request_.title in page
    assert "worked in Kenya" in page
    assert "Requests that you could answer" not in told(cast.author)  # one's own
    make_request(
        organization=make_organization("Hidden asker", verification="suspended"), title="Hidden one"
    ).goals.set([6])
    SolutionRequest.objects.filter(pk=request_.pk).update(life="solved")
    request_.refresh_from_db()
    request_.save()
    assert "Requests that you could answer" not in told(cast.outsider)


@pytest.mark.parametrize("number", [1, 20])
def test_it_costs_the_same_queries_however_much_waits(cast, django_assert_num_queries, number):
    for _turn in range(number):
        made = make_request(organization=cast.organization, author=cast.author)
        make_offer(made, cast.other_organization, cast.outsider)
        proposal = make_proposal(organization=cast.organization, author=cast.author)
        make_interest(proposal, cast.other_organization, cast.outsider)
        Proposal.objects.filter(pk=proposal.pk).update(stage="running", running_since="2020-01-01")
    list(for_me.tasks_of(cast.author))
    with django_assert_num_queries(2):
        assert len(list(for_me.tasks_of(cast.author))) == min(2 * number, for_me.MOST) + number
