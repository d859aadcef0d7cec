"""The control on every page, and the one page for all of it, signed in and by the link of a mail."""

import pytest
from django.urls import reverse

from csonet.content.models import Item
from csonet.engagement import following
from csonet.engagement.models import Level, Subscription
from csonet.notifications import tokens
from csonet.notifications.models import MailSettings
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    return make_practice(organization=cast.organization, author=cast.author, title="Tanks of rain")


def test_a_person_follows_from_the_page_and_comes_back_to_it(cast, practice, signed_in):
    client = signed_in(cast.outsider)
    url = practice.get_absolute_url()
    page = client.get(url).content.decode()
    assert f'name="target" value="item:{practice.pk}"' in page
    answer = client.post(reverse("follow"), {"target": f"item:{practice.pk}", "level": "all", "next": url})
    assert answer.url == url
    assert following.own(cast.outsider, "item", practice.pk).level == Level.ALL
    assert "You follow this" in client.get(url).content.decode()


def test_a_double_click_follows_once(cast, signed_in):
    client = signed_in(cast.outsider)
    for _click in range(2):
        client.post(reverse("follow"), {"target": "goal:6", "level": "new"})
    assert Subscription.objects.count() == 1


def test_a_visitor_sees_the_way_to_sign_in_and_can_follow_nothing(visitor, practice):
    assert "Sign in to follow this" in visitor.get(practice.get_absolute_url()).content.decode()
    answer = visitor.post(reverse("follow"), {"target": f"item:{practice.pk}", "level": "all"})
    assert "login" in answer.url
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "target",
    ["", "item:", "item:x", "item:99999999999999999999", "user:1", "goal:99", "item:1\0", "topic:../x", "a" * 200],
)
def test_what_is_not_there_is_not_found(cast, signed_in, target):
    answer = signed_in(cast.outsider).post(reverse("follow"), {"target": target, "level": "all"})
    assert answer.status_code == 404


def test_what_a_person_may_not_see_they_can_not_follow(cast, practice, signed_in):
    Item.objects.filter(pk=practice.pk).update(status="draft")
    answer = signed_in(cast.outsider).post(reverse("follow"), {"target": f"item:{practice.pk}", "level": "all"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_control_never_leads_to_another_site(cast, signed_in, onward):
    answer = signed_in(cast.outsider).post(reverse("follow"), {"target": "goal:6", "level": "new", "next": onward})
    assert answer.url == reverse("notice_settings")


def test_the_control_costs_one_query(cast, practice, signed_in, django_assert_num_queries):
    client = signed_in(cast.outsider)
    client.get(practice.get_absolute_url())
    with django_assert_num_queries(1):
        following.own(cast.outsider, "item", practice.pk)


def test_the_page_lists_everything_and_changes_it(cast, practice, signed_in):
    client = signed_in(cast.outsider)
    following.choose(cast.outsider, "item", practice.pk, Level.ALL)
    following.choose(cast.outsider, "goal", 6, Level.NEW)
    page = client.get(reverse("notice_settings")).content.decode()
    assert "Tanks of rain" in page
    assert "Clean water and sanitation" in page or "Clean Water and Sanitation" in page
    client.post(reverse("notice_settings"), {"target": "goal:6", "level": "forget"})
    assert not Subscription.objects.filter(goal=6).exists()


def test_the_page_keeps_rhythm_hour_and_day(cast, signed_in):
    client = signed_in(cast.outsider)
    data = {
        "hour": "19",
        "weekday": "4",
        "stream-decisions": "daily",
        "stream-replies": "off",
        "stream-tasks": "weekly",
        "stream-moderation": "daily",
        "stream-groups": "weekly",
        "stream-followed": "at-once",
        "stream-themes": "off",
        "stream-announcements": "monthly",
    }
    client.post(reverse("notice_settings"), data)
    own = MailSettings.objects.get(user=cast.outsider)
    assert (own.hour, own.weekday, own.rhythms["replies"]) == (19, 4, "off")
    answer = client.post(reverse("notice_settings"), {**data, "hour": "25", "stream-decisions": "off"})
    assert answer.status_code == 200
    own.refresh_from_db()
    assert own.hour == 19
    assert own.rhythms["decisions"] == "daily"


def test_the_link_of_a_mail_opens_the_page_without_signing_in_and_nothing_else(cast, practice, visitor):
    following.choose(cast.outsider, "item", practice.pk, Level.ALL)
    cast.outsider.language = "fr"
    cast.outsider.save()
    opened = visitor.get(reverse("mail_settings_open", args=[tokens.settings_token(cast.outsider.pk)]))
    assert opened.url.startswith("/fr/notices/settings/")
    page = visitor.get(opened.url)
    assert "Tanks of rain" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    visitor.post(opened.url, {"target": f"item:{practice.pk}", "level": "muted"})
    assert following.own(cast.outsider, "item", practice.pk).level == Level.MUTED
    assert "login" in visitor.get(reverse("notice_list")).url


def test_the_link_shows_nothing_that_the_person_may_no_longer_see(cast, practice, visitor):
    following.choose(cast.outsider, "item", practice.pk, Level.ALL)
    Item.objects.filter(pk=practice.pk).update(status="hidden")
    page = visitor.get(reverse("notice_settings_open", args=[tokens.settings_token(cast.outsider.pk)]))
    assert page.status_code == 200
    assert "Tanks of rain" not in page.content.decode()


@pytest.mark.parametrize("name", ["notice_settings_open", "mail_settings_open", "mail_leave"])
def test_forged_tokens_open_nothing(cast, visitor, name):
    good = tokens.settings_token(cast.outsider.pk)
    other = tokens.leave_token(cast.outsider.pk, "digest")
    wrong = other if name != "mail_leave" else good
    bent = good[:-1] + ("B" if good.endswith("A") else "A")
    for token in ("x", bent, f"{cast.author.pk}.{good.partition('.')[2]}", wrong, "é" * 10, "a" * 5000):
        assert visitor.get(reverse(name, args=[token])).status_code == 404


def test_the_page_costs_the_same_for_one_subscription_and_for_twenty(cast, signed_in, django_assert_num_queries):
    client = signed_in(cast.outsider)
    following.choose(cast.outsider, "goal", 1, Level.NEW)
    following.choose(cast.outsider, "item", make_practice().pk, Level.ALL)
    client.get(reverse("notice_settings"))
    with django_assert_num_queries(8):
        client.get(reverse("notice_settings"))
    for number in range(2, 15):
        following.choose(cast.outsider, "goal", number, Level.NEW)
        following.choose(cast.outsider, "item", make_practice().pk, Level.ALL)
    with django_assert_num_queries(8):
        client.get(reverse("notice_settings"))
