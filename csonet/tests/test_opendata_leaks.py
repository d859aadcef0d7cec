"""What must not be known is in no file, no nightly file and no answer of the API, for anybody."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from accounts.models import ConsultativeStatus, CouncilDecision
from accounts.register.tests.test_timeline import decide
from csonet.content.models import Item
from csonet.opendata.datasets import datasets
from csonet.portal.opendata import dumps
from csonet.testing.makers import make_item, make_organization
from csonet.tests.test_leaks import SECRETS, STRANGERS, WORD, _own_storage, body, secret  # noqa: F401  # fixtures
from csonet.tests.test_opendata import EVERY, _own_folder  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db

API = "/api/v1/"


def told(text: str) -> bool:
    return WORD in text


def api_paths(key: str) -> list[str]:
    """Every address of the API: lists with and without filters, the single one, search."""
    nouns = Item.every_noun()
    lists = [*(f"items/{kind}" for kind in nouns), *(name for name in datasets() if name not in nouns)]
    filtered = [
        "items/practice?goal=6",
        "items/practice?country=KE&language=en&sort=used",
        f"items/practice?tag={WORD}",
    ]
    return [*lists, *filtered, f"items/practice/{key}", "search?q=valley", "", "openapi.json"]


@pytest.mark.parametrize("name", SECRETS)
def test_the_nightly_files_hold_nothing_of_it(cast, secret, settings, name):  # noqa: F811
    item, _attachment, _revision = secret(name)
    dumps.make()
    root = Path(settings.DUMPS_ROOT)
    seen = 0
    for path in root.rglob("*"):
        if path.is_file():
            raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            assert not told(raw.decode()), path.name
            seen += 1
            if name != "revised":
                assert str(item.key) not in raw.decode(), path.name
    assert seen == 2 * len(EVERY) + 3


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("who", ["visitor", "author", "insider", "branch"])
def test_the_api_tells_nothing_of_it_to_anybody(cast, secret, visitor, signed_in, name, who):  # noqa: F811
    """Not even to those who may read it on its page: the API knows no persons."""
    item, _attachment, _revision = secret(name)
    client = visitor if who == "visitor" else signed_in(item.author if who == "insider" else getattr(cast, who))
    for path in api_paths(str(item.key)):
        answer = client.get(API + path)
        assert not told(body(answer)), path
    single = client.get(f"{API}items/practice/{item.key}").status_code
    assert single == (200 if name == "revised" else 404)
    assert client.get(f"{API}items/practice?tag={WORD}").json()["results"] == []
    found = client.get(f"{API}search?q={WORD}").json()
    assert (found["total"], found["results"]) == (0, [])


@pytest.mark.parametrize("name", SECRETS)
def test_files_of_lists_tell_it_to_no_stranger(cast, secret, visitor, signed_in, settings, name):  # noqa: F811
    settings.EXPORT_RATE = ""
    item, _attachment, _revision = secret(name)
    for who in STRANGERS[name]:
        client = visitor if who == "visitor" else signed_in(getattr(cast, who))
        asked = datasets().values() if who == "visitor" else [datasets()["practice"]]
        for dataset in asked:
            for format in ("csv", "json"):
                answer = client.get(dataset.address(format))
                assert not told(body(answer)), (who, dataset.name)
                if who != "visitor":
                    assert "no-store" in answer["Cache-Control"]


def test_the_same_word_is_there_once_everybody_may_read_it(cast, visitor, settings):
    """The tests above would pass on empty files."""
    item = make_item(Item.nouns()["practice"], organization=cast.organization, author=cast.author, title=f"On {WORD}")
    item.tags.add(WORD)
    dumps.make()
    path, _told = dumps.path_of("csonet-practice.csv.gz")
    assert told(gzip.decompress(path.read_bytes()).decode())
    assert told(body(visitor.get(f"{API}items/practice/{item.key}")))
    assert len(visitor.get(f"{API}items/practice?tag={WORD}").json()["results"]) == 1


@pytest.mark.parametrize("state", ["registered", "returned", "refused", "suspended"])
def test_organizations_that_the_directory_hides_are_nowhere(cast, visitor, state):
    hidden = make_organization(f"Trust of {WORD}", verification=state, acronym=WORD, contact_email=f"a@{WORD}.example")
    decide(hidden, "2024-06-14", "granted", "Printed Then")
    ConsultativeStatus.objects.create(organization=hidden, kind="special", source=WORD)
    CouncilDecision.objects.create(organization=hidden, outcome="granted", decided_on="2024-07-22", source=WORD)
    dumps.make()
    for name in datasets():
        path, _told = dumps.path_of(f"csonet-{name}.jsonl.gz")
        text = gzip.decompress(path.read_bytes()).decode()
        assert not told(text), name
        assert f'"organization_url": "{hidden.slug}' not in text
    for path in api_paths("0" * 8):
        assert not told(body(visitor.get(API + path))), path
    assert visitor.get(f"{API}organizations/{hidden.pk}").status_code == 404
    for table in ("committee-decisions", "council-decisions", "consultative-status", "roll-calls"):
        assert visitor.get(f"{API}{table}?organization={hidden.pk}").json()["results"] == []


def test_no_file_and_no_answer_holds_a_contact_or_a_person(cast, visitor):
    """Open data are about organizations. What one of them says in its own texts is its own."""
    cast.organization.contact_name, cast.organization.contact_email = "Amina Otieno", "amina@wafa.example"
    cast.organization.contact_is_public = True
    cast.organization.save()
    for noun in Item.nouns().values():
        make_item(noun, organization=cast.organization, author=cast.author)
    dumps.make()
    for name in datasets():
        path, _told = dumps.path_of(f"csonet-{name}.jsonl.gz")
        text = gzip.decompress(path.read_bytes()).decode()
        for person in (cast.author.email, cast.author.username + '"', "Amina", "amina@wafa.example"):
            assert person not in text, (name, person)


def test_every_address_of_the_api_is_asked_here(cast):
    """A new one needs its place in api_paths()."""
    described = _routes()
    known = {path.partition("?")[0] for path in api_paths("<key>")} | {"organizations/<key>"}
    vocabularies = {route for route in described if route.startswith("vocabularies/")}
    singles = {f"items/{kind}/<key>" for kind in Item.every_noun()}
    assert set(described) - vocabularies <= known | singles


def _routes() -> list[str]:
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "api/v1/":
            found = [str(one.pattern) for one in pattern.url_patterns]
            return [re.sub("<[a-z]+:key>", "<key>", route) for route in found]
    raise AssertionError("the API has no address")
