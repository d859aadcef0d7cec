"""Every row of the tables of publication, played by the whole cast; conflicts, undo, notices, cases, history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from csonet.content.models import Case, Circle, CircleMembership, Decision, Item, Reason, Revision
from csonet.content.publication import UNDOABLE, move, release_due, undo
from csonet.content.states import PUBLICATION, REVISION
from csonet.notifications.models import MailState, Notice, OutboundMail
from csonet.testing.makers import make_practice
from csonet.workflow import MissingReason, NotAllowed, VersionConflict, WorkflowError, WrongState
from practices.forms import PracticeForm

CAST = ("branch", "moderator", "author", "colleague", "outsider", "newcomer", None)
AUTHORS = {"author", "colleague"}
WHO = {
    **dict.fromkeys(("submit", "take-back", "withdraw", "resubmit", "renew", "discard"), AUTHORS),
    **dict.fromkeys(
        ("approve", "schedule", "unschedule", "return", "refuse", "duplicate", "reopen", "hide", "restore"), {"branch"}
    ),
    **dict.fromkeys(("archive", "unarchive"), AUTHORS | {"branch"}),
    **dict.fromkeys(("release", "expire", "bring-in", "bring-for-review"), {None}),
}
ITEM_ROWS = [(act.name, source) for act in PUBLICATION.transitions for source in sorted(act.sources)]
NO_ROWS = [
    (act.name, s.name) for act in PUBLICATION.transitions for s in PUBLICATION.states if s.name not in act.sources
]
REVISION_ROWS = [(act.name, source) for act in REVISION.transitions for source in sorted(act.sources)]

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    def make(status="submitted", **kwargs):
        kwargs.setdefault("published_at", timezone.now() + timedelta(days=1) if status == "scheduled" else None)
        if kwargs["published_at"] is None:
            del kwargs["published_at"]
        item = make_practice(status=status, organization=cast.organization, author=cast.author, **kwargs)
        if status == "submitted":
            Case.objects.create(item=item, submitted_by=cast.author)
        return item

    return make


@pytest.fixture
def revision(cast, practice):
    def make(status="submitted", **changes):
        item = practice("published")
        data = {**PracticeForm.data_of(item), "summary": ["Fourteen villages keep rain."]}
        data |= {name: [value] for name, value in changes.items()}
        if status == "submitted":
            Case.objects.create(item=item, submitted_by=cast.author)
        made = Revision.objects.create(item=item, status=status, data=data, base_version=1, submitted_by=cast.author)
        if status == "submitted":
            item.cases.update(revision=made)
        return made

    return make


def needs_of(action, table=PUBLICATION):
    given = {"reason": {"text": "Please say where."}, "text": {"text": "It moved."}}
    given |= {"time": {"at": timezone.now() + timedelta(days=2)}}
    wanted = {}
    for need in table.transition(action).needs:
        wanted |= given[need] if need != "target" else {"target": make_practice()}
    return wanted


def person(cast, name):
    return getattr(cast, name) if name else None


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("action", "source"), ITEM_ROWS)
def test_each_act_on_an_item_is_made_by_those_the_table_names_and_by_nobody_else(cast, practice, action, source, who):
    item = practice(source)
    given = needs_of(action)
    if who in WHO[action]:
        decision = move(item, action, actor=person(cast, who), version=item.version, **given)
        target = PUBLICATION.transition(action).target
        assert (item.status, decision.from_status, decision.to_status) == (target, source, target)
        assert (item.version, decision.version) == (2, 2)
        assert decision.actor == person(cast, who)
    else:
        with pytest.raises(NotAllowed):
            move(item, action, actor=person(cast, who), **given)
        item.refresh_from_db()
        assert (item.status, item.version, item.decisions.count()) == (source, 1, 0)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("action", "source"), REVISION_ROWS)
def test_each_act_on_an_edit_is_made_by_those_the_table_names(cast, revision, action, source, who):
    edit = revision(source)
    given = needs_of(action, REVISION)
    if who in WHO[action]:
        move(edit, action, actor=person(cast, who), version=1, **given)
        assert edit.status == REVISION.transition(action).target
        assert edit.item.status == "published"
        assert edit.item.version == 2
    else:
        with pytest.raises(NotAllowed):
            move(edit, action, actor=person(cast, who), **given)
        edit.refresh_from_db()
        assert edit.status == source


@pytest.mark.parametrize(("action", "status"), NO_ROWS)
def test_an_act_from_a_state_that_the_table_does_not_name_is_refused(cast, practice, action, status):
    item = practice(status)
    actor = next((person(cast, who) for who in CAST if who in WHO[action]), None)
    with pytest.raises(WrongState):
        move(item, action, actor=actor, **needs_of(action))
    item.refresh_from_db()
    assert item.status == status
    assert not item.decisions.exists()


@pytest.mark.parametrize("action", ["return", "refuse", "hide", "withdraw", "duplicate", "schedule"])
def test_an_act_without_what_it_needs_changes_nothing(cast, practice, action):
    transition = PUBLICATION.transition(action)
    item = practice(sorted(transition.sources)[-1])
    actor = cast.author if action == "withdraw" else cast.branch
    with pytest.raises(MissingReason):
        move(item, action, actor=actor, text="   ")
    item.refresh_from_db()
    assert item.version == 1


def test_a_reason_code_serves_instead_of_words_and_an_unknown_one_is_refused(cast, practice):
    reason = Reason.objects.create(
        code="where-is-it", name_en="Where is it?", text_en="Please say where it took place."
    )
    item = practice()
    for code in ("no-such-code", "\0"):
        with pytest.raises(WorkflowError):
            move(item, "return", actor=cast.branch, reason=code)
    decision = move(item, "return", actor=cast.branch, reason="where-is-it")
    assert decision.reason == reason


def test_a_decision_on_an_older_version_is_a_conflict_that_says_what_stands_now(cast, practice):
    item = practice()
    move(item, "return", actor=cast.branch, version=1, text="Please say where.")
    stale = Item.objects.get(pk=item.pk)
    with pytest.raises(VersionConflict) as conflict:
        move(stale, "approve", actor=cast.branch, version=1)
    assert conflict.value.current == 2
    assert "Returned" in str(conflict.value)


def test_who_may_not_act_learns_no_state_from_a_wrong_version(cast, practice):
    with pytest.raises(NotAllowed):
        move(practice(), "approve", actor=cast.outsider, version=99)


def test_nobody_decides_on_what_their_own_organization_submitted(cast, practice):
    Membership.objects.create(user=cast.branch, organization=cast.organization, role="member")
    with pytest.raises(NotAllowed):
        move(practice(), "approve", actor=cast.branch)


def test_nobody_decides_on_the_work_of_an_organization_of_theirs_that_is_suspended(cast, practice):
    Membership.objects.create(user=cast.branch, organization=cast.organization, role="member")
    cast.organization.verification = "suspended"
    cast.organization.save()
    with pytest.raises(NotAllowed):
        move(practice(), "refuse", actor=cast.branch, text="No.")


def test_who_submitted_it_does_not_decide_even_after_leaving_the_organization(cast, practice):
    item = practice()
    item.cases.update(submitted_by=cast.branch)
    with pytest.raises(NotAllowed):
        move(item, "approve", actor=cast.branch)


def test_a_circles_moderator_decides_on_its_items_and_the_branch_does_not(cast):
    circle = Circle.objects.create(name="Seed keepers")
    CircleMembership.objects.create(circle=circle, user=cast.moderator, is_moderator=True)
    item = make_practice(status="submitted", audience="circle", circle=circle)
    with pytest.raises(NotAllowed):
        move(item, "approve", actor=cast.branch)
    move(item, "approve", actor=cast.moderator)
    assert item.status == "published"


def test_an_inactive_person_does_nothing(cast, practice):
    cast.author.is_active = False
    with pytest.raises(NotAllowed):
        move(practice("draft"), "submit", actor=cast.author)


def test_a_time_in_the_past_and_a_duplicate_of_itself_are_refused(cast, practice):
    item = practice()
    with pytest.raises(WorkflowError):
        move(item, "schedule", actor=cast.branch, at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(WorkflowError):
        move(item, "duplicate", actor=cast.branch, target=Item.objects.get(pk=item.pk))


# --- What a move leaves behind --------------------------------------------------------------------------------------


def test_a_submission_opens_one_case_and_the_decision_closes_it(cast, practice):
    item = practice("draft")
    move(item, "submit", actor=cast.author)
    case = item.cases.get()
    assert (case.submitted_by, case.closed_at) == (cast.author, None)
    move(item, "approve", actor=cast.branch)
    case.refresh_from_db()
    assert case.closed_at is not None
    assert case.claimed_by is None


def test_a_second_thought_of_the_moderators_reopens_the_same_case(cast, practice):
    item = practice("draft")
    move(item, "submit", actor=cast.author)
    opened = item.cases.get().opened_at
    move(item, "refuse", actor=cast.branch, text="Not a practice.")
    move(item, "reopen", actor=cast.branch)
    case = item.cases.get()
    assert (case.closed_at, case.opened_at, case.submitted_by) == (None, opened, cast.author)
    move(item, "schedule", actor=cast.branch, at=timezone.now() + timedelta(days=1))
    move(item, "unschedule", actor=cast.branch)
    move(item, "approve", actor=cast.branch)
    assert item.cases.get().closed_at is not None


def test_publication_keeps_its_first_time_and_a_draft_has_none(cast, practice):
    item = practice()
    move(item, "approve", actor=cast.branch)
    first = item.published_at
    assert first is not None
    move(item, "hide", actor=cast.branch, text="A complaint is looked into.")
    move(item, "restore", actor=cast.branch)
    assert item.published_at == first
    other = practice()
    move(other, "return", actor=cast.branch, text="Where?")
    assert other.published_at is None


@pytest.mark.parametrize("before", ["published", "archived", "expired", "withdrawn"])
def test_what_was_hidden_goes_back_to_what_it_was_before_and_is_not_published_by_the_way(cast, practice, before):
    item = practice(before)
    move(item, "hide", actor=cast.branch, text="A complaint is looked into.")
    decision = move(item, "restore", actor=cast.branch)
    assert (item.status, decision.from_status, decision.to_status) == (before, "hidden", before)
    undo(decision, actor=cast.branch)
    item.refresh_from_db()
    assert item.status == "hidden"
    move(item, "restore", actor=cast.branch)
    assert item.status == before


def test_a_withdrawn_text_that_harms_somebody_can_still_be_taken_down(cast, practice, visitor):
    item = practice()
    move(item, "approve", actor=cast.branch)
    move(item, "withdraw", actor=cast.author, text="It was wrong.")
    assert visitor.get(item.get_absolute_url()).status_code == 200
    hidden = move(item, "hide", actor=cast.branch, text="It names a child.")
    assert visitor.get(item.get_absolute_url()).status_code == 404
    undo(hidden, actor=cast.branch)
    item.refresh_from_db()
    assert item.status == "withdrawn"


def test_scheduled_items_appear_when_their_time_comes_and_only_once(cast, practice):
    item = practice()
    at = timezone.now() + timedelta(hours=3)
    move(item, "schedule", actor=cast.branch, at=at)
    assert release_due() == 0
    assert release_due(at + timedelta(minutes=1)) == 1
    assert release_due(at + timedelta(minutes=1)) == 0
    item.refresh_from_db()
    assert item.status == "published"
    assert item.decisions.first().actor is None


def test_the_author_is_told_and_the_mail_waits_for_second_thoughts(cast, practice):
    item = practice()
    decision = move(item, "return", actor=cast.branch, text="Please say where.")
    notice = Notice.objects.get(decision=decision)
    assert (notice.recipient, notice.kind) == (cast.author, "returned")
    assert notice.mail.not_before > timezone.now() + timedelta(minutes=5)
    move(item, "submit", actor=cast.colleague)
    assert Notice.objects.filter(kind="submitted").get().mail.not_before <= timezone.now()


def test_both_the_author_and_who_submitted_the_changes_hear_of_the_decision(cast, revision):
    edit = revision()
    Revision.objects.filter(pk=edit.pk).update(submitted_by=cast.colleague)
    edit.refresh_from_db()
    move(edit, "approve", actor=cast.branch)
    told = set(Notice.objects.filter(kind="revision_approved").values_list("recipient__username", flat=True))
    assert told == {"author", "colleague"}


def test_history_is_never_changed_or_deleted(cast, practice):
    decision = move(practice(), "approve", actor=cast.branch)
    decision.text = "Rewritten"
    with pytest.raises(TypeError):
        decision.save()
    with pytest.raises(TypeError):
        decision.delete()


# --- Edits of published work ----------------------------------------------------------------------------------------


def test_an_approved_edit_takes_the_place_of_the_text_and_keeps_what_it_replaced(cast, revision):
    edit = revision(title="Rain kept in fourteen villages", goals="6", tags="water, rain")
    before = edit.item.noun
    move(edit, "approve", actor=cast.branch)
    noun = edit.item.noun
    assert (noun.title, noun.summary) == ("Rain kept in fourteen villages", "Fourteen villages keep rain.")
    assert list(noun.goals.values_list("pk", flat=True)) == [6]
    assert set(noun.tags.names()) == {"water", "rain"}
    assert (noun.slug, noun.status, noun.published_at) == (before.slug, "published", before.published_at)
    assert edit.replaced["summary"] == ["Twelve villages keep rain for the dry months."]


def test_an_edit_that_no_longer_fits_the_form_is_not_applied(cast, revision):
    edit = revision(topics="no-such-topic")
    with pytest.raises(WorkflowError):
        move(edit, "approve", actor=cast.branch)
    edit.refresh_from_db()
    assert (edit.status, edit.item.version) == ("submitted", 1)


def test_an_approval_does_not_overwrite_what_others_counted_meanwhile(cast, revision):
    edit = revision()
    Item.objects.filter(pk=edit.item_id).update(responses=7)
    move(edit, "approve", actor=cast.branch)
    assert edit.item.noun.responses == 7


def test_changes_go_back_to_their_author_when_the_item_leaves_the_lists(cast, revision):
    edit = revision()
    item = edit.item
    move(item, "hide", actor=cast.branch, text="A complaint is looked into.")
    edit.refresh_from_db()
    assert edit.status == "working"
    assert not item.cases.open().exists()
    assert [row.action for row in item.decisions.all()] == ["hide", "take-back"]
    with pytest.raises(WrongState):
        move(edit, "submit", actor=cast.author)
    undo(item.decisions.first(), actor=cast.branch)
    item.refresh_from_db()
    assert item.status == "published"


# --- Undo -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", sorted(UNDOABLE))
def test_undo_puts_everything_back(cast, practice, action):
    source = sorted(PUBLICATION.transition(action).sources)[-1]
    item = practice(source)
    published = item.published_at
    decision = move(item, action, actor=cast.branch, **needs_of(action))
    reversal = undo(decision, actor=cast.branch)
    item.refresh_from_db()
    assert (item.status, item.version, reversal.reverses) == (source, 3, decision)
    assert item.published_at == (published if source != "submitted" else None)
    assert item.cases.open().exists() == (source == "submitted")
    assert not Notice.objects.filter(decision=decision).exists()
    assert not OutboundMail.objects.filter(state=MailState.WAITING).exists()


def test_undo_of_an_approved_edit_puts_the_former_text_back(cast, revision):
    edit = revision(tags="water")
    decision = move(edit, "approve", actor=cast.branch)
    undo(decision, actor=cast.branch)
    noun = Item.objects.get(pk=edit.item_id).noun
    edit.refresh_from_db()
    assert noun.summary == "Twelve villages keep rain for the dry months."
    assert not noun.tags.exists()
    assert (edit.status, noun.status) == ("submitted", "published")
    assert noun.cases.open().get().revision == edit
    move(edit, "approve", actor=cast.branch)
    assert Item.objects.get(pk=edit.item_id).summary == "Fourteen villages keep rain."


def test_a_decision_is_undone_once_by_a_moderator_and_only_while_it_is_the_latest(cast, practice):
    item = practice()
    returned = move(item, "return", actor=cast.branch, text="Where?")
    for who in (cast.author, cast.outsider, cast.moderator):
        with pytest.raises(NotAllowed):
            undo(returned, actor=who)
    move(item, "submit", actor=cast.author)
    with pytest.raises(WrongState):
        undo(returned, actor=cast.branch)
    approved = move(item, "approve", actor=cast.branch)
    reversal = undo(approved, actor=cast.branch)
    for decision in (approved, reversal):
        with pytest.raises(WorkflowError):
            undo(decision, actor=cast.branch)
    assert Decision.objects.filter(item=item).count() == 4


def test_what_authors_do_is_not_undone(cast, practice):
    submitted = move(practice("draft"), "submit", actor=cast.author)
    with pytest.raises(WrongState):
        undo(submitted, actor=cast.author)


def test_a_failing_listener_leaves_nothing_half_done(cast, practice, monkeypatch):
    def fail(item):
        raise RuntimeError("the index is away")

    monkeypatch.setattr("csonet.content.publication.indexing.index_item", fail)
    item = practice("draft")
    with pytest.raises(RuntimeError):
        move(item, "submit", actor=cast.author)
    item.refresh_from_db()
    assert item.status == "draft"
    assert not item.cases.exists()
    assert not Notice.objects.exists()
