"""Two records of one organization become one: signatures, receipts, slots and turns are kept, each once."""

from datetime import time

import pytest

from accounts.models import User
from accounts.organizations.merging import merge, references
from csonet.testing.makers import join, make_organization
from csonet.workflow import WorkflowError
from events.models import CoHost, CoSignature, CoSponsor, FloorRequest, SideEventCall, SpeakersList, Statement
from events.statements import acts, requesting, siding, signing, speaking
from events.tests.conftest import address, kinds, text
from events.tests.makers import make_event
from events.tests.statement_makers import make_call, publish, sign, write

pytestmark = pytest.mark.django_db
SPEECH = {"speaker": "Amina Diallo", "topic": "Water", "minutes_asked": 3}
SIDE = {"title": "Wells that last", "summary": "Who keeps a well?", "language": "en"}


def fresh(user):
    """The person, who does not remember for whom they act."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def double(cast):
    """Another record of the outsider's organization."""
    made = make_organization("The Shore Cooperative")
    join(cast.outsider, made)
    cast.outsider = fresh(cast.outsider)
    return made


@pytest.fixture
def merged(cast, double):
    def merged():
        merge(double, cast.other_organization, actor=cast.branch)
        for model, name in references():
            assert not model._base_manager.filter(**{name: double}).exists(), (model, name)
        return cast.other_organization

    return merged


class TestSignatures:
    def test_who_signed_twice_signs_once_and_the_page_counts_so(self, cast, event, call, double, merged, visitor):
        row = write(call, cast.organization, cast.author)
        for one in (double, cast.other_organization):
            sign(row, one, cast.author, cast.outsider)
        publish(row, cast.author, cast.moderator)
        for page in (address(event, "statements"), event.get_absolute_url()):
            assert "with 2 other organizations" in text(visitor.get(page))
        survivor = merged()
        assert CoSignature.objects.get().organization == survivor
        for page in (address(event, "statements"), event.get_absolute_url()):
            assert "with 1 other organization" in text(visitor.get(page))
        detail = text(visitor.get(row.get_absolute_url()))
        assert detail.count(survivor.name) >= 1
        assert double.name not in detail

    @pytest.mark.parametrize("signs", ["double", "survivor"])
    def test_a_signature_outlives_the_others_silence_or_no(self, cast, call, double, merged, signs):
        yes, no = (double, cast.other_organization) if signs == "double" else (cast.other_organization, double)
        first, second = (write(call, cast.organization, cast.author, title=title) for title in ("One", "Two"))
        for row in (first, second):
            sign(row, yes, cast.author, cast.outsider)
            asked = signing.ask(row, no, user=cast.author)
        signing.answer(asked, user=cast.outsider, confirms=False)
        survivor = merged()
        found = CoSignature.objects.order_by("statement").values_list("organization", "state", "statement")
        assert list(found) == [(survivor.pk, "confirmed", first.pk), (survivor.pk, "confirmed", second.pk)]

    def test_nobody_signs_their_own_statement_and_it_is_their_own_again(
        self, cast, event, call, double, merged, visitor
    ):
        row = write(call, double, cast.outsider)
        sign(row, cast.other_organization, cast.outsider, cast.outsider)
        publish(row, cast.outsider, cast.moderator)
        assert Statement.objects.get().place is None
        survivor = merged()
        row.refresh_from_db()
        assert not CoSignature.objects.exists()
        assert (row.organization, row.place, row.state) == (survivor, 1, "published")
        page = text(visitor.get(address(event, "statements")))
        assert row.number in page
        assert "other organization" not in page

    def test_a_third_who_signs_keeps_it_a_joint_one(self, cast, call, double, merged):
        row = write(call, double, cast.outsider)
        sign(row, cast.other_organization, cast.outsider, cast.outsider)
        sign(row, cast.organization, cast.outsider, cast.author)
        acts.move(row, "submit", actor=cast.outsider)
        merged()
        assert CoSignature.objects.get().organization == cast.organization
        assert Statement.objects.get().place is None

    def test_co_hosts_stay_confirmed(self, cast, event, double, merged):
        CoHost.objects.create(event=event, organization=double, state="confirmed")
        CoHost.objects.create(event=event, organization=cast.other_organization, state="invited")
        survivor = merged()
        assert CoHost.objects.values_list("organization", "state").get() == (survivor.pk, "confirmed")


def test_what_both_handed_in_keeps_its_receipt(cast, event, double, merged, visitor):
    call = make_call(event, most_own=2)
    rows = [
        publish(write(call, one, cast.outsider, title=f"Of {one.name}"), cast.outsider, cast.moderator)
        for one in (double, cast.other_organization)
    ]
    survivor = merged()
    found = Statement.objects.filter(organization=survivor).order_by("pk")
    assert [row.number for row in found] == [row.number for row in rows]
    assert sorted(row.place for row in found) == [1, 2]
    page = text(visitor.get(address(event, "statements")))
    assert all(row.number in page and row.title in page for row in rows)


