"""What an entry takes over from the record that is merged into it: answers it has none of, and the state."""

import pytest
from django.urls import reverse

from accounts.models import Claim, Organization
from accounts.organizations import inheriting
from accounts.organizations.inheriting import answers_taken
from accounts.organizations.merging import merge
from accounts.organizations.verifying import move
from csonet.notifications.models import Notice
from csonet.reference.models import Goal
from csonet.testing.makers import join, make_organization
from csonet.workflow import MissingReason, WorkflowError

UNCLAIMED = "Nobody has taken care of this entry yet"
PROFILE = {
    "type": "ngo",
    "acronym": "WAFA",
    "country_id": "KE",
    "address": "PO Box 7, Kisumu",
    "mission": "Clean water within a walk.",
    "languages": ["en", "fr"],
    "established": 1987,
    "scope": "regional",
    "website": "https://water.example.org",
    "contact_name": "Amina Otieno",
    "contact_email": "amina@water.example.org",
    "contact_is_public": True,
    "registration_number": "218/87",
}
#: What is no answer: the record's own identity, and what the merger itself settles.
OWN = {
    *("id", "name", "slug", "name_key", "created", "updated", "is_demo"),
    *("verification", "verified_at", "applicant", "submitted_at", "merged_into", "version"),
}


@pytest.fixture
def listed(db):
    return make_organization("Water for All Kisumu", verification="listed")


@pytest.fixture
def profile(cast):
    """A registered organization with a full profile; the newcomer owns it."""
    organization = cast.waiting_organization
    Organization.objects.filter(pk=organization.pk).update(applicant=cast.newcomer, **PROFILE)
    organization.goals.add(Goal.objects.get(pk=6))
    organization.refresh_from_db()
    return organization


@pytest.fixture
def merged(signed_in, cast, listed):
    """Merge a record into the entry of the register, as the officer does it."""

    def merged(organization: Organization) -> Organization:
        desk, page = signed_in(cast.branch), reverse("admin:accounts_organization_merge", args=[organization.pk])
        response = desk.post(page, {"target": listed.pk, "version": organization.version})
        assert response.status_code == 302, response.content.decode()
        return Organization.objects.get(pk=listed.pk)

    return merged


def test_an_approved_profile_lives_on_under_the_entry_of_the_register(cast, profile, merged, signed_in, visitor):
    move(profile, "approve", actor=cast.branch)
    survivor = merged(profile)
    assert {name: getattr(survivor, name) for name in PROFILE} == PROFILE
    assert [goal.pk for goal in survivor.goals.all()] == [6]
    assert (survivor.verification, survivor.verified_at) == ("verified", profile.verified_at)
    public = visitor.get(survivor.get_absolute_url()).content.decode()
    assert "Clean water within a walk." in public
    assert UNCLAIMED not in public
    member = signed_in(cast.newcomer)
    assert member.get(reverse("organization_edit", args=[survivor.slug])).status_code == 200
    assert member.get(reverse("practice_new")).status_code == 200


def test_it_is_in_the_record_and_nobody_is_told_of_a_new_approval(cast, profile, merged):
    move(profile, "approve", actor=cast.branch)
    Notice.objects.all().delete()
    steps = list(merged(profile).verification_decisions.all())
    assert [(step.action, step.from_state, step.to_state, step.actor) for step in steps] == [
        ("absorb", "verified", "verified", cast.branch),
        ("approve", "listed", "verified", cast.branch),
    ]
    assert {"mission", "country", "contact_is_public"} <= set(steps[0].changed)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"organization_merged"}


def test_a_registration_waits_on_in_the_queue(cast, profile, merged, signed_in):
    survivor = merged(profile)
    assert (survivor.verification, survivor.applicant) == ("registered", cast.newcomer)
    assert survivor.submitted_at == profile.submitted_at
    page = signed_in(cast.branch).get("/admin/accounts/organization/?verification__exact=registered")
    assert survivor.name in page.content.decode()
    assert signed_in(cast.newcomer).get(reverse("organization_edit", args=[survivor.slug])).status_code == 200
    move(survivor, "approve", actor=cast.branch)
    assert Notice.objects.filter(kind="organization_approved", recipient=cast.newcomer).exists()


