"""Coming to act for an organization, and leaving it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Claim, Invitation, JoinRequest, Membership
from accounts.people import joining
from accounts.people.errors import AlreadyAnswered, AlreadyAsked, JoiningError, LastOwner, MayNot
from accounts.people.tests.mails import last_mail, path_in
from csonet.notifications.models import Notice, OutboundMail
from csonet.notifications.rendering import render
from csonet.testing.makers import PASSWORD, join, make_organization, make_user
from csonet.testing.racing import all_at_once
from csonet.workflow import MissingReason


def members(organization):
    return reverse("organization_members", args=[organization.slug])


@pytest.fixture
def guest(db):
    return make_user("guest", email="guest@example.org", name="Grace Guest")


@pytest.fixture
def invited(cast, signed_in):
    """The path of a link that was mailed to guest@example.org."""
    client = signed_in(cast.author)
    client.post(members(cast.organization), {"email": "Guest@Example.org", "role": "editor"})
    return path_in(last_mail("guest@example.org"), "invitations")


# --- the members' page


def test_members_see_each_other_and_outsiders_see_nothing(cast, signed_in, visitor):
    page = signed_in(cast.colleague).get(members(cast.organization)).content.decode()
    assert "Author" in page
    assert "Colleague" in page
    assert 'name="email"' not in page, "only owners invite"
    assert signed_in(cast.outsider).get(members(cast.organization)).status_code == 404
    assert signed_in(cast.moderator).get(members(cast.organization)).status_code == 404
    assert visitor.get(members(cast.organization)).url.startswith(reverse("account_login"))
    assert signed_in(cast.branch).get(members(cast.organization)).status_code == 200
    assert signed_in(cast.newcomer).get(members(cast.waiting_organization)).status_code == 200


def test_page_costs_the_same_for_one_member_and_for_twenty(cast, signed_in, django_assert_num_queries):
    client = signed_in(cast.author)
    client.get(members(cast.organization))
    for number in (0, 20):
        for n in range(number):
            join(make_user(f"member{n}"), cast.organization, "member")
            JoinRequest.objects.create(user=make_user(f"asking{n}"), organization=cast.organization)
        with django_assert_num_queries(9):
            client.get(members(cast.organization))


@pytest.mark.parametrize("who", ["outsider", "colleague", "moderator", "branch"])
def test_only_owners_change_anything(cast, signed_in, who):
    person = getattr(cast, who)
    client = signed_in(person)
    theirs = cast.organization.memberships.get(user=cast.author)
    invitation = joining.invite(cast.organization, cast.author, "guest@example.org", "editor")
    asked = joining.ask_to_join(cast.organization, cast.newcomer)
    slug = cast.organization.slug
    for name, pk, data in (
        ("membership_change", theirs.pk, {"act": "remove"}),
        ("membership_change", theirs.pk, {"act": "role", "role": "member"}),
        ("invitation_change", invitation.pk, {"act": "revoke"}),
        ("join_request_answer", asked.pk, {"act": "accept", "role": "owner"}),
    ):
        assert client.post(reverse(name, args=[slug, pk]), data).status_code == 404
    assert client.post(members(cast.organization), {"email": "x@example.org", "role": "owner"}).status_code == 404
    invitation.refresh_from_db()
    asked.refresh_from_db()
    assert invitation.revoked_at is None
    assert asked.state == "waiting"
    assert Membership.objects.get(pk=theirs.pk).role == "owner"


def test_owner_of_another_organization_reaches_nothing_through_the_own_address(cast, signed_in):
    theirs = cast.organization.memberships.get(user=cast.author)
    client = signed_in(cast.outsider)
    answer = client.post(
        reverse("membership_change", args=[cast.other_organization.slug, theirs.pk]), {"act": "remove"}
    )
    assert answer.status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()


def test_changes_of_state_need_post(cast, signed_in):
    client = signed_in(cast.author)
    theirs = cast.organization.memberships.get(user=cast.colleague)
    assert client.get(reverse("membership_change", args=[cast.organization.slug, theirs.pk])).status_code == 405


# --- roles and the last owner


def test_last_owner_stays(cast, signed_in):
    client = signed_in(cast.author)
    own = cast.organization.memberships.get(user=cast.author)
    for data in ({"act": "leave"}, {"act": "remove"}, {"act": "role", "role": "member"}):
        answer = client.post(reverse("membership_change", args=[cast.organization.slug, own.pk]), data, follow=True)
        assert "at least one owner" in answer.content.decode()
    own.refresh_from_db()
    assert own.role == "owner"


def test_owner_hands_over_and_leaves(cast, signed_in):
    client = signed_in(cast.author)
    theirs = cast.organization.memberships.get(user=cast.colleague)
    client.post(
        reverse("membership_change", args=[cast.organization.slug, theirs.pk]), {"act": "role", "role": "owner"}
    )
    assert Notice.objects.get(recipient=cast.colleague).kind == "membership_role"
    own = cast.organization.memberships.get(user=cast.author)
    answer = client.post(reverse("membership_change", args=[cast.organization.slug, own.pk]), {"act": "leave"})
    assert answer.url == reverse("account_settings")
    assert not cast.organization.memberships.filter(user=cast.author).exists()
    assert Notice.objects.filter(recipient=cast.colleague, kind="member_left").exists()


def test_made_up_role_is_refused(cast):
    theirs = cast.organization.memberships.get(user=cast.colleague)
    with pytest.raises(MayNot):
        joining.change_role(theirs, cast.author, "emperor")


def test_member_who_has_gone_is_said_to_have_gone(cast):
    theirs = cast.organization.memberships.get(user=cast.colleague)
    joining.remove_member(theirs, cast.author)
    with pytest.raises(AlreadyAnswered):
        joining.remove_member(theirs, cast.author)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one_behind():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: the race needs PostgreSQL")
    organization = make_organization()
    owners = [make_user(), make_user()]
    memberships = [join(owner, organization) for owner in owners]
    refused = all_at_once(2, lambda number: joining.leave(memberships[number], owners[number]))
    assert [type(error) for error in refused] == [LastOwner]
    assert organization.memberships.filter(role="owner").count() == 1


# --- invitations


def test_invited_person_accepts_by_post(cast, invited, guest, signed_in):
    client = signed_in(guest)
    page = client.get(invited)
    assert cast.organization.name in page.content.decode()
    assert not guest.memberships.exists(), "looking changes nothing"
    assert client.post(invited).url == members(cast.organization)
    assert guest.memberships.get().role == "editor"
    assert Notice.objects.get(recipient=cast.author, kind="invitation_accepted").context["person"] == "Grace Guest"


def test_only_a_hash_of_the_link_is_kept(invited):
    token = invited.rstrip("/").rpartition("/")[2]
    invitation = Invitation.objects.get()
    assert len(token) >= 43
    assert token not in str(vars(invitation))
    assert len(invitation.token_hash) == 64


def test_invitation_works_once(cast, invited, guest, signed_in):
    client = signed_in(guest)
    client.post(invited)
    joining.leave(guest.memberships.get(), guest)
    again = client.post(invited)
    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert not guest.memberships.exists()


def test_invitation_gets_too_old(cast, invited, guest, signed_in):
    client = signed_in(guest)
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
        client = signed_in(guest)
        assert client.get(invited).status_code == 410
        assert client.post(invited).status_code == 410
    assert not guest.memberships.exists()


def test_invitation_taken_back_is_dead(cast, invited, guest, signed_in):
    invitation = Invitation.objects.get()
    signed_in(cast.author).post(
        reverse("invitation_change", args=[cast.organization.slug, invitation.pk]), {"act": "revoke"}
    )
    assert signed_in(guest).post(invited).status_code == 410


def test_sending_again_kills_the_old_link(cast, invited, guest, signed_in):
    invitation = Invitation.objects.get()
    signed_in(cast.author).post(
        reverse("invitation_change", args=[cast.organization.slug, invitation.pk]), {"act": "resend"}
    )
    newer = path_in(last_mail("guest@example.org"), "invitations")
    client = signed_in(guest)
    assert client.post(invited).status_code == 410
    assert client.post(newer).status_code == 302
    assert guest.memberships.get().role == "editor"


def test_made_up_link_leads_nowhere(db, visitor):
    for token in ("x", "x" * 5000, "%00", "%E2%80%AE"):
        assert visitor.get(f"/en/invitations/{token}/").status_code in (404, 410)


def test_another_persons_invitation_is_not_for_the_holder_of_the_link(cast, invited, signed_in):
    client = signed_in(cast.outsider)
    page = client.get(invited).content.decode()
    assert "another e-mail address" in page
    assert "guest@example.org" not in page
    answer = client.post(invited, follow=True)
    assert "another e-mail address" in answer.content.decode()
    assert not cast.organization.memberships.filter(user=cast.outsider).exists()


def test_unconfirmed_address_does_not_count(cast, invited, signed_in):
    pretender = make_user("pretender", email="guest@example.org", confirmed=False)
    signed_in(pretender).post(invited)
    assert not pretender.memberships.exists()


def test_visitor_signs_up_and_comes_back_to_the_invitation(cast, invited, visitor):
    page = visitor.get(invited).content.decode()
    assert reverse("account_signup") in page
    assert visitor.post(invited).url.startswith(reverse("account_login"))
    visitor.post(
        reverse("account_signup"),
        {
            "name": "Grace Guest",
            "username": "grace",
            "email": "guest@example.org",
            "password1": PASSWORD,
            "language": "en",
            "terms": "on",
        },
    )
    confirm = path_in(last_mail("guest@example.org"), "confirm-email")
    visitor.post(confirm)
    answer = visitor.post(reverse("account_login"), {"login": "grace", "password": PASSWORD})
    assert answer.url == invited
    assert visitor.post(invited).url == members(cast.organization)


def test_bad_invitations_are_named(cast, signed_in):
    client = signed_in(cast.author)
    for email in ("", "nobody", "a\x00b@example.org", "x" * 300 + "@example.org", "colleague@example.org"):
        answer = client.post(members(cast.organization), {"email": email, "role": "editor"})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert client.post(members(cast.organization), {"email": "a@example.org", "role": "king"}).context["form"].errors
    assert not Invitation.objects.exists()


def test_organization_that_is_not_approved_invites_nobody(cast, signed_in):
    client = signed_in(cast.newcomer)
    answer = client.post(members(cast.waiting_organization), {"email": "a@example.org", "role": "editor"})
    assert "approved" in answer.content.decode()
    assert not OutboundMail.objects.filter(to="a@example.org").exists()


def test_inviting_is_limited(cast, signed_in):
    for number in range(30):
        joining.invite(cast.organization, cast.author, f"person{number}@example.com", "member")
    answer = signed_in(cast.author).post(members(cast.organization), {"email": "one@example.org", "role": "editor"})
    assert "many people" in answer.content.decode()


def test_invitation_mail_is_in_the_language_of_its_reader(cast):
    make_user("leila", email="leila@example.org", language="ar")
    joining.invite(cast.organization, cast.author, "leila@example.org", "member")
    mail = last_mail("leila@example.org")
    assert mail.language == "ar"
    assert "/ar/invitations/" in mail.body


# --- asking to join


def test_person_asks_and_an_owner_answers(cast, guest, signed_in):
    client = signed_in(guest)
    address = reverse("organization_join", args=[cast.organization.slug])
    assert client.get(address).status_code == 200
    client.post(address, {"message": "I run the youth programme."})
    assert "waiting" in client.get(address).content.decode()
    assert Notice.objects.get(recipient=cast.author).kind == "join_request"
    assert not Notice.objects.filter(recipient=cast.colleague).exists()

    owner = signed_in(cast.author)
    assert "youth programme" in owner.get(members(cast.organization)).content.decode()
    asked = JoinRequest.objects.get()
    owner.post(
        reverse("join_request_answer", args=[cast.organization.slug, asked.pk]), {"act": "accept", "role": "editor"}
    )
    assert guest.memberships.get().role == "editor"
    assert Notice.objects.get(recipient=guest).kind == "join_accepted"


def test_declined_person_is_told_and_can_ask_again(cast, guest, signed_in):
    asked = joining.ask_to_join(cast.organization, guest)
    answer = reverse("join_request_answer", args=[cast.organization.slug, asked.pk])
    signed_in(cast.author).post(answer, {"act": "decline"})
    assert not guest.memberships.exists()
    assert Notice.objects.get(recipient=guest).kind == "join_declined"
    joining.ask_to_join(cast.organization, guest)


def test_double_submit_is_one_request(cast, guest, signed_in):
    client = signed_in(guest)
    address = reverse("organization_join", args=[cast.organization.slug])
    client.post(address, {"message": "Hello"})
    again = client.post(address, {"message": "Hello"}, follow=True)
    assert "already" in again.content.decode()
    assert JoinRequest.objects.count() == 1


def test_second_owner_is_told_that_it_was_answered(cast, guest):
    asked = joining.ask_to_join(cast.organization, guest)
    joining.answer_request(asked, cast.author, accept=False)
    with pytest.raises(AlreadyAnswered):
        joining.answer_request(asked, cast.author, accept=True)
    assert not guest.memberships.exists()


def test_request_can_be_taken_back_by_its_writer_alone(cast, guest, signed_in):
    asked = joining.ask_to_join(cast.organization, guest)
    with pytest.raises(MayNot):
        joining.withdraw(asked, cast.outsider)
    signed_in(guest).post(reverse("organization_join", args=[cast.organization.slug]), {"withdraw": "1"})
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_what_may_not_be_known_cannot_be_joined(cast, guest, signed_in):
    assert signed_in(guest).get(reverse("organization_join", args=[cast.waiting_organization.slug])).status_code == 404


def test_long_and_hostile_messages_get_a_form_error(cast, guest, signed_in):
    client = signed_in(guest)
    address = reverse("organization_join", args=[cast.organization.slug])
    for message in ("x" * 1001, "x" * 100_000, "a\x00b", "a\u202eb"):
        answer = client.post(address, {"message": message})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not JoinRequest.objects.exists()


# --- claiming


CLAIM = {
    "position": "Director",
    "email": "grace@lake.example.org",
    "website": "lake.example.org",
    "message": "My name stands on the page about us.",
}


@pytest.fixture
def listed(db):
    return make_organization("Society of the Listed", verification="listed")


def test_claim_from_the_form_to_the_own_organization(cast, guest, listed, signed_in):
    client = signed_in(guest)
    address = reverse("organization_claim", args=[listed.slug])
    client.post(address, CLAIM)
    page = client.get(address).content.decode()
    assert "waiting" in page
    assert "My name stands" in page
    claimed = Claim.objects.get()
    assert claimed.website == "https://lake.example.org"

    joining.decide_claim(claimed, cast.branch, accept=True)
    listed.refresh_from_db()
    assert listed.verification == "verified"
    assert guest.memberships.get().role == "owner"
    notice = Notice.objects.get(recipient=guest)
    subject, text = render(notice, "en")
    assert notice.kind == "claim_accepted"
    assert listed.name in subject + text


def test_refused_claim_shows_why(cast, guest, listed, signed_in):
    claimed = joining.claim(listed, guest, **CLAIM)
    with pytest.raises(MissingReason):
        joining.decide_claim(claimed, cast.branch, accept=False)
    joining.decide_claim(claimed, cast.branch, accept=False, text="The page doesn't name you.")
    page = signed_in(guest).get(reverse("organization_claim", args=[listed.slug])).content.decode()
    assert "The page doesn&#x27;t name you." in page
    assert 'name="position"' in page
    listed.refresh_from_db()
    assert listed.verification == "listed"
    assert not guest.memberships.exists()


def test_nobody_but_the_branch_decides_and_never_on_the_own_claim(cast, guest, listed):
    claimed = joining.claim(listed, guest, **CLAIM)
    for person in (guest, cast.author, cast.moderator):
        with pytest.raises(MayNot):
            joining.decide_claim(claimed, person, accept=True)
    own = joining.claim(listed, cast.branch, **CLAIM)
    with pytest.raises(MayNot):
        joining.decide_claim(own, cast.branch, accept=True)
    listed.refresh_from_db()
    assert listed.verification == "listed"


def test_claim_is_decided_once(cast, guest, listed):
    claimed = joining.claim(listed, guest, **CLAIM)
    joining.decide_claim(claimed, cast.branch, accept=True)
    with pytest.raises(AlreadyAnswered):
        joining.decide_claim(claimed, cast.branch, accept=False, text="No.")


def test_the_others_who_claimed_it_hear_that_it_has_an_owner_now(cast, guest, listed):
    joining.claim(listed, guest, **CLAIM)
    second = joining.claim(listed, make_user("second", language="fr"), **CLAIM)
    joining.decide_claim(Claim.objects.get(user=guest), cast.branch, accept=True)
    second.refresh_from_db()
    assert (second.state, second.decided_by) == ("declined", cast.branch)
    assert second.answer
    assert Notice.objects.get(recipient=second.user).kind == "claim_declined"
    with pytest.raises(AlreadyAnswered):
        joining.decide_claim(second, cast.branch, accept=True)
    assert listed.memberships.count() == 1


def test_owned_organization_cannot_be_claimed(cast, guest, signed_in):
    with pytest.raises(JoiningError):
        joining.claim(cast.organization, guest, **CLAIM)
    page = signed_in(guest).get(reverse("organization_claim", args=[cast.organization.slug])).content.decode()
    assert reverse("organization_join", args=[cast.organization.slug]) in page


def test_claiming_twice_is_one_claim(guest, listed):
    joining.claim(listed, guest, **CLAIM)
    with pytest.raises(AlreadyAsked):
        joining.claim(listed, guest, **CLAIM)
    assert Claim.objects.count() == 1


def test_state_of_a_claim_is_not_posted_along(guest, listed, signed_in):
    signed_in(guest).post(
        reverse("organization_claim", args=[listed.slug]), {**CLAIM, "state": "accepted", "user": "1"}
    )
    claimed = Claim.objects.get()
    assert (claimed.state, claimed.user) == ("waiting", guest)


@pytest.mark.parametrize(
    "kind",
    [
        "join_request",
        "join_accepted",
        "join_declined",
        "invitation_accepted",
        "membership_role",
        "membership_ended",
        "member_left",
        "claim_accepted",
        "claim_declined",
    ],
)
def test_every_notice_has_a_subject_and_a_text(cast, kind):
    organization = make_organization("Bread & <Roses>")
    context = {"person": "Grace & Guest", "role": "editor", "text": "Own words"}
    notice = Notice.objects.create(recipient=cast.author, kind=kind, organization=organization, context=context)
    subject, text = render(notice, "en")
    assert "Bread & <Roses>" in subject
    assert len(text) > 60
    assert "http" in text
    assert "&amp;" not in subject + text


def test_visitor_is_asked_to_sign_in_and_keeps_the_words(cast, guest):
    client = Client()
    address = reverse("organization_join", args=[cast.organization.slug])
    answer = client.post(address, {"message": "I run the youth programme."})
    assert answer.url.startswith(reverse("account_login"))
    assert not JoinRequest.objects.exists()
    back = client.post(answer.url, {"login": "guest", "password": PASSWORD, "next": address}, follow=True)
    page = back.content.decode()
    assert "I run the youth programme." in page
    assert "your text was kept" in page
    assert "your text was kept" not in client.get(address).content.decode()
