"""Several people at once: two officers, a double click, an author and an officer. The database decides."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client

from csonet.content.models import Case, Decision, Item
from csonet.content.publication import move, release_due
from csonet.testing.makers import make_organization, make_practice
from csonet.testing.racing import all_at_once
from csonet.workflow import WorkflowError
from practices.models import Use
from practices.using import confirm

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("races need PostgreSQL: SQLite lets one writer in at a time")


def together(*acts):
    """Run the acts at the same moment; their results, or in what words they were refused."""
    results = [None] * len(acts)

    def run(number):
        try:
            results[number] = acts[number]()
        except WorkflowError as error:
            results[number] = error

    assert all_at_once(len(acts), run) == []
    return results


def test_of_two_decisions_at_once_one_stands(cast):
    item = make_practice(status="submitted", organization=cast.organization, author=cast.author)
    Case.objects.create(item=item, submitted_by=cast.author)
    results = together(
        lambda: move(Item.objects.get(pk=item.pk), "approve", actor=cast.branch, version=1),
        lambda: move(Item.objects.get(pk=item.pk), "return", actor=cast.branch, version=1, text="Where?"),
        lambda: move(Item.objects.get(pk=item.pk), "take-back", actor=cast.author, version=1),
    )
    assert sum(isinstance(result, Decision) for result in results) == 1
    item.refresh_from_db()
    assert item.version == 2
    assert item.decisions.count() == 1
    assert not Case.objects.open().exists()


def test_eight_equal_posts_make_one_item(cast):
    data = {
        "key": str(uuid.uuid4()),
        "version": "0",
        "do": "submit",
        "title": "Rain kept in jars",
        "summary": "Jars keep rain.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "audience": "public",
        "licence": "cc-by-4.0",
        "action": "We fired jars.",
    }

    def post():
        client = Client()
        client.force_login(cast.author)
        return client.post("/en/practices/new/", data).status_code

    assert set(together(*[post] * 8)) == {302}
    item = Item.objects.get()
    assert (item.status, item.decisions.count(), item.cases.count()) == ("submitted", 1, 1)


def test_equal_titles_at_once_get_addresses_of_their_own(cast):
    def post():
        client = Client()
        client.force_login(cast.author)
        data = {"title": "Same", "language": "en", "organization": cast.organization.pk, "licence": "cc0-1.0"}
        return client.post("/en/practices/new/", {**data, "audience": "public", "key": str(uuid.uuid4())}).status_code

    assert set(together(*[post] * 6)) == {302}
    assert Item.objects.values("slug").distinct().count() == 6


def test_one_organization_confirms_a_practice_once_however_often_it_clicks(cast):
    practice = make_practice(organization=cast.organization, author=cast.author)
    others = [make_organization() for _number in range(3)]
    uses = [Use(practice=practice, organization=organization, result="Eight tanks.") for organization in others]
    doubles = [Use(practice=practice, organization=organization, result="Again.") for organization in others]
    together(*[lambda use=use: confirm(use) for use in uses + doubles])
    practice.refresh_from_db()
    assert (practice.responses, practice.uses.count()) == (3, 3)


def test_two_workers_release_a_scheduled_item_once(cast):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author)
    Item.objects.filter(pk=item.pk).update(status="scheduled", published_at=item.created)
    assert sum(together(release_due, release_due)) == 1
    assert item.decisions.count() == 1
