"""An organization's timeline: everything the register knows, in order, in five queries."""

import datetime as dt

import pytest

from accounts.models import CommitteeDecision, CommitteeSession, FormerName, Organization, RollCall
from accounts.names import name_key
from accounts.register.timeline import timeline_of
from csonet.testing.makers import make_organization


def session(day: str) -> CommitteeSession:
    return CommitteeSession.objects.get_or_create(closed_on=dt.date.fromisoformat(day))[0]


def decide(organization, day, kind, name="", **kwargs) -> CommitteeDecision:
    return CommitteeDecision.objects.create(
        organization=organization, session=session(day), kind=kind, name_as_printed=name or organization.name, **kwargs
    )


def vote(organization, day, number, *votes) -> RollCall:
    roll_call = RollCall.objects.create(
        organization=organization, session=session(day), number=number, topic=f"On {organization}", outcome="rejected"
    )
    for place, cast in enumerate(votes):
        roll_call.votes.create(state=f"State {place}", vote=cast)
    return roll_call


@pytest.fixture
def sea_union(db) -> Organization:
    """An organization with a bit of everything in its past."""
    organization = make_organization("Sea Union", verification="listed")
    former = make_organization("Pond Union", verification="merged", merged_into=organization)
    decide(organization, "2009-06-19", "deferred-first", "LAKE UNION")
    decide(organization, "2010-06-21", "not-recommended", "Lake Union")
    vote(organization, "2010-06-21", 4, "in favor", "against", "against", "abstaining", "absent")
    vote(organization, "2014-06-12", 5, "in favor")
    decide(organization, "2015-06-17", "name-changed", "Lake Union", new_name="Sea Union")
    decide(former, "2012-02-21", "granted", was_direct=True)
    FormerName.objects.create(organization=organization, name="Lake Union", name_key=name_key("Lake Union"))
    FormerName.objects.create(
        organization=organization, name="Rain Union", name_key=name_key("Rain Union"), until=dt.date(2001, 1, 1)
    )
    organization.council_decisions.create(
        outcome="granted", decided_on=dt.date(2010, 7, 23), document="E/DEC/2010/1", source="the Council"
    )
    organization.statuses.create(kind="special", year_granted=2010, state="in-force", source="E/2010/INF/4")
    return organization


def test_the_timeline_tells_everything_newest_first(sea_union):
    told = [
        (entry.date and entry.date.isoformat(), entry.kind, entry.code, entry.name) for entry in timeline_of(sea_union)
    ]
    assert told == [
        ("2015-06-17", "decision", "name-changed", "Lake Union"),
        ("2014-06-12", "roll-call", "", ""),
        ("2012-02-21", "decision", "granted", "Pond Union"),
        ("2010-07-23", "council", "granted", ""),
        ("2010-06-21", "decision", "not-recommended", "Lake Union"),
        (None, "status", "in-force", ""),
        ("2009-06-19", "decision", "deferred-first", "LAKE UNION"),
        ("2001-01-01", "former-name", "", "Rain Union"),
    ]


def test_a_recorded_vote_stands_with_the_decision_that_it_led_to(sea_union):
    entry = next(entry for entry in timeline_of(sea_union) if entry.code == "not-recommended")
    (roll_call,) = entry.votes
    tally = (roll_call.in_favour, roll_call.against, roll_call.abstaining, roll_call.absent, roll_call.unclear)
    assert tally == (1, 2, 1, 1, 0)
    assert entry.url == "/en/decisions/2010-06-21/"


def test_verification_on_the_portal_is_no_matter_of_the_register(sea_union):
    sea_union.verification_decisions.create(action="approve", from_state="listed", to_state="verified", text="secret")
    assert not any("secret" in str(vars(entry)) for entry in timeline_of(sea_union))


def test_another_organizations_past_is_not_told(sea_union):
    other = make_organization("Desert Union", verification="registered")
    decide(other, "2009-06-19", "closed")
    assert "Desert Union" not in str([vars(entry) for entry in timeline_of(sea_union)])


def test_five_queries_whatever_the_length(sea_union, django_assert_num_queries):
    with django_assert_num_queries(5):
        timeline_of(sea_union)
    for year in range(20):
        decide(sea_union, f"19{70 + year}-01-01", "deferred-again")
        vote(sea_union, f"19{70 + year}-01-01", 100 + year, "against")
    with django_assert_num_queries(5):
        assert len(timeline_of(sea_union)) == 28


def test_an_empty_past_is_an_empty_list(db):
    assert timeline_of(make_organization()) == []


def test_the_profile_shows_the_timeline(sea_union, visitor):
    page = visitor.get(sea_union.get_absolute_url()).content.decode()
    assert '<a href="/en/decisions/2010-06-21/">Not recommended</a>' in page
    assert '<a href="/en/decisions/votes/4/">Recorded vote</a>' in page
    assert "1 in favour, 2 against, 1 abstaining, 1 absent" in page
    assert "From <bdi>Lake Union</bdi> to <bdi>Sea Union</bdi>" in page
    assert "Printed as <bdi>LAKE UNION</bdi>" in page
    assert "E/2010/INF/4" in page
