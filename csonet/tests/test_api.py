"""The interface for programs: what it gives, what it refuses and how it says so; schemathesis finds nothing wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.utils import timezone

from accounts.models import ConsultativeStatus
from accounts.register.tests.test_timeline import decide, vote
from csonet.content.models import Item
from csonet.opendata.datasets import datasets
from csonet.portal.api.operations import api
from csonet.reference import vocabulary
from csonet.testing.makers import make_item, make_organization, make_practice
from csonet.tests.test_hostile import NAUGHTY
from csonet.tests.test_opendata import REGISTER, filled  # noqa: F401  # a fixture
from events.tests.makers import make_event, make_rule
from projects.models import Offer, Partnership

ROOT = "/api/v1/"
NOUNS = sorted(Item.nouns())
TABLES = (*(name for name in REGISTER if name != "organizations"), "partnerships")
LISTS = (*(f"items/{kind}" for kind in sorted(Item.every_noun())), "organizations", *TABLES)


def read(client, path: str, expected: int = 200, **parameters) -> dict:
    answer = client.get(ROOT + path, parameters)
    assert answer.status_code == expected, answer.content
    assert answer["Content-Type"] == ("application/json" if expected == 200 else "application/problem+json")
    assert not answer.cookies
    return answer.json()


# --- What it gives ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_root_names_everything_there_is(visitor):
    told = read(visitor, "")
    assert set(told["lists"]) == set(datasets())
    for address in (*told["lists"].values(), *told["vocabularies"].values(), told["openapi"]):
        assert visitor.get(address.removeprefix(site.SITE_URL)).status_code == 200, address


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_the_records_of_its_file(filled, visitor, path):  # noqa: F811
    dataset = datasets()[path.removeprefix("items/")]
    answer = visitor.get(dataset.address("json"))
    records = json.loads(b"".join(answer.streaming_content))
    told = read(visitor, path, per_page=100)
    assert told == {"results": records, "next": None, "previous": None}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", NOUNS)
def test_one_item_is_found_by_its_key_and_answers_not_modified(cast, visitor, kind, time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z", tick=False)
    cast.organization.save()
    item = make_item(Item.nouns()[kind], organization=cast.organization, author=cast.author)
    time_machine.move_to("2026-03-01T13:00:00Z", tick=False)
    path = f"{ROOT}items/{kind}/{item.key}"
    answer = visitor.get(path)
    assert answer.json()["id"] == item.key.urn
    assert answer.json() == read(visitor, f"items/{kind}")["results"][0]
    for headers in ({"if-none-match": answer["ETag"]}, {"if-modified-since": answer["Last-Modified"]}):
        again = visitor.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_one_organization_is_found_by_its_number(cast, visitor):
    told = read(visitor, f"organizations/{cast.organization.pk}")
    assert (told["id"], told["name"]) == (cast.organization.pk, cast.organization.name)
    assert "contact_email" not in told
    for hidden in (cast.waiting_organization.pk, 2**63 - 1, 2**70):
        assert visitor.get(f"{ROOT}organizations/{hidden}").status_code in (404, 422)


@pytest.mark.django_db
def test_the_filters_are_those_of_the_list(cast, visitor):
    water, other = (make_practice(organization=cast.organization, author=cast.author) for _number in range(2))
    water.goals.set([6])
    water.countries.set(["KE"])
    water.tags.add("rain water")

    def found(**parameters) -> list[str]:
        return [record["id"] for record in read(visitor, "items/practice", **parameters)["results"]]

    assert found() == [other.key.urn, water.key.urn]
    assert found(sort="old") == [water.key.urn, other.key.urn]
    for parameters in ({"goal": ["6", "7"]}, {"country": "KE"}, {"region": "002"}, {"tag": "rain-water"}):
        assert found(**parameters) == [water.key.urn]
    assert len(found(organization=cast.organization.slug)) == 2
    assert found(organization="no-such-organization") == []
    assert found(tag=["no-such-tag"]) == []
    assert found(organization=["no-such", cast.organization.slug], goal="6") == [water.key.urn]


@pytest.mark.django_db
def test_partnerships_are_asked_by_either_party(cast, visitor):
    request = make_item(Item.nouns()["request"], organization=cast.organization, author=cast.author)
    offer = Offer.objects.create(request=request, organization=cast.other_organization)
    parties = {"lead": cast.organization, "partner": cast.other_organization}
    Partnership.objects.create(origin=request, offer=offer, started="2026-01-01", **parties)
    for party in (cast.organization, cast.other_organization):
        assert len(read(visitor, "partnerships", organization=party.pk)["results"]) == 1
    assert read(visitor, "partnerships", organization=cast.un_entity.pk)["results"] == []


@pytest.mark.django_db
def test_what_was_answered_has_no_time_of_its_last_change(cast, visitor, time_machine):
    """An answer is counted without a date: whoever asks by date alone would keep the old number for ever."""
    item = make_practice(organization=cast.organization, author=cast.author)
    time_machine.move_to(timezone.now() + timedelta(seconds=5))
    path = f"{ROOT}items/practice/{item.key}"
    before = visitor.get(path)["Last-Modified"]
    Item.objects.filter(pk=item.pk).update(responses=1)
    answer = visitor.get(path, headers={"if-modified-since": before})
    assert (answer.status_code, answer.json()["responses"]) == (200, 1)
    assert "Last-Modified" not in answer


@pytest.mark.django_db
def test_a_new_status_is_a_change_of_the_organization(cast, visitor, time_machine):
    time_machine.move_to(timezone.now() + timedelta(seconds=5))
    path = f"{ROOT}organizations/{cast.organization.pk}"
    before = visitor.get(path)["Last-Modified"]
    ConsultativeStatus.objects.filter(organization=cast.organization).update(is_current=False)
    ConsultativeStatus.objects.create(organization=cast.organization, kind="general", source="x")
    time_machine.shift(5)
    answer = visitor.get(path, headers={"if-modified-since": before})
    assert (answer.status_code, answer.json()["status"]) == (200, "general")


@pytest.mark.django_db
def test_events_are_asked_by_their_time_and_their_sort(cast, visitor):
    """Their list turns to what is to come or over; what is called "sort" is the sort of event there, and no order."""
    own = {"organization": cast.un_entity, "author": cast.moderator}
    make_rule(make_event(title="Next", days=3, **own), closes=timezone.now() + timedelta(days=2))
    make_event(title="Over", days=-3, sort="webinar", **own)

    def found(**parameters) -> set[str]:
        return {record["title"] for record in read(visitor, "items/event", **parameters)["results"]}

    assert found() == found(when=["coming", "past"]) == found(sort=["webinar", "briefing"]) == {"Next", "Over"}
    assert found(when="coming") == found(closing="soon") == found(sort="briefing") == {"Next"}
    assert found(when="past") == found(sort="webinar") == {"Over"}
    for bad in ({"when": "now"}, {"closing": "late"}, {"sort": "old"}):
        read(visitor, "items/event", 422, **bad)
    described = read(visitor, "openapi.json")["paths"]["/api/v1/items/event"]["get"]["parameters"]
    schemas = {one["name"]: one["schema"] for one in described}
    assert "webinar" in schemas["sort"]["items"]["enum"]
    assert schemas["when"]["items"]["enum"] == ["coming", "past"]


@pytest.mark.django_db
def test_the_directory_is_filtered_as_its_page(cast, visitor):
    make_organization("Lake Friends", verification="listed", country_id="KE")
    names = [record["name"] for record in read(visitor, "organizations", country="KE")["results"]]
    assert names == ["Lake Friends"]
    assert read(visitor, "organizations", q="lake friends")["results"][0]["name"] == "Lake Friends"


@pytest.mark.django_db
def test_the_register_is_asked_by_organization_session_and_kind(cast, visitor):
    decide(cast.organization, "2024-06-14", "granted")
    decide(cast.other_organization, "2023-06-05", "closed")
    vote(cast.organization, "2024-06-14", 7, "against")
    own = cast.organization.pk
    for parameters in ({"organization": own}, {"session": "2024-06-14"}, {"kind": "granted"}):
        kinds = [record["kind"] for record in read(visitor, "committee-decisions", **parameters)["results"]]
        assert kinds == ["granted"]
    named = read(visitor, "committee-decisions", q=cast.other_organization.name.upper())["results"]
    assert [record["kind"] for record in named] == ["closed"]
    assert read(visitor, "committee-decisions", q="nobody")["results"] == []
    assert read(visitor, "votes", session="2024-06-14")["results"][0]["vote"] == "against"
    assert read(visitor, "roll-calls", organization=cast.other_organization.pk)["results"] == []


@pytest.mark.django_db
def test_vocabularies_are_told_in_the_language_that_is_asked_for(visitor):
    assert len(read(visitor, "vocabularies/goals")["results"]) == 17
    assert len(read(visitor, "vocabularies/countries")["results"]) == len(vocabulary.countries())
    english = visitor.get(ROOT + "vocabularies/goals")
    french = visitor.get(ROOT + "vocabularies/goals", headers={"accept-language": "fr"})
    named = visitor.get(ROOT + "vocabularies/goals?lang=fr", headers={"accept-language": "ar"})
    assert french.json() == named.json() != english.json()
    assert (french["Content-Language"], named["Content-Language"]) == ("fr", "fr")
    assert "Accept-Language" in french["Vary"]
    assert visitor.get(ROOT + "vocabularies/goals?lang=zh-hans")["Content-Language"] == "zh-Hans"


@pytest.mark.django_db(transaction=True)
def test_search_finds_what_the_page_finds(cast, visitor):
    item = make_practice(organization=cast.organization, author=cast.author, title="Tanks & jars for rain")
    call_command("rebuild_search", verbosity=0)
    told = read(visitor, "search", q="jars")
    assert (told["total"], told["total_is_capped"]) == (1, False)
    hit = told["results"][0]
    assert (hit["id"], hit["title"], hit["kind"]) == (item.key.urn, "Tanks & jars for rain", "practice")
    assert hit["url"].endswith(item.get_absolute_url())
    assert read(visitor, "search", q="jars", kind="news")["results"] == []


@pytest.mark.django_db
def test_pages_lead_to_their_neighbours(cast, visitor):
    for _number in range(5):
        make_practice(organization=cast.organization, author=cast.author).goals.set([6])
    first = read(visitor, "items/practice", per_page=2, goal="6")
    second = visitor.get(first["next"].removeprefix(site.SITE_URL)).json()
    third = visitor.get(second["next"].removeprefix(site.SITE_URL)).json()
    seen = [record["id"] for page in (first, second, third) for record in page["results"]]
    assert len(seen) == len(set(seen)) == 5
    assert "goal=6" in first["next"]
    assert (first["previous"], third["next"]) == (None, None)
    assert visitor.get(third["previous"].removeprefix(site.SITE_URL)).json() == second


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("path", "queries"), [("items/practice", 6), ("organizations", 7), ("committee-decisions", 4), ("votes", 2)]
)
def test_a_page_takes_as_many_queries_for_twenty_as_for_one(
    cast, visitor, django_assert_num_queries, path, queries, count
):
    for number in range(count):
        organization = make_organization()
        make_practice(organization=organization, author=cast.author).goals.set([6])
        decide(organization, "2024-06-14", "granted")
        vote(organization, "2024-06-14", number + 1, "against")
    with django_assert_num_queries(queries):
        read(visitor, path, per_page=20)


# --- What it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "parameters", "bad"),
    [
        ("items/practice", {"goal": "99"}, "goal"),
        ("items/practice", {"goal": ["6", "x"]}, "goal"),
        ("items/practice", {"goul": "6"}, "goul"),
        ("items/practice", {"page": "0"}, "page"),
        ("items/practice", {"page": "501"}, "page"),
        ("items/practice", {"per_page": "1000"}, "per_page"),
        ("items/practice", {"page": "x"}, "page"),
        ("items/practice", {"sort": "sideways"}, "sort"),
        ("items/practice", {"sort": ["old", "new"]}, "sort"),
        ("items/practice", {"tag": "\0"}, "tag"),
        ("items/practice", {"tag": ""}, "tag"),
        ("items/practice", {"tag": ["t"] * 21}, "tag"),
        ("organizations", {"country": "XX"}, "country"),
        ("committee-decisions", {"session": "2024-02-30"}, "session"),
        ("committee-decisions", {"organization": "9" * 30}, "organization"),
        ("committee-decisions", {"kind": "maybe"}, "kind"),
        ("vocabularies/goals", {"lang": "tlh"}, "lang"),
        ("search", {}, "q"),
        ("search", {"q": "x" * 201}, "q"),
        ("search", {"q": "x", "kind": "user"}, "kind"),
    ],
)
def test_what_cannot_be_is_told_with_the_name_of_the_parameter(visitor, path, parameters, bad):
    told = read(visitor, path, 422, **parameters)
    assert told["status"] == 422
    assert bad in {error["parameter"] for error in told["errors"]}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["nothing", "items/practice/x", "items/nothing", "items/practice/" + "0" * 36, "x/"])
def test_what_is_not_there_is_a_problem_for_programs(visitor, path):
    assert read(visitor, path, 404)["status"] == 404


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["", "items/practice", "nothing", "openapi.json", "search"])
def test_nothing_can_be_changed_by_it(visitor, method, path):
    answer = getattr(visitor, method)(ROOT + path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Content-Type"] == "application/problem+json"
    assert not answer.cookies


@pytest.mark.django_db
def test_scripts_of_other_sites_may_read(visitor):
    for answer in (visitor.get(ROOT), visitor.options(ROOT + "items/practice"), visitor.get(ROOT + "nothing")):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    asked = visitor.options(ROOT + "items/practice", headers={"access-control-request-method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.django_db
def test_head_is_get_without_the_body(cast, visitor):
    make_practice(organization=cast.organization, author=cast.author)
    whole, head = visitor.get(ROOT + "items/practice"), visitor.head(ROOT + "items/practice")
    assert head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], whole["Content-Length"])


@pytest.mark.django_db
def test_whoever_asks_too_often_is_told_when_to_come_again(visitor, settings):
    settings.API_RATE = "2/m/ip"
    assert [visitor.get(ROOT).status_code for _turn in range(3)] == [200, 200, 429]
    told = visitor.get(ROOT)
    assert (told["Retry-After"], told["Content-Type"]) == ("60", "application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["branch", "author", "colleague", "outsider", "newcomer", "moderator"])
def test_nobody_is_known_to_it(cast, signed_in, visitor, django_assert_max_num_queries, who):
    """A signed-in person gets byte for byte what a visitor gets: their cookie is not even read."""
    make_practice(organization=cast.organization, author=cast.author, audience="members")
    make_practice(organization=cast.organization, author=cast.author, status="draft")
    make_practice(organization=cast.organization, author=cast.author)
    client = signed_in(getattr(cast, who))
    for path in ("items/practice", "organizations", "committee-decisions", "partnerships"):
        own, public = client.get(ROOT + path), visitor.get(ROOT + path)
        assert own.content == public.content
        assert own["Cache-Control"] == public["Cache-Control"] == "public, no-cache"
        assert "Cookie" not in own["Vary"]
    assert len(client.get(ROOT + "items/practice").json()["results"]) == 1
    with django_assert_max_num_queries(6):
        client.get(ROOT + "items/practice")


@pytest.mark.django_db
@pytest.mark.parametrize("what", NAUGHTY)
def test_hostile_values_are_refused_and_break_nothing(visitor, what):
    visitor.raise_request_exception = False
    value = NAUGHTY[what][:5000]
    tried = {
        "items/practice": ("goal", "tag", "organization", "country", "since", "sort", "page", "per_page"),
        "organizations": ("q", "status", "region"),
        "committee-decisions": ("organization", "session", "kind"),
        "vocabularies/topics": ("lang",),
        "search": ("q", "kind", "language"),
    }
    for path, parameters in tried.items():
        for parameter in parameters:
            answer = visitor.get(ROOT + path, {parameter: value})
            assert answer.status_code in (200, 422), (path, parameter)
            assert not answer.cookies
    assert visitor.get(ROOT + "items/practice", dict.fromkeys(tried["items/practice"], value)).status_code == 422
    assert visitor.get(ROOT + "items/practice", {value[:500]: "1"}).status_code == 422


# --- The description --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_description_lists_the_filters_with_their_values(visitor):
    told = read(visitor, "openapi.json")
    assert told["openapi"] == "3.1.0"
    practices = told["paths"]["/api/v1/items/practice"]["get"]
    parameters = {one["name"]: one["schema"] for one in practices["parameters"]}
    assert parameters["goal"]["items"]["enum"] == [str(number) for number in range(1, 18)]
    assert "KE" in parameters["country"]["items"]["enum"]
    assert parameters["per_page"]["maximum"] == 100
    for name, dataset in datasets().items():
        record = told["components"]["schemas"][name.title().replace("-", "")]
        assert list(record["properties"]) == dataset.columns


@pytest.mark.django_db
def test_the_description_names_each_answer_with_its_headers(cast, visitor, settings):
    """What is sent is described: each status with its headers, and under what licence it all is."""
    item = make_practice(organization=cast.organization, author=cast.author)
    told = read(visitor, "openapi.json")
    assert told["info"]["license"]["url"] == settings.OPEN_DATA_LICENCE
    sent = {
        "/items/practice": "items/practice",
        "/vocabularies/goals": "vocabularies/goals",
        "/search": "search?q=rain",
    }
    sent |= {"/items/practice/{key}": f"items/practice/{item.key}", "/search": "search?q=rain", "/": ""}
    for path, address in sent.items():
        described = told["paths"][f"/api/v1{path}"]["get"]["responses"]
        assert {"200", "304", "400", "422", "429", "503"} <= set(described), path
        assert all("Retry-After" in described[status]["headers"] for status in ("429", "503"))
        answer = visitor.get(ROOT + address)
        known = {"ETag", "Cache-Control", "Link", "Last-Modified"}
        if "vocabularies" in path:
            known |= {"Content-Language"}
        promised = set(described["200"]["headers"])
        assert {name for name in known if name in answer} - {"Last-Modified"} == promised - {"Last-Modified"}, path
    assert "Last-Modified" in told["paths"]["/api/v1/items/practice/{key}"]["get"]["responses"]["200"]["headers"]
    assert "404" in told["paths"]["/api/v1/items/practice/{key}"]["get"]["responses"]


@pytest.mark.django_db
def test_the_description_stays_the_same_whatever_the_reader_speaks(visitor):
    english = visitor.get(ROOT + "openapi.json").json()
    assert visitor.get(ROOT + "openapi.json", headers={"accept-language": "ar"}).json() == english


#: What schemathesis does: values as described and others for every operation; each bound of each parameter where there
#: are not hundreds of values.
BOUNDED = ("index", "read-practice", "list-committee-decisions", "list-votes", "list-goals", "read-organization")
SCHEMATHESIS = {
    "every operation": (["--phases=fuzzing,stateful", "--max-examples=5"], ()),
    "every bound": (["--phases=examples,coverage"], BOUNDED),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", SCHEMATHESIS)
def test_schemathesis_finds_nothing_wrong(filled, live_server, settings, tmp_path, what):  # noqa: F811
    """The same values in each run."""
    phases, operations = SCHEMATHESIS[what]
    settings.API_RATE = settings.SEARCH_RATE = ""
    program = Path(sys.executable).parent / "schemathesis"
    command = [str(program), "run", f"{live_server.url}{ROOT}openapi.json", "--url", live_server.url]
    command += ["--checks", "all", "--generation-deterministic", "--continue-on-failure", "--no-color"]
    command += [*phases, *(f"--include-operation-id={name}" for name in operations)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    run = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, timeout=120, env=environment, check=False, cwd=tmp_path
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
    assert f"Tested: {len(operations) or len(api.get_openapi_schema()['paths'])}" in run.stdout
