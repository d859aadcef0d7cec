"""Who comes in, who goes, who is taken out, and who may do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import CircleMembership
from csonet.content.publication import move
from csonet.engagement.models import ModerationStep, Subscription
from csonet.testing.makers import join, make_user
from csonet.workflow import MissingReason, NotAllowed, WrongState
from discussions import measures, membership
from discussions.forms import GroupForm
from discussions.models import Group, JoinRequest, Participation
from discussions.standing import stands
from discussions.tests.makers import fresh, make_group, open_topic

pytestmark = pytest.mark.django_db


def told(person):
    return set(person.notices.values_list("kind", flat=True))


def test_a_proposed_group_appears_with_its_people_when_it_is_approved(cast, signed_in):
    client = signed_in(cast.author)
    data = {
        "title": "Seed keepers",
        "summary": "Who keeps seed, and how.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "purpose": "<p>To keep seed together.</p>",
        "rules": "Be brief.",
        "access": "closed",
        "moderation": "newcomers",
        "spoken": ["en", "fr"],
        "do": "submit",
    }
    answer = client.post(reverse("group_new"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    group = Group.objects.get()
    assert (group.status, group.audience, group.people_id) == ("submitted", "members", None)
    move(group, "approve", actor=cast.branch)
    group = Group.objects.get()
    assert membership.owns(group, fresh(cast.author))
    assert Subscription.objects.get(user=cast.author).circle_id == group.people_id


def test_a_public_group_takes_whoever_is_signed_in_and_the_others_members_of_approved_organizations(cast, group):
    nobody = make_user("nobody")
    membership.join(group, nobody)
    assert membership.is_in(group, nobody)
    private = make_group(access="members", organization=cast.un_entity, author=cast.moderator)
    with pytest.raises(NotAllowed):
        membership.join(private, fresh(cast.newcomer))
    membership.join(private, fresh(cast.outsider))
    with pytest.raises(NotAllowed):
        membership.join(make_group(access="closed", author=cast.moderator, organization=cast.un_entity), cast.outsider)


def test_people_ask_to_be_let_into_a_closed_group_and_a_moderator_answers(cast, closed, signed_in):
    client = signed_in(cast.outsider)
    url = reverse("group_join", args=[closed.slug])
    client.post(url, {"text": "We keep seed too."})
    client.post(url, {"text": "We keep seed too."})
    asked = JoinRequest.objects.get()
    assert "group_request" in told(cast.moderator)
    answer = reverse("group_answer", args=[closed.slug, asked.pk])
    assert signed_in(cast.author).post(answer, {"accept": "1"}).status_code == 404
    assert client.post(answer, {"accept": "1"}).status_code == 404
    page = signed_in(cast.moderator).get(reverse("group_members", args=[closed.slug])).content.decode()
    assert "We keep seed too." in page
    signed_in(cast.moderator).post(answer, {"accept": "1", "text": "Welcome."})
    assert membership.is_in(closed, fresh(cast.outsider))
    assert {"group_request_accepted", "group_welcome"} <= told(cast.outsider)
    signed_in(cast.moderator).post(answer, {"text": "No."})
    assert membership.is_in(closed, fresh(cast.outsider))


def test_an_invitation_is_a_way_in_and_tells_nobody_who_has_an_account(cast, closed, signed_in):
    client, url = signed_in(cast.moderator), reverse("group_invite", args=[closed.slug])
    pages = [client.post(url, {"person": name}, follow=True).content.decode() for name in ("outsider", "no-such-one")]
    assert all("If there is an account of this name or address" in page for page in pages)
    assert told(cast.outsider) == {"group_invitation"}
    assert signed_in(cast.author).post(url, {"person": "colleague"}).status_code == 404
    signed_in(cast.outsider).post(reverse("group_join", args=[closed.slug]), {"accept": "1"})
    assert membership.is_in(closed, fresh(cast.outsider))
    with pytest.raises(NotAllowed):
        membership.accept_invitation(closed, fresh(cast.colleague))


def test_a_request_can_be_withdrawn_and_an_invitation_declined(cast, closed, signed_in):
    client, url = signed_in(cast.outsider), reverse("group_join", args=[closed.slug])
    client.post(url, {"text": "We keep seed too."})
    assert "Withdraw the request" in client.get(url).content.decode()
    client.post(url, {"withdraw": "1"})
    assert JoinRequest.objects.get().state == "withdrawn"
    members = reverse("group_members", args=[closed.slug])
    assert "We keep seed too." not in signed_in(cast.moderator).get(members).content.decode()
    membership.invite(closed, cast.outsider, actor=fresh(cast.moderator))
    assert "Decline" in client.get(url).content.decode()
    client.post(url, {"withdraw": "1"})
    with pytest.raises(NotAllowed):
        membership.accept_invitation(closed, fresh(cast.outsider))
    assert "Nothing has changed." in client.post(url, {"withdraw": "1"}, follow=True).content.decode()
    client.post(url, {"text": "Now I would."})
    assert JoinRequest.objects.filter(state="waiting").count() == 1


def test_two_moderators_are_suggested_to_a_group_of_one(cast, group, signed_in):
    url = reverse("group_about", args=[group.slug])
    assert "One moderator is few" in signed_in(cast.moderator).get(url).content.decode()
    assert "One moderator is few" not in signed_in(cast.author).get(url).content.decode()
    membership.set_moderator(group, cast.author, actor=fresh(cast.moderator), is_moderator=True)
    assert "One moderator is few" not in signed_in(cast.moderator).get(url).content.decode()


def test_appointing_and_dismissing_are_taken_back_by_the_owner_alone(cast, group, signed_in):
    membership.enter(group, cast.colleague, is_moderator=True)
    membership.set_moderator(group, cast.author, actor=fresh(cast.moderator), is_moderator=True)
    step = ModerationStep.objects.get(action="appoint")
    with pytest.raises(NotAllowed):
        measures.undo(step, actor=fresh(cast.colleague))
    record = reverse("group_record", args=[group.slug])
    assert signed_in(cast.moderator).get(record).content.decode().count("Take back") == 1
    signed_in(cast.moderator).post(record, {"step": step.pk})
    assert not membership.moderates(group, fresh(cast.author))
    assert "Take back" not in signed_in(cast.moderator).get(record).content.decode()


def test_leaving_and_the_owner_hands_over_first(cast, group):
    membership.leave(group, fresh(cast.outsider))
    assert not membership.is_in(group, fresh(cast.outsider))
    with pytest.raises(WrongState):
        membership.leave(group, fresh(cast.moderator))
    with pytest.raises(NotAllowed):
        membership.hand_over(group, cast.author, actor=fresh(cast.moderator))
    membership.set_moderator(group, cast.author, actor=fresh(cast.moderator), is_moderator=True)
    with pytest.raises(NotAllowed):
        membership.set_moderator(group, cast.moderator, actor=fresh(cast.author), is_moderator=False)
    membership.hand_over(group, fresh(cast.author), actor=fresh(cast.moderator))
    group = Group.objects.get(pk=group.pk)
    assert membership.owns(group, fresh(cast.author))
    membership.leave(group, fresh(cast.moderator))


def test_a_ban_has_a_reason_and_an_end_and_is_taken_back_as_it_was(cast, group, signed_in):
    actor = fresh(cast.moderator)
    with pytest.raises(MissingReason):
        measures.ban(group, cast.outsider, actor=actor, reason=" ", until=None)
    with pytest.raises(WrongState):
        measures.ban(group, cast.outsider, actor=actor, reason="Spam", until=timezone.now() - timedelta(days=1))
    step = measures.ban(group, cast.outsider, actor=actor, reason="Spam", until=timezone.now() + timedelta(days=7))
    assert not membership.is_in(group, fresh(cast.outsider))
    with pytest.raises(NotAllowed):
        membership.join(group, fresh(cast.outsider))
    assert "Spam" in signed_in(cast.outsider).get(group.get_absolute_url()).content.decode()
    measures.undo(step, actor=actor)
    assert membership.is_in(group, fresh(cast.outsider))
    with pytest.raises(WrongState):
        measures.undo(ModerationStep.objects.get(pk=step.pk), actor=actor)
    measures.ban(group, cast.outsider, actor=actor, reason="Spam", until=timezone.now() + timedelta(days=7))
    Participation.objects.update(banned_until=timezone.now() - timedelta(seconds=1))
    membership.join(group, fresh(cast.outsider))


def test_warnings_and_holds_are_counted_told_and_taken_back(cast, group):
    actor = fresh(cast.moderator)
    warned = measures.warn(group, cast.author, actor=actor, reason="Please stay polite.")
    held = measures.hold(group, cast.author, actor=actor, reason="Too many links.")
    known = Participation.objects.get(group=group, user=cast.author)
    assert (known.warnings, known.is_held) == (1, True)
    assert {"group_warning", "group_held"} <= told(cast.author)
    for step in (warned, held):
        measures.undo(step, actor=actor)
    known.refresh_from_db()
    assert (known.warnings, known.is_held) == (0, False)


@pytest.mark.parametrize("act", ["warn", "hold", "ban", "remove"])
def test_nobody_acts_on_themselves_on_the_owner_or_without_moderating(cast, group, signed_in, act):
    data = {"act": act, "reason": "Because.", "days": "7"}

    def send(actor, person):
        return signed_in(actor).post(reverse("group_member", args=[group.slug, person.pk]), data)

    membership.set_moderator(group, cast.author, actor=fresh(cast.moderator), is_moderator=True)
    assert send(cast.outsider, cast.author).status_code == 404
    before = ModerationStep.objects.count()
    for actor, person in ((cast.author, cast.author), (cast.author, cast.moderator)):
        send(actor, person)
    assert ModerationStep.objects.count() == before
    assert CircleMembership.objects.filter(circle=group.people_id).count() == 3
    send(cast.moderator, cast.author)
    assert ModerationStep.objects.count() == before + 1


def test_the_hosting_entitys_people_take_up_moderation_and_nobody_else_does(cast, group, signed_in):
    second = make_user("second")
    join(second, cast.un_entity, "editor")
    url = reverse("group_take_up", args=[group.slug])
    assert signed_in(cast.outsider).post(url).status_code == 404
    assert signed_in(second).post(url).status_code == 302
    assert membership.moderates(group, fresh(second))


def test_who_reads_can_be_narrowed_never_widened(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    Group.objects.filter(pk=group.pk).update(spoken=["en"])
    group.refresh_from_db()
    data = {**GroupForm.data_of(group), "organization": str(cast.un_entity.pk)}
    narrowed = GroupForm({**_flat(data), "access": "members"}, instance=group, user=cast.moderator)
    assert narrowed.is_valid(), narrowed.errors
    Group.objects.filter(pk=group.pk).update(access="members")
    group = Group.objects.get(pk=group.pk)
    widened = GroupForm({**_flat(data), "access": "public"}, instance=group, user=cast.moderator)
    assert "access" in widened.errors
    stands(group)
    topic.refresh_from_db()
    assert topic.audience == "members"


def _flat(data):
    """As a form takes it: lists where there are several values."""
    several = ("topics", "goals", "countries", "spoken")
    return {
        name: values if name in several or isinstance(values, str) else (values or [""])[0]
        for name, values in data.items()
    }
