"""The demonstration goes into an empty portal only, and never where DEBUG is off unless it is asked for by name."""

import pytest
from django.core.management import CommandError, call_command
from django.db.transaction import atomic, set_rollback
from django.test import override_settings

from accounts.models import Organization, User
from csonet.abstract import Confirmation
from csonet.content.models import Case, Item
from csonet.content.search import drift
from csonet.portal.demonstration import CAST, PASSWORD
from practices.models import Practice
from projects.models import (
    CoProposal,
    Interest,
    Offer,
    OfferMessage,
    Partnership,
    ProgressReport,
    Proposal,
    SolutionRequest,
)
from projects.models.choices import Answer, Life, Light, Stage
from projects.reporting import standing_of

pytestmark = pytest.mark.django_db


def assert_courses_travel(client):
    """Whoever signs in as the author finds a package that waits, the course to take away, and a pack for offline."""
    client.force_login(User.objects.get(username="author"))
    page = "/en/training/showing-your-work-in-one-minute/"
    assert f'href="{page}write/package/"' in client.get(f"{page}write/").content.decode()
    html = client.get(f"{page}write/package/").content.decode()
    assert "What would become of the package" in html
    assert "best-practices.imscc" in html
    assert f"{page}write/export/1/cartridge/" in html
    assert f'href="{page}offline/"' in client.get(f"{page}?about=1").content.decode()


@pytest.fixture(scope="class")
def demonstration(django_db_setup, django_db_blocker):
    """What the command loads, once for the tests that only look at it; it is gone after the last of them."""
    cheap = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(DEBUG=True, PASSWORD_HASHERS=cheap), atomic():
        call_command("load_demo", verbosity=0)
        yield
        set_rollback(True)


@pytest.mark.usefixtures("demonstration")
class TestWhatIsThere:
    def test_it_shows_organizations_of_all_regions_and_practices_in_all_languages_and_many_states(self, client):
        assert "all as they should be" in drift.check()
        assert Organization.objects.filter(is_demo=True).count() >= 45
        assert Organization.objects.filter(is_un_entity=True).count() == 5
        regions = set(Organization.objects.filter(is_demo=True).values_list("country__region__parent", flat=True))
        assert {"002", "019", "142", "150", "009"} <= regions | set(
            Organization.objects.values_list("country__region__parent__parent", flat=True)
        )
        assert Practice.objects.count() >= 15
        assert set(Item.objects.values_list("language", flat=True)) == {"ar", "zh-hans", "en", "fr", "ru", "es"}
        assert {"published", "submitted", "draft", "returned", "refused", "archived", "hidden"} <= set(
            Item.objects.values_list("status", flat=True)
        )
        assert Case.objects.open().count() == Item.objects.filter(status="submitted").count() > 1
        for name in CAST:
            assert User.objects.get(username=name).check_password(PASSWORD)
        assert User.objects.get(username="branch").is_branch
        assert_courses_travel(client)
        assert not User.objects.get(username="newcomer").standing.is_member

    def test_it_shows_every_state_of_requests_offers_proposals_and_partnerships(self):
        requests, proposals = SolutionRequest.objects.all(), Proposal.objects.all()
        assert {row.life for row in requests} == set(Life.values)
        assert {"draft", "submitted", "returned", "published", "expired"} <= {row.status for row in requests}
        assert requests.filter(asked_at__isnull=False, status="published").exists()
        assert {row.state for row in Offer.objects.all()} == set(Answer.values)
        assert {row.state for row in Interest.objects.all()} == set(Answer.values) - {Answer.ASKED}
        assert {row.stage for row in proposals} == set(Stage.values)
        standings = [standing_of(row, list(row.reports.all())) for row in proposals]
        assert {standing.light for standing in standings if standing} == set(Light)
        assert any(row.partners_sought and not row.looks_for_partners for row in proposals)
        assert {row.state for row in CoProposal.objects.all()} == set(Confirmation.values)
        assert {row.state for row in Partnership.objects.all()} == {"running", "ended"}
        texts = [row.text for model in (Offer, Interest, OfferMessage) for row in model.objects.all()]
        texts += [row.summary for row in ProgressReport.objects.all()]
        assert len(texts) == len(set(texts)) >= 20
        assert all(len(text) > 20 for text in texts)


def test_it_is_refused_where_debug_is_off(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="known password"):
        call_command("load_demo")
    assert User.objects.count() == 0


def test_it_is_refused_where_somebody_is(settings, author):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="empty portal"):
        call_command("load_demo")
    assert not Organization.objects.filter(is_demo=True).exists()
