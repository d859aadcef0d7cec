"""Notices in the portal: the number in the header, the list by object, marking them read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from csonet.content.models import Item
from csonet.notifications.api import notify
from csonet.notifications.models import Notice
from csonet.notifications.reading import GROUPS
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    return make_practice(organization=cast.organization, author=cast.author, title="Tanks of rain")


def header_of(client):
    page = client.get(reverse("page_about")).content.decode()
    return page[page.index('<ul class="account">') : page.index("</header>")]


def test_the_header_says_how_many_are_unread_to_their_reader_alone(cast, practice, signed_in, visitor):
    notify([cast.outsider], "changed", item=practice)
    notify([cast.outsider], "followed_new", item=practice)  # for a summary alone: not counted
    assert "1 new" in header_of(signed_in(cast.outsider))
    assert "1 new" not in header_of(signed_in(cast.colleague))
    assert reverse("notice_list") not in visitor.get(reverse("page_about")).content.decode()


def test_the_header_costs_one_query(cast, practice, signed_in):
    client = signed_in(cast.outsider)
    notify([cast.outsider] * 3, "changed", item=practice)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("page_about"))
    assert len([one for one in queries if "notifications_" in one["sql"]]) == 1


def test_the_list_is_grouped_by_object_with_the_latest_first(cast, practice, signed_in):
    other = make_practice(title="Seeds that last")
    notify([cast.outsider], "changed", item=practice)
    notify([cast.outsider], "changed", item=other)
    notify([cast.outsider], "changed", item=practice)
    page = signed_in(cast.outsider).get(reverse("notice_list"))
    assert [group.title for group in page.context["groups"]] == ["Tanks of rain", "Seeds that last"]
    assert page.context["groups"][0].unread == 2
    assert practice.get_absolute_url() in page.content.decode()


def test_one_object_or_all_is_marked_read_and_nobody_elses(cast, practice, signed_in):
    other = make_practice()
    notify([cast.outsider, cast.colleague], "changed", item=practice)
    notify([cast.outsider], "changed", item=other)
    client = signed_in(cast.outsider)
    client.post(reverse("notices_mark_read"), {"thread": f"item:{practice.pk}"})
    assert Notice.objects.filter(recipient=cast.outsider, read_at=None).get().item_id == other.pk
    client.post(reverse("notices_mark_read"), {"all": "1", "next": "//evil.example"})
    assert not Notice.objects.filter(recipient=cast.outsider, read_at=None).exists()
    assert Notice.objects.filter(recipient=cast.colleague, read_at=None).exists()
    assert client.get(reverse("notices_mark_read")).status_code == 405


def test_the_filter_shows_unread_ones_or_one_stream(cast, practice, signed_in):
    notify([cast.outsider], "changed", item=practice)
    notify([cast.outsider], "organization_approved", organization=cast.other_organization)
    client = signed_in(cast.outsider)
    client.post(reverse("notices_mark_read"), {"thread": f"item:{practice.pk}"})
    unread = client.get(reverse("notice_list"), {"state": "unread"}).context["groups"]
    assert [group.thing for group in unread] == [cast.other_organization]
    followed = client.get(reverse("notice_list"), {"stream": "followed"}).context["groups"]
    assert [group.title for group in followed] == ["Tanks of rain"]
    for odd in ("\0", "'", "9" * 40, "x"):
        assert client.get(reverse("notice_list"), {"stream": odd, "page": odd, "state": odd}).status_code == 200


def test_what_was_hidden_since_is_neither_listed_nor_counted(cast, practice, signed_in):
    notify([cast.outsider], "changed", item=practice)
    Item.objects.filter(pk=practice.pk).update(status="hidden")
    client = signed_in(cast.outsider)
    page = client.get(reverse("notice_list"))
    assert "Tanks of rain" not in page.content.decode()
    assert " new</span>" not in header_of(client)


def test_the_list_costs_the_same_for_one_and_for_twenty_objects(cast, practice, signed_in, django_assert_num_queries):
    client = signed_in(cast.outsider)
    notify([cast.outsider], "changed", item=practice)
    with django_assert_num_queries(7):
        client.get(reverse("notice_list"))
    for _n in range(20):
        notify([cast.outsider], "changed", item=make_practice())
    with django_assert_num_queries(7):
        page = client.get(reverse("notice_list"))
    assert len(page.context["groups"]) == GROUPS


def test_visitors_are_led_to_the_sign_in(visitor):
    assert "login" in visitor.get(reverse("notice_list")).url
    assert "login" in visitor.post(reverse("notices_mark_read"), {"all": "1"}).url
