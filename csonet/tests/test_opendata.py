"""Open data: every list as a file as filtered, what a row says, and the nightly files of all of it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import CommitteeSession, ConsultativeStatus, CouncilDecision, Vote
from accounts.register.tests.test_timeline import decide, vote
from csonet.content.models import Circle, Item
from csonet.content.publication import move
from csonet.notifications.jobs import REGISTRY
from csonet.opendata.datasets import TYPES, _registry, datasets
from csonet.opendata.writing import as_csv, as_json, cell, in_pieces
from csonet.portal.opendata import dumps
from csonet.testing.makers import make_item, make_organization, make_practice
from discussions.tests.makers import make_group, open_topic
from events import materials
from events.tests.makers import make_event, make_rule
from projects import life, reporting

pytestmark = pytest.mark.django_db

REGISTER = (
    "organizations",
    "committee-sessions",
    "committee-decisions",
    "council-decisions",
    "consultative-status",
    "roll-calls",
    "votes",
)
EVERY = (*REGISTER, *sorted(Item.every_noun()), "partnerships")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DUMPS_ROOT = tmp_path / "dumps"


@pytest.fixture
def filled(cast):
    """One row of everything, at least."""
    for noun in Item.nouns().values():
        make_item(noun, organization=cast.organization, author=cast.author).goals.set([6])
    open_topic(make_group(organization=cast.organization, author=cast.author), cast.author)
    decide(cast.organization, "2024-06-14", "granted", was_direct=True)
    vote(cast.organization, "2024-06-14", 7, "against")
    status = {"kind": "special", "year_granted": 2024, "source": "E/2024/INF/5"}
    ConsultativeStatus.objects.create(organization=cast.organization, **status)
    CouncilDecision.objects.create(
        organization=cast.organization, outcome="granted", decided_on="2024-07-22", source="E/2024/32"
    )
    return cast


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows_of(client, address) -> list[dict]:
    return json.loads(body(client.get(address)))


# --- Files of lists ---------------------------------------------------------------------------------------------------


def test_every_noun_and_every_table_of_the_register_is_a_data_set():
    assert set(EVERY) <= set(datasets())
    assert set(datasets()) == {*REGISTER, *Item.every_noun(), "partnerships"}


@pytest.mark.parametrize("name", EVERY)
def test_a_list_is_a_file_in_both_formats_with_its_fields_and_its_licence(filled, visitor, settings, name):
    dataset = datasets()[name]
    text = visitor.get(dataset.address("csv"))
    assert text["Content-Type"] == "text/csv; charset=utf-8"
    assert text["Content-Disposition"] == f'attachment; filename="csonet-{name}.csv"'
    assert f'<{settings.OPEN_DATA_LICENCE}>; rel="license"' in text["Link"]
    assert f'/en/data/#{name}>; rel="describedby"' in text["Link"]
    assert text["Cache-Control"] == "public, no-cache"
    assert not text.cookies
    raw = body(text)
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert table[0] == dataset.columns
    records = rows_of(visitor, dataset.address("json"))
    assert len(records) == len(table) - 1
    assert all(list(record) == dataset.columns for record in records)
    if name != "partnerships":
        assert records


@pytest.mark.parametrize("name", EVERY)
def test_records_hold_what_their_fields_say(filled, visitor, name):
    for record in rows_of(visitor, datasets()[name].address("json")):
        for field in datasets()[name].fields:
            allowed = field.type["type"]
            kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "null": type(None)}
            wanted = tuple(kinds[kind] for kind in ([allowed] if isinstance(allowed, str) else allowed))
            assert isinstance(record[field.name], wanted), field.name


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("format", ["csv", "json"])
def test_who_has_the_file_is_told_so(filled, visitor, name, format):
    address = datasets()[name].address(format)
    first = visitor.get(address)
    body(first)
    again = visitor.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not body(again)


def test_a_new_field_is_another_file(cast, visitor, monkeypatch):
    """Whoever keeps the file would otherwise be told that nothing changed until a row does."""
    address = reverse("practice_export", args=["csv"])
    before = visitor.get(address)["ETag"]
    practices = datasets()["practice"]
    named = replace(practices, fields=(*practices.fields[:-1], replace(practices.fields[-1], name="new")))
    monkeypatch.setitem(_registry, "practice", named)
    assert visitor.get(address)["ETag"] != before


def test_a_change_is_another_file(cast, visitor):
    item = make_practice(organization=cast.organization, author=cast.author)
    address = reverse("practice_export", args=["csv"])
    before = visitor.get(address)["ETag"]
    Item.objects.filter(pk=item.pk).update(responses=3)
    middle = visitor.get(address)["ETag"]
    cast.organization.save()
    assert len({before, middle, visitor.get(address)["ETag"]}) == 3


def test_a_request_that_is_solved_is_another_file(cast, visitor):
    """Steps write their columns alone: whoever has the file would otherwise be told for ever that nothing changed."""
    request = make_item(Item.nouns()["request"], organization=cast.organization, author=cast.author)
    address = reverse("request_export", args=["json"])
    before = visitor.get(address)["ETag"]
    life.step(request, "solve", user=cast.author)
    answer = visitor.get(address, headers={"if-none-match": before})
    assert answer.status_code == 200
    row = json.loads(body(answer))[0]
    assert row["life"] == "solved"
    assert row["updated"] > request.published_at.isoformat()


def test_a_project_that_runs_is_another_file(cast, visitor):
    proposal = make_item(Item.nouns()["proposal"], organization=cast.organization, author=cast.author)
    address = reverse("proposal_export", args=["csv"])
    before = visitor.get(address)["ETag"]
    reporting.step(proposal, "begin", user=cast.author)
    assert visitor.get(address, headers={"if-none-match": before}).status_code == 200


def test_a_live_stream_is_another_file(cast, visitor):
    event = make_event(organization=cast.un_entity, author=cast.moderator)
    before = visitor.get(datasets()["event"].address("csv"))["ETag"]
    materials.set_stream(event, "https://un.example/live", actor=cast.moderator)
    assert visitor.get(datasets()["event"].address("csv"))["ETag"] != before


def test_a_vote_that_is_corrected_is_another_file_of_the_tally(filled, visitor):
    before = visitor.get(datasets()["roll-calls"].address("csv"))["ETag"]
    vote = Vote.objects.get()
    vote.vote = "absent"
    vote.save()
    assert visitor.get(datasets()["roll-calls"].address("csv"))["ETag"] != before


def test_the_file_is_the_list_as_filtered(cast, visitor):
    water, other = (make_practice(organization=cast.organization, author=cast.author) for _number in range(2))
    water.goals.set([6])
    water.tags.add("rain water")
    found = rows_of(visitor, reverse("practice_export", args=["json"]) + "?goal=6")
    assert [row["id"] for row in found] == [water.key.urn]
    assert (found[0]["goals"], found[0]["tags"]) == ([6], ["rain water"])
    assert found[0]["url"].endswith(water.get_absolute_url())
    assert found[0]["organization_url"].endswith(cast.organization.get_absolute_url())
    every = rows_of(visitor, reverse("practice_export", args=["json"]))
    assert {row["id"] for row in every} == {water.key.urn, other.key.urn}


@pytest.mark.parametrize("query", ["", "when=past", "closing=soon", "sort=webinar", "sort=webinar&when=past", "goal=6"])
@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_the_file_of_events_is_what_their_list_shows_in_its_order(cast, signed_in, visitor, query, who):
    """The list turns from what is to come to what is over, and so does its file; the whole has its own address."""
    own = {"organization": cast.un_entity, "author": cast.moderator}
    soon = make_event(title="Next week", days=7, **own)
    make_rule(soon, closes=timezone.now() + timedelta(days=2))
    make_event(title="Tomorrow", days=1, sort="webinar", **own)
    make_event(title="Last month", days=-30, sort="webinar", **own)
    make_event(title="Last week", days=-7, **own).goals.set([6])
    make_item(Item.nouns()["event"], title="Some day", **own)
    reader = visitor if who == "visitor" else signed_in(cast.outsider)
    for more in ("", "&fits=yes"):
        page = reader.get(f"{reverse('event_list')}?{query}{more}")
        shown = [item.title for item in page.context["items"]]
        address = next(address for name, address in page.context["export_urls"] if name == "JSON")
        for asked in (address, f"{reverse('event_export', args=['json'])}?{query}{more}"):
            assert [row["title"] for row in rows_of(reader, asked)] == shown
    assert len(rows_of(reader, datasets()["event"].address("json"))) == 5


def test_an_event_says_when_and_where_it_takes_place(cast, visitor):
    event = make_event(organization=cast.un_entity, author=cast.moderator, body_id="csocd")
    row = rows_of(visitor, datasets()["event"].address("json"))[0]
    assert (row["starts"], row["ends"]) == (event.starts.isoformat(), event.ends.isoformat())
    told = {"zone": "America/New_York", "room": "CR-4", "body": "csocd", "event_status": "planned"}
    assert {name: row[name] for name in told} == told
    assert not {"contact_email", "contact_office"} & set(row)


def test_topics_that_everybody_may_read_are_open_data_too(cast, visitor):
    """All that is published is: what is discussed in a group has no list of its own, and is given away all the same."""
    own = {"organization": cast.organization, "author": cast.author}
    topic = open_topic(make_group(**own), cast.author, "Which tanks last?")
    open_topic(make_group(access="members", title="For members", **own), cast.author, "Told to members")
    rows = rows_of(visitor, datasets()["topic"].address("json"))
    assert [row["title"] for row in rows] == ["Which tanks last?"]
    assert rows[0]["id"] == Item.objects.get(pk=topic.pk).key.urn
    assert rows[0]["url"].endswith(topic.get_absolute_url())
    assert visitor.get(f"/api/v1/items/topic/{Item.objects.get(pk=topic.pk).key}").json() == rows[0]


def test_an_address_is_that_of_the_texts_own_language_whatever_the_page_is_in(cast, visitor):
    item = make_practice(organization=cast.organization, author=cast.author, language="ar", slug="حصاد-المياه")
    for language in ("en", "fr"):
        row = rows_of(visitor, f"/{language}/practices/export.json")[0]
        assert "/ar/practices/%D8%AD" in row["url"]
        assert visitor.get(row["url"].removeprefix("http://localhost:8000")).status_code == 200
    assert row["id"] == item.key.urn


def test_the_directory_is_a_file_as_filtered_without_contacts(cast, visitor):
    make_organization(
        "Lake Friends", verification="listed", contact_email="a@lake.example", contact_is_public=True, country_id="KE"
    )
    make_organization("Secret Trust", verification="suspended")
    address = reverse("organization_export", args=["json"])
    rows = rows_of(visitor, address)
    names = {row["name"] for row in rows}
    assert "Lake Friends" in names
    assert not {"Secret Trust", cast.waiting_organization.name} & names
    assert [row["name"] for row in rows_of(visitor, address + "?country=KE")] == ["Lake Friends"]
    assert [row["name"] for row in rows_of(visitor, address + "?q=lake+friends")] == ["Lake Friends"]
    assert b"lake.example" not in body(visitor.get(address))
    assert "/en/organizations/export.csv?country=KE" in visitor.get("/en/organizations/?country=KE").content.decode()


def test_decisions_are_a_file_of_one_session_and_of_all(filled, visitor):
    decide(filled.other_organization, "2023-06-05", "closed")
    every = rows_of(visitor, reverse("committee_decisions_export", args=["json"]))
    assert [row["session"] for row in every] == ["2024-06-14", "2023-06-05"]
    closed = rows_of(visitor, reverse("committee_decisions_export", args=["json"]) + "?kind=closed")
    assert [row["kind"] for row in closed] == ["closed"]
    one = rows_of(visitor, reverse("committee_session_export", args=["2023-06-05", "json"]))
    assert one == closed


def test_every_parameter_of_the_decisions_narrows_their_file(filled, visitor):
    """Each that the data page names: one that were left out without a word would give everything."""
    decide(filled.other_organization, "2023-06-05", "closed", "Amis des Forêts")
    address = reverse("committee_decisions_export", args=["json"])

    def found(query: str) -> list[str]:
        return [row["kind"] for row in rows_of(visitor, f"{address}?{query}")]

    assert datasets()["committee-decisions"].filters == ("session", "kind", "q")
    assert found("") == ["granted", "closed"]
    for query in ("session=2023-06-05", "kind=closed", "q=forets", "session=2023-06-05&kind=closed&q=amis"):
        assert found(query) == ["closed"]
    assert found("session=2023-06-05&kind=granted") == found("q=nobody") == []
    for day in ("2022-01-01", "soon", "%00"):
        assert visitor.get(f"{address}?session={day}").status_code == 404


def test_the_register_gives_no_address_of_what_the_directory_hides(cast, visitor):
    hidden = make_organization("Quiet Today", verification="suspended")
    decide(hidden, "2024-06-14", "granted", "Printed Then")
    ConsultativeStatus.objects.create(organization=hidden, kind="special", source="x")
    CouncilDecision.objects.create(organization=hidden, outcome="granted", decided_on="2024-07-22", source="x")
    for name in REGISTER:
        text = body(visitor.get(datasets()[name].address("csv"))).decode()
        assert "Quiet Today" not in text
        assert hidden.slug not in text
    assert rows_of(visitor, reverse("committee_decisions_export", args=["json"]))[0]["organization_url"] == ""


def test_own_columns_that_nobody_named_never_leave(cast, visitor):
    """Bookkeeping of the nouns (when somebody was reminded, when a request was asked about) is no open data."""
    columns = {column for kind in Item.every_noun() for column in datasets()[kind].columns}
    assert not columns & {"alive_at", "asked_at", "told_at", "reminded_due", "reminded_days", "anchors", "author"}


def test_whoever_asks_too_often_waits(cast, visitor, settings):
    settings.EXPORT_RATE = "2/m/ip"
    address = reverse("practice_export", args=["csv"])
    assert [visitor.get(address).status_code for _turn in range(3)] == [200, 200, 429]
    assert visitor.get(address)["Retry-After"] == "60"


def test_scripts_of_other_sites_read_what_everybody_may(filled, visitor, signed_in, settings):
    """Also with If-None-Match, for which a browser asks first; what a person alone gets stays with the portal."""
    dumps.make()
    settings.EXPORT_RATE = "100/m/ip"
    addresses = [dataset.address(format) for dataset in datasets().values() for format in ("csv", "json")]
    addresses += [reverse("committee_session_export", args=["2024-06-14", "csv"]), "/data/csonet-practice.csv.gz"]
    member = signed_in(filled.author)
    for address in addresses:
        asked = visitor.options(address, headers={"access-control-request-headers": "if-none-match"})
        assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS")
        assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
        answer = visitor.get(address)
        assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
        body(answer)
        own = member.get(address)
        assert ("Access-Control-Allow-Origin" in own) == address.startswith("/data/"), address
        body(own)
    settings.EXPORT_RATE = "1/m/ip"
    late = [visitor.get(addresses[0]) for _turn in range(2)][1]
    assert (late.status_code, late["Retry-After"], late["Access-Control-Allow-Origin"]) == (429, "60", "*")


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_files_are_only_read(db, visitor, method):
    for address in (*(dataset.address("csv") for dataset in datasets().values()), reverse("data"), "/data/x"):
        assert getattr(visitor, method)(address).status_code in (404, 405), address


@pytest.mark.parametrize("name", EVERY)
def test_a_data_set_is_a_file_even_without_a_list_of_its_own(filled, visitor, name):
    whole = rows_of(visitor, reverse("dataset_export", args=[name, "json"]))
    assert whole == rows_of(visitor, datasets()[name].address("json"))
    assert visitor.get(reverse("dataset_export", args=["nothing", "csv"])).status_code == 404


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_cells_are_plain_and_no_formula():
    told = {
        "=1+1": "'=1+1",
        "  -1": "'  -1",
        "\u3000＝1": "'\u3000＝1",
        "\ufeff@x": "'\ufeff@x",
        "\u200b+1": "'\u200b+1",
        "\r": "'\r",
        "a=1": "a=1",
        " a": " a",
        "＋1": "'＋1",
        "\t=1": "'\t=1",
        None: "",
        True: "yes",
        6: "6",
    }
    assert {value: cell(value) for value in told} == told
    assert cell(["=a", 6, {"what": "tanks"}]) == '\'=a;6;{"what": "tanks"}'
    assert cell(["a", "=b"]) == "a;'=b"  # a semicolon parts cells where the comma is a decimal sign


def test_pieces_are_the_text_whole_and_never_tiny():
    lines = [f"{number}," for number in range(40_000)]
    pieces = list(in_pieces(lines))
    assert "".join(pieces) == "".join(lines)
    assert len(pieces) < 10
    assert list(as_json([])) == ["[]\n"]
    assert "".join(as_csv([], ["a", "b"])) == "\ufeffa,b\r\n"


def test_every_kind_of_field_has_a_name_and_a_type():
    for dataset in datasets().values():
        for field in dataset.fields:
            assert field.kind in TYPES
            assert str(field.kind_label)


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("name", "queries"), [("organizations", 7), ("partnerships", 1), ("practice", 6)])
def test_a_file_takes_as_many_queries_for_twenty_rows_as_for_one(cast, visitor, name, queries, count):
    for _number in range(count):
        make_practice(organization=cast.organization, author=cast.author)
        make_organization()
    with CaptureQueriesContext(connection) as asked:
        body(visitor.get(datasets()[name].address("csv")))
    assert len(asked) == queries


# --- Nightly files ----------------------------------------------------------------------------------------------------


def lines_of(name: str) -> list[dict]:
    path, _told = dumps.path_of(name)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_the_nightly_files_hold_everything_with_checksums(filled, visitor):
    assert dumps.make() > len(EVERY)
    run = dumps.latest()
    assert {file["dataset"] for file in run["files"]} == {*EVERY, ""}
    for file in run["files"]:
        answer = visitor.get(reverse("dump", args=[file["name"]]))
        raw = body(answer)
        assert hashlib.sha256(raw).hexdigest() == file["sha256"]
        assert len(raw) == file["bytes"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Last-Modified" in answer
        assert not answer.cookies
        if file["format"] == "csv":
            table = list(csv.reader(io.StringIO(gzip.decompress(raw).decode("utf-8-sig"))))
            assert table[0] == datasets()[file["dataset"]].columns
            assert len(table) == file["rows"] + 1
    sums = body(visitor.get("/data/SHA256SUMS")).decode().splitlines()
    named = {file["name"]: file["sha256"] for file in run["files"] if file["name"] != "SHA256SUMS"}
    assert dict(reversed(line.split("  ")) for line in sums) == named
    package = json.loads(body(visitor.get("/data/datapackage.json")))
    assert {resource["path"] for resource in package["resources"]} == set(named) - {"datapackage.json"}
    types = {
        resource["name"]: {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for resource in package["resources"]
    }
    wanted = {"id": "string", "published": "datetime", "responses": "integer", "started": "date"}
    assert wanted.items() <= types["practice-csv"].items()
    assert (types["practice-csv"]["goals"], types["practice-jsonl"]["goals"]) == ("string", "array")
    assert types["organizations-csv"]["is_un_entity"] == "boolean"


def test_the_same_rows_make_the_same_file(filled):
    dumps.make()
    first = {file["name"]: file["sha256"] for file in dumps.latest()["files"] if file["format"] in ("csv", "jsonl")}
    dumps.make()
    again = {file["name"]: file["sha256"] for file in dumps.latest()["files"] if file["format"] in ("csv", "jsonl")}
    assert first == again


def test_a_nightly_file_answers_not_modified(filled, visitor):
    dumps.make()
    first = visitor.get("/data/csonet-practice.csv.gz")
    body(first)
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        assert visitor.get("/data/csonet-practice.csv.gz", headers=headers).status_code == 304


@pytest.mark.parametrize("name", ["nothing.csv", "..%2fcurrent.json", "current.json", "%00", "x" * 5000])
def test_nothing_but_the_files_of_the_newest_run_is_sent(filled, visitor, name):
    assert visitor.get(f"/data/{name}").status_code == 404
    dumps.make()
    assert visitor.get(f"/data/{name}").status_code == 404


def test_nginx_sends_the_files_where_it_stands_in_front(filled, visitor, settings):
    dumps.make()
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    answer = visitor.get("/data/csonet-practice.csv.gz")
    assert answer["X-Accel-Redirect"] == f"/protected/dumps/{dumps.latest()['folder']}/csonet-practice.csv.gz"
    assert not answer.content


def test_a_run_that_fails_leaves_the_last_one_as_it_was(filled, monkeypatch, settings):
    dumps.make()
    before = dumps.latest()

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dumps, "_checksums", full)
    with pytest.raises(OSError, match="No space"):
        dumps.make()
    assert dumps.latest() == before
    assert [path.name for path in Path(settings.DUMPS_ROOT).iterdir() if path.is_dir()] == [before["folder"]]


def test_two_runs_are_kept_and_older_ones_go(filled, settings):
    folders = []
    for _turn in range(4):
        dumps.make()
        folders.append(dumps.latest()["folder"])
    kept = sorted(path.name for path in Path(settings.DUMPS_ROOT).iterdir() if path.is_dir())
    assert kept == folders[-2:]


def test_files_are_made_once_a_night(filled):
    evening = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert dumps.make_due(evening) != "nothing to do"
    assert dumps.make_due(evening + timedelta(hours=5)) == "nothing to do"
    assert dumps.make_due(evening + timedelta(hours=6, minutes=1)) != "nothing to do"
    assert "files of open data" in REGISTRY


def test_what_was_taken_down_goes_out_of_the_files_at_once(filled):
    item = make_practice(organization=filled.organization, author=filled.author, title="Taken down soon")
    now = timezone.now()
    dumps.make(now)
    assert "Taken down soon" in {row["title"] for row in lines_of("csonet-practice.jsonl.gz")}
    later = now + timedelta(seconds=1)
    assert dumps.make_due(later) == "nothing to do"
    move(Item.objects.get(pk=item.pk), "hide", actor=filled.branch, text="Not true.", reason="")
    assert dumps.make_due(later) != "nothing to do"
    assert "Taken down soon" not in {row["title"] for row in lines_of("csonet-practice.jsonl.gz")}


@pytest.mark.parametrize("audience", ["members", "circle"])
def test_what_was_closed_to_the_public_goes_out_of_the_files_at_once(filled, audience):
    item = make_practice(organization=filled.organization, author=filled.author, title="For members soon")
    now = timezone.now()
    dumps.make(now)
    assert "For members soon" in {row["title"] for row in lines_of("csonet-practice.jsonl.gz")}
    item.audience = audience
    item.circle = Circle.objects.create() if audience == "circle" else None
    item.save()
    assert dumps.make_due(now + timedelta(seconds=1)) != "nothing to do"
    assert "For members soon" not in {row["title"] for row in lines_of("csonet-practice.jsonl.gz")}
    assert dumps.make_due(timezone.now() + timedelta(seconds=1)) == "nothing to do"


def test_the_command_makes_them(filled, capsys):
    call_command("make_dumps")
    assert "rows in" in capsys.readouterr().out


# --- The data page ----------------------------------------------------------------------------------------------------


def test_the_data_page_explains_every_data_set_and_lists_its_files(filled, visitor, django_assert_num_queries):
    dumps.make()
    with django_assert_num_queries(0):
        page = visitor.get("/en/data/").content.decode()
    for name, dataset in datasets().items():
        assert f'id="{name}"' in page
        assert dataset.address("csv") in page
        assert f"/data/csonet-{name}.csv.gz" in page
        for field in dataset.fields:
            assert f">{field.name}</code>" in page
    for file in dumps.latest()["files"]:
        if file["dataset"]:
            assert file["sha256"] in page
    assert "creativecommons.org/licenses/by/4.0" in page
    assert "/api/v1/openapi.json" in page
    assert '"@type": "DataCatalog"' in page


def test_the_data_page_stands_before_the_first_night(db, visitor):
    assert "The first files are being made" in visitor.get("/en/data/").content.decode()
    assert 'href="/en/data/"' in visitor.get("/en/").content.decode()


def test_sessions_are_counted(filled, visitor):
    assert CommitteeSession.objects.count() == 1
    row = rows_of(visitor, reverse("committee_sessions_export", args=["json"]))[0]
    assert (row["id"], row["decisions"], row["roll_calls"]) == ("2024-06-14", 1, 1)
