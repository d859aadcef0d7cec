"""The dashboard: what is mine, what waits, what I was told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Claim, Invitation, JoinRequest, VerificationDecision
from csonet.content.models import Decision, Reason, Revision
from csonet.notifications.models import Notice
from csonet.testing.makers import make_organization, make_practice, make_user

pytestmark = pytest.mark.django_db
DASHBOARD = "/en/dashboard/"


def page_of(client):
    return client.get(DASHBOARD).content.decode()


def test_visitors_are_asked_to_sign_in(visitor):
    response = visitor.get(DASHBOARD)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/en/accounts/login/")


def test_my_work_is_there_and_nobody_elses(cast, signed_in):
    mine = {"organization": cast.organization, "author": cast.author}
    for status in ("draft", "submitted", "published"):
        make_practice(title=f"Mine {status}", status=status, **mine)
    returned = make_practice(title="Mine returned", status="returned", **mine)
    Decision.objects.create(
        item=returned, action="return", from_status="submitted", to_status="returned", version=2,
        reason=Reason.objects.order_by("position").first(), text="Please say <b>where</b>.",
    )  # fmt: skip
    theirs = {"organization": cast.other_organization, "author": cast.outsider}
    make_practice(title="Leak draft", status="draft", **theirs)
    make_practice(title="Leak returned", status="returned", **theirs)
    page = page_of(signed_in(cast.author))
    for status in ("draft", "submitted", "published", "returned"):
        assert f"Mine {status}" in page
    assert Reason.objects.order_by("position").first().text_en[:30] in page
    assert "Please say &lt;b&gt;where&lt;/b&gt;." in page
    assert reverse("practice_edit", args=[returned.slug]) in page
    assert "Leak" not in page
    assert "Mine draft" in page_of(signed_in(cast.colleague))


def test_a_returned_revision_is_shown_with_its_words(cast, signed_in):
    item = make_practice(title="Published wells", organization=cast.organization, author=cast.author)
    revision = Revision.objects.create(item=item, status="returned", edited_by=cast.author)
    Decision.objects.create(
        item=item, revision=revision, action="return", from_status="submitted", to_status="returned", version=2,
        text="Which year was it?",
    )  # fmt: skip
    page = page_of(signed_in(cast.author))
    assert "Which year was it?" in page
    assert "Changes to published work" in page


def test_a_newcomer_sees_the_organizations_state_and_the_next_step(cast, signed_in):
    client = signed_in(cast.newcomer)
    assert "three working days" in page_of(client)
    organization = cast.waiting_organization
    organization.verification = "returned"
    organization.save()
    VerificationDecision.objects.create(
        organization=organization,
        action="return",
        from_state="registered",
        to_state="returned",
        text="Add the address.",
    )
    page = page_of(client)
    assert "Add the address." in page
    assert reverse("organization_edit", args=[organization.slug]) in page


def test_somebody_without_an_organization_is_told_what_to_do(signed_in):
    page = page_of(signed_in(make_user()))
    assert reverse("organization_new") in page
    assert reverse("organization_list") in page


def test_requests_invitations_and_claims_are_listed_for_those_concerned(cast, signed_in):
    asking = make_user("asking", name="Asking Person")
    JoinRequest.objects.create(user=asking, organization=cast.organization)
    claimed = make_organization("Claimed Union", verification="listed")
    Claim.objects.create(user=asking, organization=claimed, position="x", email="a@example.org", message="x")
    Invitation.objects.create(
        organization=cast.other_organization, email=asking.email, token_hash="x",
        expires_at=timezone.now() + timezone.timedelta(days=1),
    )  # fmt: skip
    owner = page_of(signed_in(cast.author))
    assert "Asking Person asks to join" in owner
    assert "Asking Person" not in page_of(signed_in(cast.colleague))
    assert "Asking Person asks" not in page_of(signed_in(cast.outsider))
    own = page_of(signed_in(asking))
    assert "You claimed Claimed Union" in own
    assert "invites you" in own


def tell(user, number=1, **kwargs):
    return [Notice.objects.create(recipient=user, kind="contact_test", **kwargs) for _turn in range(number)]


@pytest.fixture
def words(monkeypatch):
    """Notices of the tests need no template."""
    monkeypatch.setattr("csonet.portal.dashboard.work.render", lambda notice, language: (f"Told {notice.pk}", ""))


def test_notices_are_read_one_by_one_or_all_and_only_ones_own(cast, signed_in, words):
    mine, theirs = tell(cast.author, 3), tell(cast.outsider)
    client = signed_in(cast.author)
    page = page_of(client)
    assert "3 new notices" in page
    assert f"Told {theirs[0].pk}<" not in page
    read = reverse("notices_read")
    assert client.get(read).status_code == 405
    client.post(read, {"notice": [mine[0].pk, theirs[0].pk, "x", "9" * 40]})
    assert Notice.objects.filter(read_at=None).count() == 3
    client.post(read, {"all": "1"})
    assert list(Notice.objects.filter(read_at=None)) == theirs
    assert "new notice" not in page_of(client)


def test_a_notice_about_what_may_no_longer_be_seen_is_not_shown(cast, signed_in, words):
    item = make_practice(status="draft", organization=cast.other_organization, author=cast.outsider)
    tell(cast.author, item=item)
    tell(cast.author, organization=make_organization(verification="refused"))
    assert "new notice" not in page_of(signed_in(cast.author))


@pytest.mark.parametrize("number", [1, 20])
def test_the_dashboard_asks_the_same_number_of_queries(cast, signed_in, words, number, django_assert_num_queries):
    mine = {"organization": cast.organization, "author": cast.author}
    for turn in range(number):
        for status in ("draft", "submitted", "published", "returned"):
            item = make_practice(status=status, **mine)
        Decision.objects.create(
            item=item, action="return", from_status="submitted", to_status="returned", version=2, text="Why?"
        )
        Revision.objects.create(item=make_practice(**mine), status="submitted")
        JoinRequest.objects.create(user=make_user(f"asking{turn}"), organization=cast.organization)
        tell(cast.author, item=item)
    client = signed_in(cast.author)
    page_of(client)
    with django_assert_num_queries(24):
        page_of(client)
