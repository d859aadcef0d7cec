"""The one door of verification: who may, when, and who is told in which language."""

import pytest

from accounts.models import VerificationDecision
from accounts.organizations.verifying import move
from accounts.signals import organization_changed
from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.reference.models import OrganizationReason
from csonet.testing.makers import join, make_user
from csonet.workflow import MissingReason, NotAllowed, VersionConflict, WorkflowError, WrongState


@pytest.fixture
def reason(db):
    return OrganizationReason.objects.update_or_create(
        code="test-papers",
        defaults={
            "name_en": "Papers",
            "text_en": "Send us the registration papers.",
            "text_fr": "Envoyez-nous les statuts enregistrés.",
        },
    )[0]


def test_approving_makes_it_public_and_tells_the_owner(cast, visitor):
    organization = cast.waiting_organization
    assert visitor.get(organization.get_absolute_url()).status_code == 404
    decision = move(organization, "approve", actor=cast.branch, version=1)
    assert (decision.from_state, decision.to_state, decision.actor) == ("registered", "verified", cast.branch)
    assert (organization.verification, organization.version) == ("verified", 2)
    assert organization.verified_at
    assert visitor.get(organization.get_absolute_url()).status_code == 200
    assert [notice.recipient for notice in Notice.objects.filter(kind="organization_approved")] == [cast.newcomer]


def test_the_applicant_reads_the_reason_in_the_own_language(cast, reason):
    cast.newcomer.language = "fr"
    cast.newcomer.save()
    move(cast.waiting_organization, "return", actor=cast.branch, reason_code=reason.pk, text="See <page> 2 & 3")
    notice = Notice.objects.get(recipient=cast.newcomer)
    assert notice.mail.language == "fr"
    _subject, body = render(notice, "fr")
    assert "Envoyez-nous les statuts enregistrés." in body
    assert "See <page> 2 & 3" in body
    assert f"/organizations/{cast.waiting_organization.slug}/edit/" in body


@pytest.mark.parametrize(
    ("state", "action", "kind"),
    [
        ("registered", "approve", "organization_approved"),
        ("registered", "refuse", "organization_refused"),
        ("verified", "suspend", "organization_suspended"),
        ("suspended", "reinstate", "organization_reinstated"),
    ],
)
def test_every_decision_has_words(cast, reason, state, action, kind):
    organization = cast.waiting_organization
    organization.verification = state
    organization.save()
    move(organization, action, actor=cast.branch, reason_code=reason.pk)
    subject, body = render(Notice.objects.get(recipient=cast.newcomer, kind=kind), "en")
    assert "New Dawn Foundation" in subject
    assert len(body) > 40


def test_an_applicant_who_is_no_owner_is_told_too(cast, reason):
    applicant = make_user("helper")
    cast.waiting_organization.applicant = applicant
    cast.waiting_organization.save()
    move(cast.waiting_organization, "return", actor=cast.branch, reason_code=reason.pk)
    assert {notice.recipient for notice in Notice.objects.all()} == {applicant, cast.newcomer}


def test_returning_and_refusing_need_a_reason(cast):
    for action in ("return", "refuse"):
        with pytest.raises(MissingReason):
            move(cast.waiting_organization, action, actor=cast.branch)
    with pytest.raises(WorkflowError):
        move(cast.waiting_organization, "return", actor=cast.branch, reason_code="invented")
    assert not VerificationDecision.objects.exists()


def test_two_officers_at_once_get_one_decision(cast, reason):
    move(cast.waiting_organization, "approve", actor=cast.branch, version=1)
    with pytest.raises(VersionConflict) as conflict:
        move(cast.waiting_organization, "refuse", actor=cast.branch, version=1, reason_code=reason.pk)
    assert conflict.value.current == 2
    cast.waiting_organization.refresh_from_db()
    assert cast.waiting_organization.verification == "verified"


def test_nobody_decides_about_their_own_organization(cast):
    join(cast.branch, cast.waiting_organization, "member")
    cast.branch.__dict__.pop("standing", None)
    with pytest.raises(NotAllowed):
        move(cast.waiting_organization, "approve", actor=cast.branch)


def test_nobody_decides_about_what_they_registered(cast):
    cast.waiting_organization.applicant = cast.branch
    cast.waiting_organization.save()
    with pytest.raises(NotAllowed):
        move(cast.waiting_organization, "approve", actor=cast.branch)


@pytest.mark.parametrize("name", ["author", "outsider", "newcomer", "moderator"])
def test_only_the_branch_decides(cast, name):
    for action in ("approve", "refuse", "suspend"):
        with pytest.raises(NotAllowed):
            move(cast.waiting_organization, action, actor=getattr(cast, name), text="x")


def test_only_an_owner_sends_it_again(cast):
    cast.waiting_organization.verification = "returned"
    cast.waiting_organization.save()
    with pytest.raises(NotAllowed):
        move(cast.waiting_organization, "resubmit", actor=cast.outsider)
    move(cast.waiting_organization, "resubmit", actor=cast.newcomer)
    assert cast.waiting_organization.verification == "registered"
    assert cast.waiting_organization.submitted_at


def test_a_wrong_state_is_refused(cast):
    with pytest.raises(WrongState):
        move(cast.organization, "approve", actor=cast.branch)


def test_what_stands_above_hears_of_it(cast):
    heard = []

    def listen(organization, **_kwargs):
        heard.append((organization.pk, organization.verification))

    organization_changed.connect(listen)
    try:
        move(cast.waiting_organization, "approve", actor=cast.branch)
    finally:
        organization_changed.disconnect(listen)
    assert heard == [(cast.waiting_organization.pk, "verified")]
