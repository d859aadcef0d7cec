"""Merging two records: everything moves, conflicts are settled, the old address leads on."""

from datetime import timedelta

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.models import (
    Claim,
    ConsultativeStatus,
    FormerName,
    Invitation,
    JoinRequest,
    Membership,
    Organization,
    VerificationDecision,
)
from accounts.names import name_key
from accounts.organizations.merging import merge, references, what_moves
from csonet.content.models import Item
from csonet.notifications.models import Notice
from csonet.testing.makers import join, make_organization, make_practice, make_user
from csonet.workflow import NotAllowed, VersionConflict, WorkflowError


@pytest.fixture
def double(cast):
    """Another record of the author's organization, with something in every table that is easily filled."""
    organization = make_organization("Water for All (WAFA)")
    for each in (organization, cast.organization):
        FormerName.objects.create(organization=each, name="Wells for All", name_key=name_key("Wells for All"))
        ConsultativeStatus.objects.create(organization=each, kind="special", source="A list")
        JoinRequest.objects.create(user=cast.outsider, organization=each)
    join(cast.colleague, organization, "owner")
    join(make_user("third"), organization, "member")
    make_practice(organization=organization, author=cast.colleague, title="Tanks of ferro-cement")
    make_organization("Water for All, Lagos", parent=organization)
    return organization


def test_it_says_before_what_will_move(cast, double):
    moving = {str(one.label): one for one in what_moves(double, cast.organization)}
    assert moving["items"].count == 1
    assert moving["items"].examples == ["Tanks of ferro-cement"]
    assert moving["memberships"].count == 2
    assert moving["consultative statuses"].count == 1


def test_nothing_of_the_old_record_is_left_pointing_to_it(cast, double):
    merge(double, cast.organization, actor=cast.branch, version=1)
    for model, name in references():
        assert not model._base_manager.filter(**{name: double}).exists(), (model, name)
    assert Item.objects.get(title="Tanks of ferro-cement").organization == cast.organization
    assert Organization.objects.get(name="Water for All, Lagos").parent == cast.organization


def test_every_table_that_refers_to_organizations_is_known():
    known = {(model._meta.label, name) for model, name in references()}
    assert {
        ("accounts.Membership", "organization"),
        ("accounts.CommitteeDecision", "organization"),
        ("accounts.Organization", "parent"),
        ("content.Item", "organization"),
        ("notifications.Notice", "organization"),
        ("accounts.Organization_goals", "organization"),
    } <= known


def test_conflicts_are_settled(cast, double):
    merge(double, cast.organization, actor=cast.branch)
    roles = dict(Membership.objects.filter(organization=cast.organization).values_list("user__username", "role"))
    assert roles == {"author": "owner", "colleague": "owner", "third": "member"}
    statuses = ConsultativeStatus.objects.filter(organization=cast.organization)
    assert sorted(statuses.values_list("is_current", flat=True)) == [False, True]
    assert JoinRequest.objects.filter(organization=cast.organization).count() == 1
    names = set(FormerName.objects.filter(organization=cast.organization).values_list("name", flat=True))
    assert names == {"Wells for All", "Water for All (WAFA)"}


def test_a_recorded_class_is_kept_against_an_unrecorded_one(cast, double):
    ConsultativeStatus.objects.filter(organization=cast.organization).update(kind="unrecorded")
    merge(double, cast.organization, actor=cast.branch)
    assert ConsultativeStatus.objects.get(organization=cast.organization, is_current=True).kind == "special"


def test_the_old_address_leads_on_for_good(cast, double, visitor):
    merge(double, cast.organization, actor=cast.branch)
    response = visitor.get(f"/en/organizations/{double.slug}/")
    assert (response.status_code, response["Location"]) == (301, cast.organization.get_absolute_url())


def test_a_chain_of_mergers_leads_to_the_last(cast, double, visitor):
    merge(double, cast.organization, actor=cast.branch)
    merge(cast.organization, cast.other_organization, actor=cast.branch)
    response = visitor.get(f"/en/organizations/{double.slug}/", follow=True)
    assert response.redirect_chain[-1][0] == cast.other_organization.get_absolute_url()


def test_an_office_that_takes_its_parents_place_is_not_its_own_office(cast, double):
    office = Organization.objects.get(name="Water for All, Lagos")
    merge(double, office, actor=cast.branch)
    office.refresh_from_db()
    assert office.parent is None


