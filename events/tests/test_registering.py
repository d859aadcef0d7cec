"""Who may register, what becomes of it, and why: two decisions, quotas, the waiting list, substitution, the link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ConsultativeStatus
from csonet.capacity import seats
from csonet.capacity.models import Bucket
from csonet.notifications.models import OutboundMail
from csonet.testing.makers import join, make_organization, make_user
from csonet.workflow import MissingReason, NotAllowed, WorkflowError, WrongState
from events import changing, deciding, delegating, eligible
from events.models import Delegation, Registration, Step
from events.models.choices import Source
from events.registering import register, substitute
from events.tests.conftest import kinds
from events.tests.makers import candidate, come, make_event, make_rule, times_on

pytestmark = pytest.mark.django_db


class TestEligibility:
    def test_who_is_not_eligible_is_told_why_in_words(self, cast, event):
        make_rule(event, for_approved=False, for_general=True)
        rule, why = eligible.rule_for(event, cast.organization)
        assert rule is None
        assert cast.organization.name in why
        assert "without a consultative status" in why
        assert "General" in why
        with pytest.raises(WorkflowError, match="General"):
            come(event, cast.author, cast.organization)

    def test_a_status_in_force_makes_eligible_and_one_that_ended_does_not(self, cast, event):
        make_rule(event, for_approved=False, for_special=True)
        status = ConsultativeStatus.objects.create(
            organization=cast.organization, kind="special", state="in-force", source="test"
        )
        assert eligible.rule_for(event, cast.organization)[0] is not None
        ConsultativeStatus.objects.filter(pk=status.pk).update(state="withdrawn")
        rule, why = eligible.rule_for(event, cast.organization)
        assert rule is None
        assert "Special consultative status" in why

    def test_un_entities_and_people_without_an_organization(self, cast, event):
        make_rule(event, for_approved=False, for_entity=True)
        assert eligible.rule_for(event, cast.un_entity)[0] is not None
        assert eligible.rule_for(event, None)[0] is None
        make_rule(event, for_approved=False, for_everybody=True)
        alone = make_user()
        assert come(event, alone).state == "admitted"

    def test_the_window_counts_to_the_end_of_its_minute(self, cast, event):
        rule = make_rule(event, closes=timezone.now() + timedelta(minutes=5))
        assert rule.is_open(rule.closes - timedelta(seconds=1))
        assert not rule.is_open(rule.closes)
        rule.closes = timezone.now() - timedelta(seconds=1)
        rule.save()
        with pytest.raises(WrongState, match="deadline has passed"):
            come(event, cast.author, cast.organization)

    def test_where_owners_nominate_a_member_is_told_so(self, cast, event):
        make_rule(event, nominates="owner")
        with pytest.raises(WorkflowError, match="owners of your organization nominate"):
            come(event, cast.colleague, cast.organization)
        assert come(event, cast.author, cast.organization).state == "admitted"

    def test_nobody_registers_others_or_for_others(self, cast, event):
        make_rule(event)
        for actor, organization in ((cast.outsider, cast.organization), (cast.colleague, cast.organization)):
            with pytest.raises(NotAllowed):
                register(event, candidate(cast.author), organization=organization, actor=actor, source=Source.OWNER)


class TestDecisions:
    def test_the_organization_decides_first_then_the_organizers(self, cast, event):
        make_rule(event, approval="both")
        row = come(event, cast.colleague, cast.organization)
        assert (row.state, row.org_decision, row.desk_decision) == ("submitted", "pending", "pending")
        assert "registration_to_approve" in kinds(cast.author)
        with pytest.raises(WrongState, match="organization has not decided"):
            deciding.decide(row, actor=cast.moderator, side="desk", approves=True)
        deciding.decide(row, actor=cast.author, side="org", approves=True)
        assert row.state == "submitted"
        deciding.decide(row, actor=cast.moderator, side="desk", approves=True)
        assert row.state == "admitted"
        assert kinds(cast.colleague) == ["registration_received", "registration_admitted"]
        event.refresh_from_db()
        assert event.responses == 1

    def test_strangers_decide_nothing(self, cast, event):
        make_rule(event, approval="both")
        row = come(event, cast.colleague, cast.organization)
        for actor, side in (
            (cast.outsider, "org"),
            (cast.colleague, "org"),
            (cast.author, "desk"),
            (cast.outsider, "desk"),
        ):
            with pytest.raises(NotAllowed):
                deciding.decide(row, actor=actor, side=side, approves=True)

    def test_a_decline_needs_a_reason_gives_the_seat_back_and_is_final(self, cast, event):
        make_rule(event, approval="secretariat", seats=1)
        row = come(event, cast.author, cast.organization)
        with pytest.raises(MissingReason):
            deciding.decide(row, actor=cast.moderator, side="desk", approves=False)
        deciding.decide(
            row, actor=cast.moderator, side="desk", approves=False, reason="not-eligible", text="Read 31/1996."
        )
        assert row.state == "declined"
        assert Bucket.objects.get(pk=event.in_person_id).taken == 0
        assert Step.objects.filter(registration=row, act="desk-decline", reason="not-eligible").exists()
        with pytest.raises(WrongState):
            deciding.decide(row, actor=cast.moderator, side="desk", approves=True)
        assert come(event, cast.author, cast.organization).state == "submitted", "may register again"

    def test_a_decided_one_can_be_taken_back_by_the_organizers(self, cast, event):
        make_rule(event, approval="secretariat")
        row = come(event, cast.author, cast.organization)
        deciding.decide(row, actor=cast.moderator, side="desk", approves=True)
        deciding.decide(row, actor=cast.moderator, side="desk", approves=False, text="The room was taken away.")
        assert row.state == "declined"
        mail = OutboundMail.objects.filter(notice__kind="registration_declined").get()
        assert "METHOD:CANCEL" in mail.calendar

    def test_segments_are_what_one_is_admitted_to(self, cast, event):
        make_rule(event, approval="secretariat")
        opening = event.segments.create(name="Opening")
        event.segments.create(name="General debate")
        row = come(event, cast.author, cast.organization)
        deciding.decide(row, actor=cast.moderator, side="desk", approves=True, segments=[opening])
        assert list(row.admitted_segments.all()) == [opening]


class TestSeatsAndWaiting:
    def test_twice_is_once(self, cast, event):
        make_rule(event)
        come(event, cast.author, cast.organization)
        with pytest.raises(WorkflowError, match="registered for this event already"):
            come(event, cast.author, cast.organization)
        assert Bucket.objects.get(pk=event.in_person_id).taken == 1

    def test_the_quota_of_an_organization_holds_and_more_can_be_asked_for(self, cast, event):
        make_rule(event, quota=1)
        come(event, cast.author, cast.organization)
        with pytest.raises(WorkflowError, match="has used its 1 seat"):
            come(event, cast.colleague, cast.organization)
        delegation = Delegation.objects.get()
        delegating.ask_for_seats(delegation, 1, "Our speaker needs an interpreter.", actor=cast.author)
        with pytest.raises(WrongState):
            delegating.ask_for_seats(delegation, 1, "Again.", actor=cast.author)
        with pytest.raises(NotAllowed):
            delegating.answer(delegation, 1, "", actor=cast.outsider)
        delegating.answer(delegation, 1, "Granted.", actor=cast.moderator)
        assert come(event, cast.colleague, cast.organization).state == "admitted"
        assert "seats_answered" in kinds(cast.author)

    def test_a_free_seat_is_offered_in_order_held_accepted_or_passed_on(self, cast, event):
        make_rule(event, seats=1)
        first = come(event, cast.author, cast.organization)
        second = come(event, cast.colleague, cast.organization)
        third = come(event, cast.outsider, cast.other_organization)
        assert [second.state, third.state] == ["waiting", "waiting"]
        assert seats.position(third.place) == 2
        deciding.withdraw(first, actor=cast.author)
        second.refresh_from_db()
        assert second.state == "offered"
        assert "registration_offered" in kinds(cast.colleague)
        deciding.decline_offer(second)
        third.refresh_from_db()
        assert (second.state, third.state) == ("withdrawn", "offered")
        deciding.accept_offer(third)
        assert third.state == "admitted"
        assert Bucket.objects.get(pk=event.in_person_id).taken == 1

    def test_an_offer_that_nobody_answers_lapses_and_the_next_is_asked(self, cast, event):
        make_rule(event, seats=1)
        first = come(event, cast.author, cast.organization)
        second = come(event, cast.colleague, cast.organization)
        third = come(event, cast.outsider, cast.other_organization)
        deciding.withdraw(first, actor=cast.author)
        place = Registration.objects.get(pk=second.pk).place
        type(place).objects.filter(pk=place.pk).update(offered_until=timezone.now() - timedelta(minutes=1))
        assert deciding.expire_offers() == 1
        assert deciding.expire_offers() == 0
        second.refresh_from_db()
        third.refresh_from_db()
        assert (second.state, third.state) == ("lapsed", "offered")
        with pytest.raises(WrongState):
            deciding.accept_offer(second)

    def test_a_seat_out_of_turn_needs_a_reason_and_a_seat(self, cast, event):
        make_rule(event, seats=0)
        row = come(event, cast.author, cast.organization)
        with pytest.raises(MissingReason):
            deciding.give_seat(row, actor=cast.moderator, text="")
        with pytest.raises(WorkflowError):
            deciding.give_seat(row, actor=cast.moderator, text="Regional balance.")

    def test_the_other_way_of_taking_part_frees_the_seat(self, cast):
        event = make_event(organization=cast.un_entity, author=cast.moderator, mode="hybrid")
        make_rule(event, seats=1)
        first = come(event, cast.author, cast.organization)
        second = come(event, cast.colleague, cast.organization)
        deciding.change_mode(first, "online", actor=cast.author)
        second.refresh_from_db()
        assert (first.mode, second.state) == ("online", "offered")
        with pytest.raises(WorkflowError):
            deciding.change_mode(first, "in-person", actor=cast.author)


class TestSubstituting:
    def test_somebody_else_takes_the_seat_and_both_keep_their_history(self, cast, event):
        make_rule(event, seats=1)
        row = come(event, cast.author, cast.organization)
        new = substitute(row, candidate(cast.colleague), actor=cast.author)
        row.refresh_from_db()
        new.refresh_from_db()
        assert (row.state, new.state, new.replaces) == ("replaced", "admitted", row)
        assert Bucket.objects.get(pk=event.in_person_id).taken == 1
        assert [step.act for step in row.steps.all()] == ["register", "replace"]

    def test_only_owners_and_only_until_the_last_day(self, cast, event):
        rule = make_rule(event, substitution_until=timezone.now() - timedelta(minutes=1))
        row = come(event, cast.author, cast.organization)
        with pytest.raises(NotAllowed):
            substitute(row, candidate(cast.colleague), actor=cast.outsider)
        with pytest.raises(WrongState, match="last day"):
            substitute(row, candidate(cast.colleague), actor=cast.author)
        assert rule.registrations.count() == 1

    def test_the_organizers_decide_anew_on_the_new_person(self, cast, event):
        make_rule(event, approval="secretariat")
        row = come(event, cast.author, cast.organization)
        deciding.decide(row, actor=cast.moderator, side="desk", approves=True)
        new = substitute(row, candidate(cast.colleague), actor=cast.author)
        assert new.state == "submitted"

    def test_one_who_is_registered_already_replaces_nobody(self, cast, event):
        make_rule(event)
        row = come(event, cast.author, cast.organization)
        come(event, cast.colleague, cast.organization)
        with pytest.raises(WorkflowError):
            substitute(row, candidate(cast.colleague), actor=cast.author)
        row.refresh_from_db()
        assert row.state == "admitted", "nothing is half done"


class TestPeopleWithoutAnAccount:
    def test_they_get_a_mail_with_a_link_and_the_meeting(self, cast, event, visitor):
        make_rule(event)
        who = candidate(None, name="Ana López", email="ana@example.org", language="es")
        row = register(event, who, organization=cast.organization, actor=cast.author, source=Source.OWNER)
        assert row.state == "admitted"
        mail = OutboundMail.objects.get(to="ana@example.org")
        assert f"/es/events/attend/{row.token}/" in mail.body
        assert "METHOD:REQUEST" in mail.calendar
        page = visitor.get(f"/es/events/attend/{row.token}/")
        assert "Ana López" in page.content.decode()
        assert page["Referrer-Policy"] == "same-origin"
        assert visitor.get("/en/events/attend/nonsense/").status_code == 404

    def test_they_withdraw_by_post_alone(self, cast, event, visitor):
        make_rule(event)
        who = candidate(None, name="Ana López", email="ana@example.org")
        row = register(event, who, organization=cast.organization, actor=cast.author, source=Source.OWNER)
        url = f"/en/events/attend/{row.token}/"
        visitor.get(url, {"do": "withdraw"})
        row.refresh_from_db()
        assert row.is_live
        visitor.post(url, {"do": "withdraw"})
        row.refresh_from_db()
        assert row.state == "withdrawn"


def test_a_postponement_asks_again_and_an_answer_counts(cast, event):
    make_rule(event)
    row = come(event, cast.author, cast.organization)
    changing.step(event, "postpone", "The room was flooded.", actor=cast.moderator)
    row.event.refresh_from_db()
    assert not row.has_to_confirm, "nobody can say it before there is a date"
    changing.hold_again(event, times_on(event, event.first_day), "It is dry again.", actor=cast.moderator)
    row.refresh_from_db()
    row.event.refresh_from_db()
    assert row.has_to_confirm
    deciding.confirm_again(row)
    assert not row.has_to_confirm


def test_another_organization_waits_its_own_quota(cast, event):
    make_rule(event, quota=1)
    other = make_organization()
    person = make_user()
    join(person, other)
    come(event, cast.author, cast.organization)
    assert come(event, person, other).state == "admitted"