class TestFloor:
    @pytest.fixture
    def floor(self, event):
        return SpeakersList.objects.create(event=event, name="Debate", for_approved=True, zone=event.zone)

    def ask(self, cast, floor, organization, granted):
        made = speaking.ask(floor, organization, SPEECH, user=cast.outsider)
        if granted:
            speaking.grant(made, 3, actor=cast.moderator)
        return made

    def test_a_turn_outlives_a_request_that_waits(self, cast, floor, double, merged):
        given = self.ask(cast, floor, double, granted=True)
        waits = self.ask(cast, floor, cast.other_organization, granted=False)
        survivor = merged()
        given.refresh_from_db()
        waits.refresh_from_db()
        assert (given.organization, given.state, given.position) == (survivor, "granted", 1)
        assert waits.state == "withdrawn"
        assert "request_withdrawn" not in kinds(cast.moderator), "nothing became free"

    def test_of_two_turns_one_is_free_and_the_organizers_are_told(self, cast, floor, double, merged):
        rows = [self.ask(cast, floor, one, granted=True) for one in (double, cast.other_organization)]
        other = speaking.ask(floor, cast.organization, SPEECH, user=cast.author)
        speaking.grant(other, 3, actor=cast.moderator)
        survivor = merged()
        found = FloorRequest.objects.alive().order_by("position").values_list("organization", "position")
        assert list(found) == [(survivor.pk, 1), (cast.organization.pk, 2)]
        rows[0].refresh_from_db()
        assert (rows[0].state, rows[0].position, rows[0].organization) == ("withdrawn", None, survivor)
        assert kinds(cast.moderator).count("request_withdrawn") == 1


class TestSideEvents:
    @pytest.fixture
    def sides(self, event):
        made = SideEventCall.objects.create(event=event, name="Side events", for_approved=True, zone=event.zone)
        for hour in (9, 13):
            siding.add_slot(made, event.first_day, time(hour), time(hour + 1), "CR-1", 40)
        return made

    def ask(self, cast, sides, organization, slot=None):
        made = siding.ask(sides, organization, SIDE, list(sides.slots.all())[:1], user=cast.outsider)
        if slot is not None:
            siding.allocate(made, slot, actor=cast.moderator)
        return made

    def test_a_slot_outlives_a_request_that_waits(self, cast, sides, double, merged):
        slot = sides.slots.first()
        given, waits = self.ask(cast, sides, double, slot), self.ask(cast, sides, cast.other_organization)
        survivor = merged()
        given.refresh_from_db()
        waits.refresh_from_db()
        assert (given.organization, given.slot, given.state) == (survivor, slot, "granted")
        assert (waits.organization, waits.state) == (survivor, "withdrawn")

    def test_an_announced_one_outlives_another_slot_which_is_free(self, cast, sides, double, merged):
        first, second = sides.slots.all()
        announced, other = self.ask(cast, sides, double, first), self.ask(cast, sides, cast.other_organization, second)
        event = siding.make_event(announced, user=cast.outsider)
        survivor = merged()
        announced.refresh_from_db()
        other.refresh_from_db()
        assert (announced.state, announced.slot, announced.event) == ("granted", first, event)
        assert (other.organization, other.state, other.slot) == (survivor, "withdrawn", None)
        assert kinds(cast.moderator).count("request_withdrawn") == 1

    def test_two_announced_ones_are_for_the_officer_to_solve_first(self, cast, sides, double):
        for one, slot in zip((double, cast.other_organization), sides.slots.all(), strict=True):
            siding.make_event(self.ask(cast, sides, one, slot), user=cast.outsider)
        with pytest.raises(WorkflowError, match="Both have a side event under one call"):
            merge(double, cast.other_organization, actor=cast.branch)
        double.refresh_from_db()
        assert double.verification == "verified"

    def test_nobody_sponsors_their_own_side_event_or_one_twice(self, cast, event, sides, double, merged):
        own = self.ask(cast, sides, double)
        siding.invite(own, cast.other_organization, user=cast.outsider)
        others = siding.ask(sides, cast.organization, SIDE, [], user=cast.author)
        for one in (double, cast.other_organization):
            siding.answer(siding.invite(others, one, user=cast.author), user=cast.outsider, confirms=True)
        survivor = merged()
        assert CoSponsor.objects.values_list("request", "organization", "state").get() == (
            others.pk,
            survivor.pk,
            "confirmed",
        )


def test_a_merger_of_strangers_leaves_the_others_alone(cast, call, double, merged):
    row = write(call, cast.organization, cast.author)
    sign(row, double, cast.author, cast.outsider)
    other = make_call(make_event(organization=cast.un_entity, author=cast.moderator))
    own = write(other, cast.organization, cast.author)
    acts.move(own, "submit", actor=cast.author)
    survivor = merged()
    assert CoSignature.objects.get().organization == survivor
    assert Statement.objects.get(pk=own.pk).place == 1
    assert requesting.is_asker(cast.author, own)
