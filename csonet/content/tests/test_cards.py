"""A card is kept because many pages share it, and is never out of date, of another language or of another reader."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from csonet.content.cards import card
from csonet.content.models import Item
from csonet.testing.makers import make_practice
from csonet.ui import fragments

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

#: Another value for every column that a card prints.
CHANGES = {
    "title": "Another title",
    "summary": "Another summary",
    "slug": "another-address",
    "language": "fr",
    "status": "archived",
    "audience": "members",
    "published_at": datetime(2025, 1, 2, 3, 4, tzinfo=UTC),
    "responses": 7,
    "organization__name": "Renamed",
    "organization__acronym": "RNM",
    "organization__slug": "renamed",
    "organization__is_demo": True,
}


@pytest.fixture(autouse=True)
def _nothing_kept():
    fragments.forget()
    yield
    fragments.forget()


def the_item() -> Item:
    return Item.objects.for_cards().get()


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_is_on_the_card_at_once(column):
    practice = make_practice(title="First title", published_at=MOMENT)
    organization = practice.organization
    organization.acronym = ""
    organization.save()
    before = card(the_item())
    thing, name = (organization, column.partition("__")[2]) if "__" in column else (practice, column)
    setattr(thing, name, CHANGES[column])
    thing.save()
    after = card(the_item())
    fragments.forget()
    assert after == card(the_item())
    assert after != before


def test_a_picture_that_is_replaced_is_on_the_card_at_once():
    practice = make_practice()
    Item.objects.update(image="pictures/one.webp", image_alt="One")
    before = card(the_item())
    Item.objects.update(image="pictures/two.webp")
    assert "<img" in before
    assert card(the_item()) != before
    Item.objects.update(image_alt="Two")
    assert 'alt="Two"' in card(the_item())
    assert "<img" not in card(the_item(), saves_data=True)
    assert practice.title in card(the_item(), saves_data=True)


def test_a_card_is_kept_and_not_rendered_again(monkeypatch):
    make_practice()
    first = card(the_item())
    monkeypatch.setattr(fragments, "fragment", None)
    assert card(the_item()) is first


def test_each_language_and_time_zone_has_its_own():
    make_practice(published_at=MOMENT, language="en")
    assert "1 March 2026" in card(the_item())
    with timezone.override("Asia/Tokyo"):
        assert "2 March 2026" in card(the_item())
    with translation.override("fr"):
        french = card(the_item())
    assert 'lang="en"' in french
    assert "mars 2026" in french
    assert "1 March 2026" in card(the_item())


def test_no_more_is_kept_than_the_bound(monkeypatch):
    monkeypatch.setattr(fragments, "MOST_KEPT", 8)
    for number in range(40):
        fragments.kept("content/_copy_link.html", (number,), canonical=str(number))
    assert len(fragments._kept) <= 8


def test_whoever_works_on_a_template_sees_it_change(settings):
    settings.DEBUG = True
    fragments.kept("content/_copy_link.html", (1,), canonical="1")
    assert not fragments._kept


def test_what_is_kept_of_a_hidden_item_is_shown_to_nobody(visitor, author):
    """A card that was kept while the item was public doesn't bring it back."""
    practice = make_practice(title="Was public for a while")
    assert "Was public for a while" in visitor.get("/en/practices/").content.decode()
    Item.objects.filter(pk=practice.pk).update(status="hidden")
    assert "Was public for a while" not in visitor.get("/en/practices/").content.decode()
    assert not Item.objects.published().visible_to(AnonymousUser()).exists()
