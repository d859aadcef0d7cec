"""The real decisions of 1998-2024, where the shared folder stands beside the repository."""

import pytest
from django.conf import settings

from accounts.models import CommitteeDecision, CommitteeSession, Organization, RollCall, Vote
from accounts.models.register import DecisionKind

DIRECTORY = settings.BASE_DIR.parent / "shared" / "data" / "ngo_committee"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DIRECTORY.is_dir(), reason=f"the real files are not there: {DIRECTORY}"),
]


def test_all_rows_arrive(run_import):
    code, out, err = run_import(DIRECTORY)
    assert (code, err) == (0, "")
    kinds = {str(kind): CommitteeDecision.objects.filter(kind=kind).count() for kind in DecisionKind}
    assert kinds == {
        "granted": 6195,
        "deferred-first": 2641,
        "deferred-again": 4901,
        "closed": 854,
        "withdrawn-by-applicant": 54,
        "not-recommended": 40,
        "status-withdrawn": 17,
        "reclassification-deferred": 66,
        "name-changed": 204,
        "merged": 11,
    }
    assert (RollCall.objects.count(), Vote.objects.count()) == (96, 1788)
    assert CommitteeSession.objects.with_grants().count() == 44
    assert Organization.objects.filter(verification="listed").count() == 7733
    assert_known_histories()
    assert "6,195" in out
    code, out, err = run_import(DIRECTORY)
    assert (code, err) == (0, "")
    assert "nothing is new" in out


def assert_known_histories():
    dalit = Organization.objects.get(name="International Dalit Solidarity Network")
    assert dalit.committee_decisions.filter(kind__startswith="deferred").count() == 26
    assert dalit.roll_calls.get().votes.filter(vote="in favor").count() == 5
    assert not dalit.statuses.exists()
    action = Organization.objects.get(name="Practical Action")
    assert action.former_names.get().name == "Intermediate Technology Development Group"
    assert (action.statuses.get().kind, action.statuses.get().year_granted) == ("roster", 1987)
    grants = CommitteeDecision.objects.filter(kind="granted")
    assert grants.filter(session__closed_on="2014-06-12").count() == 158
    assert grants.filter(session__closed_on="2024-06-14").count() == 103
