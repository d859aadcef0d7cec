"""The public pages of the Committee's decisions."""

import csv
import io

import pytest

from accounts.models import CommitteeDecision, RollCall
from accounts.register.tests.test_timeline import decide, session, vote
from csonet.opendata.writing import harmless
from csonet.testing.makers import make_organization

SESSIONS = "/en/decisions/"
SESSION = "/en/decisions/2024-06-14/"
EXPORT = SESSION + "decisions.csv"


@pytest.fixture
def water(db):
    organization = make_organization("Water Friends", verification="listed")
    decide(organization, "2024-06-14", "granted", was_direct=True)
    decide(organization, "2023-06-05", "deferred-first")
    return organization


def page_of(client, url, **data) -> str:
    response = client.get(url, data)
    assert response.status_code == 200, url
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_all_sessions_with_their_figures(water, visitor):
    decide(make_organization("Other", verification="listed"), "2024-06-14", "name-changed", new_name="Another")
    vote(water, "2003-08-28", 9, "against")
    page = page_of(visitor, SESSIONS)
    assert 'href="/en/decisions/2024-06-14/"' in page
    assert '<th scope="row">2024</th><td class="number">1</td>' in page
    assert "On these dates the source records decisions and votes" in page
    assert "1 session<" in page


def test_before_the_import_the_page_says_so(db, visitor):
    assert "No decisions have been entered yet" in page_of(visitor, SESSIONS)


def test_a_session_groups_its_decisions_by_kind(water, visitor):
    decide(make_organization("Dawn", verification="listed"), "2024-06-14", "closed", "DAWN <b>")
    page = page_of(visitor, SESSION)
    assert page.index("Recommended for consultative status</h2>") < page.index("no answer to the Committee</h2>")
    assert f'<a href="{water.get_absolute_url()}"><bdi>Water Friends</bdi></a>' in page
    assert "<bdi>DAWN &lt;b&gt;</bdi>" in page
    assert "on first consideration" in page


def test_a_session_by_kind_and_by_name(water, visitor):
    decide(make_organization("École", verification="listed"), "2024-06-14", "closed", "École pour tous")
    page = page_of(visitor, SESSION, kind="closed")
    assert "École pour tous" in page
    assert "Water Friends" not in page
    for text in ("ecole", "ÉCOLE  POUR"):
        assert "École pour tous" in page_of(visitor, SESSION, q=text)
        assert "Water Friends" not in page_of(visitor, SESSION, q=text)
    assert "No decision has such a name" in page_of(visitor, SESSION, q="nobody")


@pytest.mark.parametrize(
    "query", [{"q": "a\x00b"}, {"q": "x" * 100_000}, {"kind": "'; drop"}, {"page": "-7"}, {"page": "x"}]
)
def test_bad_filters_get_a_page_and_no_error(water, visitor, query):
    page = page_of(visitor, SESSION, **query)
    assert ("Water Friends" in page) is (query != {"q": "a\x00b"})
    assert "\x00" not in page


def test_too_long_a_name_is_told_and_kept(water, visitor):
    page = page_of(visitor, SESSION, q="x" * 201)
    assert "Ensure this value has at most 200 characters (it has 201)." in page
    assert "x" * 201 in page


@pytest.mark.parametrize("url", ["/en/decisions/2024-06-15/", "/en/decisions/2024-13-45/", "/en/decisions/votes/77/"])
def test_what_is_not_there_is_not_found(water, visitor, url):
    assert visitor.get(url).status_code == 404


def test_long_sessions_have_pages(water, visitor):
    for number in range(120):
        decide(water, "2024-06-14", "deferred-again", f"Club {number:03}")
    assert "Club 119" not in page_of(visitor, SESSION)
    second = page_of(visitor, SESSION, page="2")
    assert "Club 119" in second
    assert "Water Friends</bdi>" not in second