def test_what_was_asked_of_the_applicant_is_still_asked(cast, profile, merged, signed_in):
    move(profile, "return", actor=cast.branch, text="Which year?")
    survivor = merged(profile)
    assert survivor.verification == "returned"
    page = signed_in(cast.newcomer).get(reverse("organization_edit", args=[survivor.slug])).content.decode()
    assert "Which year?" in page


@pytest.mark.parametrize(("before", "act"), [("verified", "suspend"), ("registered", "refuse")])
def test_who_was_shut_out_does_not_get_an_entry(cast, profile, listed, before, act):
    Organization.objects.filter(pk=profile.pk).update(verification=before)
    move(profile, act, actor=cast.branch, text="Not now.")
    with pytest.raises(WorkflowError, match="Decide about it again first"):
        merge(profile, listed, actor=cast.branch)
    listed.refresh_from_db()
    assert (listed.verification, listed.mission) == ("listed", "")


def test_one_registration_of_a_name_is_enough(cast, profile, listed):
    make_organization(listed.name, verification="registered", applicant=cast.newcomer)
    with pytest.raises(WorkflowError, match="merge that one first"):
        merge(profile, listed, actor=cast.branch)


def test_no_forged_decision_takes_an_entry_out_of_the_register(cast, listed):
    with pytest.raises(MissingReason):
        move(listed, "take-over", actor=cast.branch)


def test_what_stands_is_never_replaced(cast, profile):
    """And half a contact or half a registration is not made whole with somebody else's."""
    survivor = cast.organization
    own = {"mission": "Wells.", "contact_name": "Bo", "registration_number": "A 1", "is_un_entity": False}
    Organization.objects.filter(pk=survivor.pk).update(contact_email="", contact_is_public=False, website="", **own)
    Organization.objects.filter(pk=profile.pk).update(is_un_entity=True, registration_authority="The State")
    merge(profile, survivor, actor=cast.branch)
    survivor.refresh_from_db()
    assert {name: getattr(survivor, name) for name in own} == own
    assert (survivor.contact_email, survivor.registration_authority) == ("", "")
    assert (survivor.contact_is_public, survivor.website) == (False, PROFILE["website"])
    assert survivor.verification == "verified"


def test_a_logo_goes_along(cast, profile, listed):
    Organization.objects.filter(pk=profile.pk).update(logo="logos/wafa.webp")
    merge(profile, listed, actor=cast.branch)
    listed.refresh_from_db()
    profile.refresh_from_db()
    assert (listed.logo.name, profile.logo.name) == ("logos/wafa.webp", "")


def test_an_entry_does_not_become_its_own_office(cast, profile, listed):
    region = make_organization("Water for All Africa", parent=listed)
    Organization.objects.filter(pk=profile.pk).update(parent=region)
    profile.refresh_from_db()
    assert "parent" not in answers_taken(profile, listed)
    Organization.objects.filter(pk=region.pk).update(parent=cast.other_organization)
    assert "parent" in answers_taken(Organization.objects.get(pk=profile.pk), listed)


def test_the_officer_reads_before_which_answers_and_which_state_are_taken_over(cast, profile, listed, signed_in):
    page = reverse("admin:accounts_organization_merge", args=[profile.pk])
    text = signed_in(cast.branch).get(page, {"target": listed.pk}).content.decode()
    for piece in ("Country of the headquarters: Kenya", "Mission: Clean water", "it waits for approval"):
        assert piece in text
    text = signed_in(cast.branch).get(page, {"target": cast.organization.pk}).content.decode()
    assert "known from the register only" not in text


def test_every_answer_of_a_profile_is_thought_of():
    taken = {name for group in inheriting.ANSWERS for name in group} | {"is_un_entity", "contact_is_public"}
    assert {field.name for field in Organization._meta.concrete_fields} == taken | OWN


def test_an_entry_with_an_owner_is_not_offered_for_a_claim(cast, listed, visitor, signed_in):
    assert UNCLAIMED in visitor.get(listed.get_absolute_url()).content.decode()
    join(cast.newcomer, listed)
    assert UNCLAIMED not in visitor.get(listed.get_absolute_url()).content.decode()
    claim = {"position": "Chair", "email": "a@b.example", "message": "It is ours."}
    signed_in(cast.outsider).post(reverse("organization_claim", args=[listed.slug]), claim)
    assert not Claim.objects.exists()
