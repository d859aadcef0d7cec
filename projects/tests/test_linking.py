"""“Answers this request”, “grew out of this proposal”, “repeats this practice”: linked by hand, shown on both pages."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from csonet.content.models import Item, ItemLink
from csonet.testing.makers import make_practice
from projects.tests.makers import make_proposal, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    return make_practice(organization=cast.other_organization, author=cast.outsider, title="Rope pumps of Kitui")


def target(cast, kind):
    make = {"request": make_request, "proposal": make_proposal, "practice": make_practice}[kind]
    return make(organization=cast.organization, author=cast.author, title=f"The {kind} that is linked")


@pytest.mark.parametrize("kind", ["request", "proposal", "practice"])
def test_an_editor_links_an_own_item_and_both_pages_say_so(cast, signed_in, visitor, practice, kind):
    item = target(cast, kind)
    client = signed_in(cast.outsider)
    way = reverse(f"{kind}_link", args=[item.slug])
    assert way in client.get(item.get_absolute_url()).content.decode()
    page = client.get(way).content.decode()
    assert practice.title in page
    answer = client.post(way, {"source": practice.pk}, follow=True)
    assert "both pages say so" in answer.content.decode()
    link = ItemLink.objects.get()
    assert (link.source_id, link.target_id) == (practice.pk, item.pk)
    here = unescape(visitor.get(item.get_absolute_url()).content.decode())
    there = unescape(visitor.get(practice.get_absolute_url()).content.decode())
    assert f'href="{practice.get_absolute_url()}"' in here.partition('id="links"')[2]
    assert f'href="{item.get_absolute_url()}"' in there.partition('id="links"')[2]
    assert practice.title not in client.get(way).content.decode()  # it is linked
    assert "linked already" in client.post(way, {"source": practice.pk}, follow=True).content.decode()
    assert ItemLink.objects.count() == 1


@pytest.mark.parametrize("source", ["", "x", "\0", "9" * 30, "-1"])
def test_a_forged_choice_links_nothing(cast, signed_in, practice, source):
    item = target(cast, "request")
    way = reverse("request_link", args=[item.slug])
    answer = signed_in(cast.outsider).post(way, {"source": source}, follow=True)
    assert "Choose one of your own items." in answer.content.decode()
    assert not ItemLink.objects.exists()


def test_nobody_links_the_work_of_others_or_what_is_not_published(cast, signed_in, visitor, practice):
    item = target(cast, "request")
    way = reverse("request_link", args=[item.slug])
    for person in (cast.moderator, cast.author):
        signed_in(person).post(way, {"source": practice.pk})
    assert signed_in(cast.newcomer).get(way).status_code == 403
    assert visitor.get(way).status_code == 302
    Item.objects.filter(pk=practice.pk).update(status="draft")
    signed_in(cast.outsider).post(way, {"source": practice.pk})
    assert not ItemLink.objects.exists()


def test_either_side_takes_the_link_away_and_nobody_else(cast, signed_in, practice):
    item = target(cast, "request")
    client = signed_in(cast.outsider)
    client.post(reverse("request_link", args=[item.slug]), {"source": practice.pk})
    link = ItemLink.objects.get()
    away = reverse("request_unlink", args=[item.slug])
    assert signed_in(cast.moderator).post(away, {"link": link.pk}).status_code == 403
    assert ItemLink.objects.exists()
    assert "Take this link away" in signed_in(cast.author).get(item.get_absolute_url()).content.decode()
    assert signed_in(cast.author).post(away, {"link": link.pk}).status_code == 302
    assert not ItemLink.objects.exists()


def test_a_link_to_what_is_hidden_is_not_shown(cast, signed_in, visitor, practice):
    item = target(cast, "request")
    signed_in(cast.outsider).post(reverse("request_link", args=[item.slug]), {"source": practice.pk})
    Item.objects.filter(pk=practice.pk).update(status="hidden")
    assert practice.title not in visitor.get(item.get_absolute_url()).content.decode()
