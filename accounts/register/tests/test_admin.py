"""The Branch keeps statuses and the Council's decisions in the admin, and reads there what the Committee did."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import ConsultativeStatus, CouncilDecision
from accounts.register.tests.test_timeline import decide, vote
from accounts.signals import organization_changed
from csonet.testing.makers import make_organization, make_user

STATUS = "/admin/accounts/consultativestatus/"
COUNCIL = "/admin/accounts/councildecision/"


@pytest.fixture
def desk(signed_in, branch):
    return signed_in(branch)


@pytest.fixture
def water(db):
    return make_organization("Water Friends", verification="listed")


def status_data(organization, **changed):
    data = {
        "organization": organization.pk,
        "kind": "special",
        "year_granted": "2011",
        "state": "in-force",
        "is_current": "on",
        "source": "E/2012/INF/1",
    }
    return data | changed


def test_an_officer_records_a_status_with_its_source_and_history(desk, water, branch):
    heard = []
    listen = lambda sender, organization, **kwargs: heard.append(organization)  # noqa: E731  # a listener is a name
    organization_changed.connect(listen)
    response = desk.post(STATUS + "add/", status_data(water))
    organization_changed.disconnect(listen)
    status = ConsultativeStatus.objects.get()
    assert response.status_code == 302
    assert (status.organization, status.kind, status.source) == (water, "special", "E/2012/INF/1")
    assert heard == [water]
    assert LogEntry.objects.get().user == branch
    assert "Water Friends" in desk.get(STATUS, {"q": "water"}).content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"source": ""}, "This field is required."),
        ({"kind": "special", "roster_kind": "council"}, "Only an organization on the Roster has a kind of Roster."),
        ({"since": "2012-01-01", "until": "2011-01-01"}, "The end cannot be before the beginning."),
        ({"kind": "honorary"}, "honorary is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(desk, water, changed, told):
    page = desk.post(STATUS + "add/", status_data(water, **changed)).content.decode()
    assert told in page
    assert not ConsultativeStatus.objects.exists()


def test_a_second_current_status_is_refused_in_words(desk, water):
    water.statuses.create(kind="roster", source="E/1998/INF/1", year_granted=1998)
    page = desk.post(STATUS + "add/", status_data(water)).content.decode()
    assert "The organization has a current status already: Roster (1998)." in page
    assert ConsultativeStatus.objects.count() == 1


def test_the_council_decides_beside_the_committee(desk, water):
    recommended = decide(water, "2022-09-16", "not-recommended")
    data = {
        "organization": water.pk,
        "committee_decision": recommended.pk,
        "outcome": "granted",
        "decided_on": "2022-12-07",
        "source": "the Council's records",
    }
    other = make_organization("Other")
    page = desk.post(COUNCIL + "add/", data | {"organization": other.pk}).content.decode()
    assert "This decision of the Committee is about another organization." in page
    assert desk.post(COUNCIL + "add/", data).status_code == 302
    decision = CouncilDecision.objects.get()
    assert (decision.committee_decision, decision.decided_on) == (recommended, dt.date(2022, 12, 7))
    recommended.refresh_from_db()
    assert recommended.kind == "not-recommended"


@pytest.mark.parametrize("model", ["committeesession", "committeedecision", "rollcall"])
def test_what_the_committee_did_is_read_and_never_typed_over(desk, water, model):
    decision = decide(water, "2022-09-16", "not-recommended")
    roll_call = vote(water, "2022-09-16", 1, "against")
    pk = {"committeesession": decision.session_id, "committeedecision": decision.pk, "rollcall": roll_call.pk}[model]
    root = f"/admin/accounts/{model}/"
    assert desk.get(root).status_code == 200
    assert desk.get(root, {"q": "Water"}).status_code == 200
    assert desk.get(f"{root}{pk}/change/").status_code == 200
    assert desk.post(f"{root}{pk}/change/", {"note": "x"}).status_code == 403
    assert desk.post(f"{root}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{root}add/").status_code == 403


def test_a_recorded_vote_shows_the_states(desk, water):
    roll_call = vote(water, "2022-09-16", 1, "against")
    page = desk.get(f"/admin/accounts/rollcall/{roll_call.pk}/change/").content.decode()
    assert "State 0" in page
    assert "Against" in page


def test_staff_without_the_right_see_nothing(signed_in, water):
    clerk = signed_in(make_user(is_staff=True))
    assert clerk.get(STATUS).status_code == 403
    assert clerk.post(STATUS + "add/", status_data(water)).status_code == 403


def test_lists_ask_the_same_number_of_questions_for_many(desk, water, django_assert_max_num_queries):
    for number in range(20):
        organization = make_organization(f"Club {number}")
        organization.statuses.create(kind="special", source="x")
        decide(organization, "2022-09-16", "granted")
        vote(organization, "2022-09-16", number, "against")
    for model in ("consultativestatus", "councildecision", "committeedecision", "rollcall", "committeesession"):
        with django_assert_max_num_queries(12):
            assert desk.get(f"/admin/accounts/{model}/").status_code == 200


def test_a_decision_of_the_council_is_recorded_once(desk, water):
    data = {"organization": water.pk, "outcome": "granted", "decided_on": "2022-12-07", "source": "records"}
    assert desk.post(COUNCIL + "add/", data).status_code == 302
    page = desk.post(COUNCIL + "add/", data).content.decode()
    assert "This decision of the Council is recorded already." in page
    assert CouncilDecision.objects.count() == 1


def test_of_two_forms_at_once_the_later_is_told(desk, water, monkeypatch):
    data = {"organization": water.pk, "outcome": "granted", "decided_on": "2022-12-07", "source": "records"}
    desk.post(COUNCIL + "add/", data)
    check, checks = CouncilDecision.validate_constraints, iter([lambda *args, **kwargs: None])
    monkeypatch.setattr(
        CouncilDecision, "validate_constraints", lambda row, **kwargs: next(checks, check)(row, **kwargs)
    )
    answer = desk.post(COUNCIL + "add/", data)
    assert answer.status_code == 200
    assert "This decision of the Council is recorded already." in answer.content.decode()
    assert CouncilDecision.objects.count() == 1


@pytest.mark.parametrize("root", [STATUS, COUNCIL])
def test_characters_that_nobody_sees_are_no_source(desk, water, root):
    data = status_data(water, source="E/2012\u202e/INF") | {"outcome": "granted", "decided_on": "2022-12-07"}
    assert "Remove the characters" in desk.post(root + "add/", data).content.decode()
    assert not ConsultativeStatus.objects.exists()
    assert not CouncilDecision.objects.exists()


def test_a_status_is_granted_between_the_committees_first_year_and_the_next(desk, water):
    for year, told in (("1945", "1946"), (str(dt.date.today().year + 2), "less than or equal")):  # noqa: DTZ011
        assert told in desk.post(STATUS + "add/", status_data(water, year_granted=year)).content.decode()
    assert not ConsultativeStatus.objects.exists()
