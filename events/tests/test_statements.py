"""Statements: limits, signatures, the window by the minute, the receipt, and who decides."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ConsultativeStatus
from csonet.notifications.models import Notice
from csonet.testing.makers import join, make_organization, make_user
from csonet.workflow import MissingReason, NotAllowed, VersionConflict, WorkflowError, WrongState
from events.models import CoHost, CoSignature, Statement, StatementCall, StatementStep
from events.statements import acts, counting, signing, writing
from events.tests.conftest import kinds
from events.tests.statement_makers import make_call, publish, sign, write

pytestmark = pytest.mark.django_db


def words(number):
    return " ".join(["water"] * number)


class TestLimits:
    def test_the_limit_is_that_of_the_status_and_the_joint_one_stands_above_it(self, cast, event):
        call = make_call(event, words=500, words_general=2000, words_special=1500, words_joint=1000)
        assert call.limit_for({"approved"}) == 500
        assert call.limit_for({"approved", "special"}) == 1500
        assert call.limit_for({"approved", "general"}) == 2000
        assert call.limit_for({"approved", "roster"}) == 500
        assert call.limit_for({"approved", "general"}, joint=True) == 1000
        call.words_joint = None
        assert call.limit_for({"approved", "general"}, joint=True) == 2000

    def test_a_statement_over_the_limit_is_not_taken_and_says_by_how_much(self, cast, call):
        row = write(call, cast.organization, cast.author, text=words(21))
        with pytest.raises(WorkflowError, match="21 words; 20 are allowed"):
            acts.move(row, "submit", actor=cast.author)
        writing.change(row, {"text": words(20)}, user=cast.author, version=0)
        assert acts.move(row, "submit", actor=cast.author).state == "submitted"

    def test_the_cover_page_counts(self, cast, event):
        call = make_call(event, cover_words=17)
        row = write(call, cast.organization, cast.author, text=words(4))
        assert row.words == 21
        with pytest.raises(WorkflowError, match="21 words"):
            acts.move(row, "submit", actor=cast.author)

    def test_an_organization_that_is_not_eligible_is_told_why(self, cast, event):
        call = make_call(event, for_approved=False, for_special=True)
        with pytest.raises(WorkflowError, match="without a consultative status"):
            write(call, cast.organization, cast.author)
        ConsultativeStatus.objects.create(
            organization=cast.organization, kind="special", state="in-force", source="test"
        )
        assert write(call, cast.organization, cast.author).pk

    def test_only_the_calls_languages_are_taken(self, cast, event):
        row = write(make_call(event, languages=["fr"]), cast.organization, cast.author)
        with pytest.raises(WorkflowError, match="language"):
            acts.move(row, "submit", actor=cast.author)

    def test_one_of_its_own_for_each_organization_and_withdrawing_frees_the_place(self, cast, call):
        first = write(call, cast.organization, cast.author)
        second = write(call, cast.organization, cast.author, title="Another")
        acts.move(first, "submit", actor=cast.author)
        with pytest.raises(WorkflowError, match="handed in its statement"):
            acts.move(second, "submit", actor=cast.author)
        acts.move(first, "withdraw", actor=cast.author)
        assert acts.move(second, "submit", actor=cast.author).place == 1

    def test_a_changed_rule_of_counting_counts_drafts_anew_and_leaves_receipts(self, cast, call):
        text = "# Water\nA right."
        draft = write(call, cast.organization, cast.author, text=text)
        done = acts.move(write(call, cast.other_organization, cast.outsider, text=text), "submit", actor=cast.outsider)
        StatementCall.objects.filter(pk=call.pk).update(counts_headings=False)
        writing.recount(StatementCall.objects.get(pk=call.pk))
        draft.refresh_from_db()
        done.refresh_from_db()
        assert (draft.words, done.words) == (2, 3)


class TestWindow:
    def test_it_counts_to_the_end_of_its_minute(self, cast, call):
        row = write(call, cast.organization, cast.author)
        StatementCall.objects.filter(pk=call.pk).update(closes=timezone.now() + timedelta(seconds=40))
        acts.move(row, "submit", actor=cast.author)
        StatementCall.objects.filter(pk=call.pk).update(closes=timezone.now())
        with pytest.raises(WrongState, match="not open"):
            acts.move(row, "withdraw", actor=cast.author)

    @pytest.mark.parametrize("change", [{"opens": timedelta(hours=1)}, {"closes": timedelta(seconds=-1)}])
    def test_outside_nothing_is_begun_handed_in_asked_or_signed(self, cast, call, change):
        row = write(call, cast.organization, cast.author)
        one = signing.ask(row, cast.other_organization, user=cast.author)
        StatementCall.objects.filter(pk=call.pk).update(**{k: timezone.now() + v for k, v in change.items()})
        call.refresh_from_db()
        for tried in (
            lambda: write(call, cast.organization, cast.author, title="Late"),
            lambda: acts.move(row, "submit", actor=cast.author),
            lambda: signing.ask(row, make_organization(), user=cast.author),
            lambda: signing.answer(one, user=cast.outsider, confirms=True),
        ):
            with pytest.raises(WrongState, match="not open"):
                tried()
        assert acts.move(row, "withdraw", actor=cast.author).state == "withdrawn", "a draft can always go"


class TestReceipt:
    def test_it_holds_number_words_limit_time_and_the_checksum_of_the_file(self, cast, call):
        row = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.colleague)
        assert row.number == f"S-{timezone.now().year}-{row.pk:06}"
        assert (row.words, row.limit, row.submitted_by) == (4, 20, cast.colleague)
        assert row.checksum == hashlib.sha256(counting.file_of(row.title, row.text)).hexdigest()
        notice = Notice.objects.filter(recipient=cast.author, kind="statement_moved").get()
        assert notice.context["checksum"] == row.checksum
        assert "statement_received" in kinds(cast.moderator)

    def test_twice_is_once(self, cast, call):
        row = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.author)
        number, at = row.number, row.submitted_at
        with pytest.raises(WrongState):
            acts.move(row, "submit", actor=cast.author)
        row.refresh_from_db()
        assert (row.number, row.submitted_at) == (number, at)
        assert StatementStep.objects.filter(statement=row, act="submit").count() == 1

    def test_the_same_draft_sent_twice_is_one(self, cast, call):
        assert write(call, cast.organization, cast.author) == write(call, cast.organization, cast.author)

    def test_what_is_handed_in_is_not_rewritten(self, cast, call):
        row = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.author)
        with pytest.raises(WrongState):
            writing.change(row, {"text": "Another."}, user=cast.author, version=0)

    def test_two_colleagues_on_one_draft_do_not_overwrite_each_other(self, cast, call):
        row = write(call, cast.organization, cast.author)
        writing.change(row, {"text": "Mine."}, user=cast.author, version=0)
        with pytest.raises(VersionConflict):
            writing.change(row, {"text": "Yours."}, user=cast.colleague, version=0)
        row.refresh_from_db()
        assert row.text == "Mine."


class TestSigning:
    def test_an_organization_is_asked_and_signs_and_the_joint_limit_holds(self, cast, call):
        row = write(call, cast.organization, cast.author, text=words(11))
        sign(row, cast.other_organization, cast.author, cast.outsider)
        assert "statement_to_sign" in kinds(cast.outsider)
        assert "statement_signed" in kinds(cast.author)
        with pytest.raises(WorkflowError, match="11 words; 10 are allowed"):
            acts.move(row, "submit", actor=cast.author)
        writing.change(row, {"text": words(10)}, user=cast.author, version=0)
        one = CoSignature.objects.get()
        assert one.state == "invited", "another text has to be signed again"
        signing.answer(one, user=cast.outsider, confirms=True)
        row = acts.move(row, "submit", actor=cast.author)
        assert (row.limit, row.place) == (10, None)

    def test_nobody_signs_for_others_and_no_stranger_asks(self, cast, call):
        row = write(call, cast.organization, cast.author)
        one = signing.ask(row, cast.other_organization, user=cast.author)
        member = make_user()
        join(member, cast.other_organization, "member")
        for forger in (cast.author, cast.moderator, cast.branch, cast.newcomer, member):
            with pytest.raises(NotAllowed):
                signing.answer(one, user=forger, confirms=True)
        for stranger in (cast.outsider, cast.moderator, cast.branch):
            with pytest.raises(NotAllowed):
                signing.ask(row, make_organization(), user=stranger)
        one.refresh_from_db()
        assert one.state == "invited"

    def test_one_can_be_asked_again_after_a_no_and_not_twice(self, cast, call):
        row = write(call, cast.organization, cast.author)
        one = signing.ask(row, cast.other_organization, user=cast.author)
        with pytest.raises(WorkflowError, match="asked already"):
            signing.ask(row, cast.other_organization, user=cast.author)
        signing.answer(one, user=cast.outsider, confirms=False)
        assert not Statement.objects.visible_to(cast.outsider).exists(), "who said no no longer reads the draft"
        assert signing.ask(row, cast.other_organization, user=cast.author) == one
        with pytest.raises(WorkflowError, match="own organization"):
            signing.ask(row, cast.organization, user=cast.author)

    def test_after_it_was_handed_in_one_still_signs_unless_it_is_too_long_for_a_joint_one(self, cast, call):
        long = acts.move(write(call, cast.organization, cast.author, text=words(11)), "submit", actor=cast.author)
        one = signing.ask(long, cast.other_organization, user=cast.author)
        with pytest.raises(WorkflowError, match="11 words; 10"):
            signing.answer(one, user=cast.outsider, confirms=True)
        acts.move(long, "withdraw", actor=cast.author)
        short = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.author)
        sign(short, cast.other_organization, cast.author, cast.outsider)
        short.refresh_from_db()
        assert (short.limit, short.place) == (10, None)
        signing.answer(CoSignature.objects.get(statement=short), user=cast.outsider, confirms=False)
        short.refresh_from_db()
        assert (short.limit, short.place) == (20, 1)

    def test_an_exclusive_call_lets_a_signer_hand_in_nothing_else(self, cast, event):
        call = make_call(event, is_exclusive=True)
        joint = write(call, cast.organization, cast.author)
        sign(joint, cast.other_organization, cast.author, cast.outsider)
        acts.move(joint, "submit", actor=cast.author)
        own = write(call, cast.other_organization, cast.outsider)
        with pytest.raises(WorkflowError, match="hands in no other"):
            acts.move(own, "submit", actor=cast.outsider)
        third = make_organization()
        person = make_user()
        join(person, third)
        theirs = write(call, third, person)
        one = signing.ask(theirs, cast.other_organization, user=person)
        with pytest.raises(WorkflowError, match="signs no other"):
            signing.answer(one, user=cast.outsider, confirms=True)


class TestDeciding:
    def test_accepted_published_and_every_step_is_written_down(self, cast, call):
        row = publish(write(call, cast.organization, cast.author), cast.author, cast.moderator)
        assert (row.state, row.decided_by) == ("published", cast.moderator)
        assert row.published_at is not None
        assert list(row.steps.values_list("act", flat=True)) == ["submit", "accept", "publish"]
        assert kinds(cast.author).count("statement_moved") == 3
        with pytest.raises(MissingReason):
            acts.move(row, "unpublish", actor=cast.branch)
        assert acts.move(row, "unpublish", actor=cast.branch, text="By mistake.").state == "accepted"

    def test_a_decline_needs_a_reason_and_words(self, cast, call):
        row = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.author)
        for given in ({}, {"reason": "off-topic"}, {"text": "No."}):
            with pytest.raises(MissingReason):
                acts.move(row, "decline", actor=cast.moderator, **given)
        acts.move(row, "decline", actor=cast.moderator, reason="off-topic", text="Not about water.")
        assert (row.state, row.reason, row.decision_text) == ("declined", "off-topic", "Not about water.")
        with pytest.raises(WrongState):
            acts.move(row, "accept", actor=cast.moderator)

    def test_nobody_decides_on_their_own_organizations_statement(self, cast, event, call):
        CoHost.objects.create(event=event, organization=cast.organization, state="confirmed")
        row = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.author)
        other = acts.move(write(call, cast.other_organization, cast.outsider), "submit", actor=cast.outsider)
        for actor in (cast.author, cast.colleague):
            with pytest.raises(NotAllowed):
                acts.move(row, "accept", actor=actor)
        own = acts.move(write(call, cast.un_entity, cast.moderator), "submit", actor=cast.moderator)
        with pytest.raises(NotAllowed):
            acts.move(own, "accept", actor=cast.moderator)
        one = signing.ask(other, cast.organization, user=cast.outsider)
        signing.answer(one, user=cast.author, confirms=True)
        with pytest.raises(NotAllowed):
            acts.move(other, "accept", actor=cast.colleague)
        assert acts.move(other, "accept", actor=cast.moderator).state == "accepted"
        assert acts.move(own, "accept", actor=cast.branch).state == "accepted"

    def test_strangers_do_nothing(self, cast, call):
        row = write(call, cast.organization, cast.author)
        for stranger in (cast.outsider, cast.newcomer, cast.moderator, cast.branch):
            for act in ("submit", "withdraw"):
                with pytest.raises(NotAllowed):
                    acts.move(row, act, actor=stranger)
            with pytest.raises(NotAllowed):
                writing.change(row, {"text": "Mine."}, user=stranger, version=0)
        acts.move(row, "submit", actor=cast.author)
        for stranger in (cast.outsider, cast.newcomer, cast.author):
            with pytest.raises(NotAllowed):
                acts.move(row, "accept", actor=stranger)


class TestReading:
    def test_a_draft_is_for_its_organization_and_those_asked_and_for_nobody_else(self, cast, event, call):
        row = write(call, cast.organization, cast.author)
        everyone = (cast.author, cast.colleague, cast.outsider, cast.newcomer, cast.moderator, cast.branch)

        def readers():
            from_organizers = (cast.moderator, cast.branch)
            return [
                user.username
                for user in everyone
                if Statement.objects.visible_to(user, organizes=user in from_organizers).exists()
            ]

        assert readers() == ["author", "colleague"]
        signing.ask(row, cast.other_organization, user=cast.author)
        assert readers() == ["author", "colleague", "outsider"]
        acts.move(row, "submit", actor=cast.author)
        assert readers() == ["author", "colleague", "outsider", "moderator", "branch"]
