"""A prepared query finds what the same query finds when Django compiles it anew, and asks the database as often."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from csonet.content.models import Item
from csonet.prepared import Prepared, prepared, shape
from csonet.reference.models import Country, Goal
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


@prepared
def goals_numbered(numbers: list[int]) -> QuerySet[Goal]:
    return Goal.objects.filter(pk__in=numbers).order_by("pk")


@prepared
def country_coded(code: str) -> QuerySet[Country]:
    return Country.objects.filter(pk=code)


@prepared
def keys_of_kind(kind: str, reader: object) -> QuerySet[Item]:
    return Item.objects.of_kind(kind).published().visible_to(reader).order_by("pk").values_list("pk", "title")


def test_values_are_filled_in_anew_each_time():
    assert [goal.pk for goal in goals_numbered([3, 1])] == [1, 3]
    assert [goal.pk for goal in goals_numbered([7, 17])] == [7, 17]
    assert country_coded.first("KE").pk == "KE"
    assert country_coded.first("FR").pk == "FR"
    assert country_coded.first("no such") is None


def test_lists_of_any_length_find_each_row_once():
    for length in range(9):
        assert [goal.pk for goal in goals_numbered(list(range(1, length + 1)))] == list(range(1, length + 1))
    assert len(goals_numbered.statements) == 5  # none, 1, 2, 4, 8


def test_it_asks_once_and_compiles_once(django_assert_num_queries):
    calls = []

    def counted(code: str) -> QuerySet[Country]:
        calls.append(code)
        return Country.objects.filter(pk=code)

    query = Prepared(counted)
    query("KE")
    assert len(calls) == 2  # the two sets of stand-ins; never a real value
    assert "KE" not in calls
    with django_assert_num_queries(1):
        query("FR")
    assert len(calls) == 2


def test_days_are_filled_in_and_moments_are_not():
    query = Prepared(lambda day: Item.objects.filter(published_at__date=day))
    practice = make_practice(published_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert [item.pk for item in query(date(2026, 3, 1))] == [practice.pk]
    assert query(date(2026, 3, 2)) == []
    assert None not in query.statements.values()
    later = Prepared(lambda moment: Item.objects.filter(published_at__gt=moment))
    assert [item.pk for item in later(datetime(2026, 1, 1, tzinfo=UTC))] == [practice.pk]
    assert later.statements == {}


def test_what_a_visitor_may_not_see_is_not_found():
    shown, draft = make_practice(title="Shown"), make_practice(title="Draft", status="draft")
    found = keys_of_kind("practice", AnonymousUser())
    assert found == [(shown.pk, "Shown")]
    assert draft.pk not in dict(found)


def test_a_value_that_changes_the_sql_is_never_prepared():
    def ordered(column: str) -> QuerySet[Goal]:
        return Goal.objects.order_by("-pk" if column.endswith("down") else "pk").filter(pk=int(len(column) > 0))

    def looked_into(text: str) -> QuerySet[Country]:
        return Country.objects.filter(pk__contains=text)

    query = Prepared(looked_into)
    assert [country.pk for country in query("KE")] == ["KE"]
    assert set(query.statements.values()) == {None}
    assert [goal.pk for goal in Prepared(ordered)("down")] == [1]


def test_an_argument_without_a_shape_is_asked_as_django_asks():
    class Odd:
        pk = "KE"

    assert shape(Odd()) is None
    query = Prepared(lambda odd: Country.objects.filter(pk=odd.pk))
    assert [country.pk for country in query(Odd())] == ["KE"]
    assert query.statements == {}


def test_rows_are_whole_objects_with_their_relations(django_assert_num_queries):
    make_practice(title="With its organization")
    query = Prepared(lambda kind: Item.objects.of_kind(kind).for_cards())
    with django_assert_num_queries(1):
        (item,) = query("practice")
        assert item.organization.name
        assert item.title == "With its organization"
    assert item.get_deferred_fields() == Item.objects.for_cards().get().get_deferred_fields()
    item.refresh_from_db()
    assert item.author_id


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection():
    Country.objects.get_or_create(pk="KE", defaults={"name_en": "Kenya"})
    country_coded("KE")
    found = []

    def ask() -> None:
        try:
            found.append((country_coded("KE")[0].pk, connection))
        finally:
            connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found[0][0] == "KE"
    assert found[0][1] is not None