def test_it_is_recorded_on_both_and_told(cast, double):
    decision = merge(double, cast.organization, actor=cast.branch, text="The same people.")
    assert (decision.organization, decision.target, decision.action) == (double, cast.organization, "merge")
    absorbed = VerificationDecision.objects.get(organization=cast.organization)
    assert (absorbed.action, absorbed.target, absorbed.actor) == ("absorb", double, cast.branch)
    notice = Notice.objects.get(kind="organization_merged")
    assert (notice.recipient, notice.organization) == (cast.colleague, cast.organization)


@pytest.mark.parametrize("name", ["author", "outsider", "moderator"])
def test_only_the_branch_merges(cast, double, name):
    with pytest.raises((NotAllowed, WorkflowError)):
        merge(double, cast.other_organization, actor=getattr(cast, name))
    double.refresh_from_db()
    assert double.verification == "verified"


def test_impossible_mergers_change_nothing(cast, double):
    gone = make_organization("Gone", verification="merged", merged_into=cast.other_organization)
    with pytest.raises(WorkflowError):
        merge(double, double, actor=cast.branch)
    with pytest.raises(WorkflowError):
        merge(double, gone, actor=cast.branch)
    with pytest.raises(VersionConflict):
        merge(double, cast.organization, actor=cast.branch, version=7)
    assert Membership.objects.filter(organization=double).count() == 2


@pytest.mark.parametrize("invented", [True, False])
def test_the_demonstration_and_what_is_real_are_not_merged(cast, signed_in, invented):
    one = make_organization("Water for All (WAFA)", is_demo=invented)
    other = make_organization("Water for All Kisumu", is_demo=not invented)
    page = reverse("admin:accounts_organization_merge", args=[one.pk])
    response = signed_in(cast.branch).post(page, {"target": other.pk, "version": one.version})
    assert response.status_code == 409
    assert "invented for the demonstration" in response.content.decode()
    one.refresh_from_db()
    assert one.verification == "verified"


def test_every_row_that_moves_is_named(cast, double, signed_in):
    """In words: a class and a number say nothing."""
    Claim.objects.create(user=cast.outsider, organization=double, position="Chair", email="a@b.example", message="It.")
    later = timezone.now() + timedelta(days=3)
    Invitation.objects.create(organization=double, email="new@wafa.example", token_hash="x" * 64, expires_at=later)
    page = reverse("admin:accounts_organization_merge", args=[double.pk])
    text = signed_in(cast.branch).get(page, {"target": cast.organization.pk}).content.decode()
    assert "new@wafa.example" in text
    assert " object (" not in text
    for model, _name in references():
        assert model._meta.auto_created or model.__str__ is not Model.__str__, model


PAGES = [
    *("organization_detail", "organization_feed", "organization_logo", "organization_history", "organization_edit"),
    *("organization_members", "organization_join", "organization_claim"),
]


@pytest.mark.parametrize("who", ["author", "branch"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_old_address_leads_to_the_same_one(cast, double, signed_in, name, who):
    """The Branch too, which may see what was merged: it would read, edit or invite to what is no more."""
    merge(double, cast.organization, actor=cast.branch)
    response = signed_in(getattr(cast, who)).get(reverse(name, args=[double.slug]), {"page": "2"})
    assert response.status_code == 301
    assert response["Location"] == f"{reverse(name, args=[cast.organization.slug])}?page=2"


@pytest.mark.parametrize("name", ["organization_training", "organization_training_file"])
def test_the_training_of_its_people_too(cast, double, signed_in, name):
    merge(double, cast.organization, actor=cast.branch)
    response = signed_in(cast.author).get(reverse(name, args=[double.slug]))
    assert (response.status_code, response["Location"]) == (301, reverse(name, args=[cast.organization.slug]))


def test_visitors_follow_what_is_public(cast, double, visitor):
    merge(double, cast.organization, actor=cast.branch)
    feed = visitor.get(reverse("organization_feed", args=[double.slug]))
    assert (feed.status_code, feed["Location"]) == (301, reverse("organization_feed", args=[cast.organization.slug]))
    assert visitor.get(reverse("organization_history", args=[double.slug]))["Location"].startswith(
        "/en/accounts/login/"
    )


def test_nothing_leads_to_what_the_reader_may_not_know_and_nothing_is_sent_there(cast, double, signed_in, visitor):
    merge(double, cast.organization, actor=cast.branch)
    address = reverse("organization_edit", args=[double.slug])
    assert signed_in(cast.author).post(address, {"name": "Mine"}).status_code == 404
    Organization.objects.filter(pk=cast.organization.pk).update(verification="suspended")
    assert visitor.get(reverse("organization_feed", args=[double.slug])).status_code == 404
    assert visitor.get(reverse("organization_detail", args=[double.slug])).status_code == 404