def test_a_recorded_vote_tells_how_each_state_voted(water, visitor):
    roll_call = vote(water, "2024-06-14", 12, "in favor", "against", "against", "abstent")
    roll_call.votes.create(state="State 0", vote="abstaining")
    page = page_of(visitor, "/en/decisions/votes/12/")
    assert '<th scope="row">Against</th><td class="number">2</td>' in page
    assert "<li>State 1</li><li>State 2</li>" in page
    assert "the source says “abstent”" in page
    assert "The source contradicts itself" in page
    assert f'<a href="{water.get_absolute_url()}">' in page
    assert 'href="/en/decisions/votes/12/"' in page_of(visitor, SESSION)


def test_what_is_not_public_gets_no_link_and_shows_nothing_of_its_own(water, visitor, signed_in, branch):
    hidden = make_organization("Secret Today", verification="suspended", mission="Our secret mission")
    decide(hidden, "2024-06-14", "granted", "Printed Then")
    vote(hidden, "2024-06-14", 13, "against")
    RollCall.objects.filter(number=13).update(topic="On Printed Then")
    pages = [page_of(visitor, url) for url in (SESSION, EXPORT, "/en/decisions/votes/13/")]
    for page in pages:
        assert "Printed Then" in page
        for secret in ("Secret Today", hidden.slug, "secret mission"):
            assert secret not in page
    assert hidden.get_absolute_url() in page_of(signed_in(branch), SESSION)


def test_a_merged_record_leads_to_its_successor(water, visitor):
    former = make_organization("Rain Friends", verification="merged", merged_into=water)
    decide(former, "2024-06-14", "closed")
    assert f'<a href="{water.get_absolute_url()}"><bdi>Rain Friends</bdi></a>' in page_of(visitor, SESSION)


def test_the_export_is_what_is_shown_and_runs_no_formula(water, visitor):
    decide(water, "2024-06-14", "closed", "=HYPERLINK(1)", note="-2+3")
    decide(water, "2024-06-14", "name-changed", "Été, “d’or”", new_name="@sum")
    response = visitor.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="csonet-committee-decisions-2024-06-14.csv"'
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    page = f"http://localhost:8000{water.get_absolute_url()}"
    assert [row[1:] for row in rows] == [
        [
            *("session", "kind", "name_as_printed", "new_name", "on_first_consideration", "note"),
            "organization_url",
        ],
        ["2024-06-14", "granted", "Water Friends", "", "yes", "", page],
        ["2024-06-14", "closed", "'=HYPERLINK(1)", "", "no", "'-2+3", page],
        ["2024-06-14", "name-changed", "Été, “d’or”", "'@sum", "no", "", page],
    ]
    only = page_of(visitor, EXPORT + "?kind=closed")
    assert "HYPERLINK" in only
    assert "Water Friends" not in only


def test_names_stay_away_from_formulas():
    assert [harmless(cell) for cell in ("=1", "+1", "-1", "@a", "\t=1", "Dawn")] == [
        *("'=1", "'+1", "'-1", "'@a", "'\t=1", "Dawn")
    ]


@pytest.mark.parametrize(
    ("url", "queries"),
    [(SESSIONS, 3), (SESSION, 7), (EXPORT, 5), ("/en/decisions/votes/500/", 4)],
)
def test_queries_do_not_grow_with_the_rows(water, visitor, django_assert_num_queries, url, queries):
    roll_call = vote(water, "2024-06-14", 500, "against")
    page_of(visitor, url)
    with django_assert_num_queries(queries):
        page_of(visitor, url)
    for number in range(20):
        organization = make_organization(f"Club {number}", verification="listed")
        decide(organization, "2024-06-14", "granted")
        decide(organization, f"20{number:02}-01-01", "granted")
        vote(organization, "2024-06-14", number + 1, "against", "in favor")
        roll_call.votes.create(state=f"Land {number}", vote="absent")
    with django_assert_num_queries(queries):
        page_of(visitor, url)


def test_the_public_pages_set_no_cookie(water, visitor):
    for url in (SESSIONS, SESSION, EXPORT):
        assert not visitor.get(url).cookies
    assert CommitteeDecision.objects.count() == 2
    assert session("2024-06-14").get_absolute_url() == SESSION
