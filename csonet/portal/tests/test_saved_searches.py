"""Saving a search or a narrowed list: its name, what it newly finds, its feed, its end; nobody else's."""

from datetime import timedelta
from urllib.parse import quote

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from csonet.content.models import Item
from csonet.content.search.indexing import index_item, index_organization
from csonet.engagement import searches
from csonet.engagement.models import SavedSearch
from csonet.notifications import digests, outbox, rhythms
from csonet.notifications.models import Notice
from csonet.portal.saved_searches.pages import page_of
from csonet.testing.makers import make_organization, make_practice

pytestmark = pytest.mark.django_db
NEW = "/en/searches/new/"
DAY = timedelta(days=1)


def publish(cast, title, *, minutes=5, **kwargs):
    item = make_practice(organization=cast.organization, author=cast.author, title=title, **kwargs)
    Item.objects.filter(pk=item.pk).update(published_at=timezone.now() + timedelta(minutes=minutes))
    item.goals.set([6])
    index_item(Item.objects.get(pk=item.pk))
    return item


def told():
    return sorted(Notice.objects.filter(kind="search_new").values_list("recipient__username", "item__title"))


@pytest.mark.parametrize(
    "page", ["/en/search/?q=tanks&goal=6", "/en/practices/?goal=6", "/en/practices/?goal=6&page=3"]
)
def test_a_search_is_saved_and_tells_what_it_newly_finds_once(cast, signed_in, page):
    publish(cast, "Old tanks", minutes=-600)
    client = signed_in(cast.outsider)
    asked = client.get(NEW, {"page": page}).content.decode()
    assert "6. Clean water and sanitation" in asked
    answer = client.post(NEW, {"page": page, "name": "Water for us"}, follow=True)
    assert "Water for us" in answer.content.decode()
    publish(cast, "New tanks")
    publish(cast, "Hidden tanks", status="hidden")
    assert searches.tell_due(timezone.now() + DAY) == 1
    assert searches.tell_due(timezone.now() + 2 * DAY) == 0
    assert told() == [("outsider", "New tanks")]


@pytest.mark.parametrize(
    "page", ["/en/organizations/?country=KE", "/en/organizations/?q=harvest", "/en/search/?q=harvest"]
)
def test_a_search_of_the_directory_is_saved_and_tells_of_who_comes_into_it_once(cast, signed_in, page, mailoutbox):
    make_organization("Old Harvest Trust", country_id="KE")
    Organization.objects.update(verified_at=timezone.now() - DAY)
    client = signed_in(cast.outsider)
    link = f'href="{NEW}?page={quote(page.replace("&", "&amp;"))}"'
    assert link in client.get(page).content.decode()
    client.post(NEW, {"page": page, "name": "Harvests"}, follow=True)
    entered = timezone.now() + timedelta(minutes=5)
    for name, country, verification in (
        ("New Harvest Trust", "KE", "verified"),
        ("Quokkaberry Harvest", "KE", "registered"),
        ("New Mill", "FR", "verified"),
    ):
        one = make_organization(name, country_id=country, verification=verification)
        Organization.objects.filter(pk=one.pk).update(verified_at=entered)
        index_organization(one)
    assert searches.tell_due(timezone.now() + DAY) == 1
    assert searches.tell_due(timezone.now() + 2 * DAY) == 0
    assert list(Notice.objects.values_list("organization__name", flat=True)) == ["New Harvest Trust"]
    digests.build_due(timezone.now() + 9 * DAY)
    outbox.deliver_due(timezone.now() + 9 * DAY)
    assert "New Harvest Trust" in mailoutbox[0].body
    page = client.get(reverse("saved_searches")).content.decode()
    assert "Harvests" in page


def test_the_feed_of_the_directory_is_as_filtered_and_holds_what_the_directory_shows(cast, visitor):
    make_organization("Harvest Trust", acronym="HT", country_id="KE")
    make_organization("Quokkaberry Harvest", country_id="KE", verification="registered")
    make_organization("Mill", country_id="FR")
    answer = visitor.get("/en/organizations/feed/?country=KE")
    feed = feedparser.parse(answer.content)
    assert [(entry.title, entry.summary) for entry in feed.entries] == [("Harvest Trust", "HT, Kenya")]
    assert feed.feed.id.endswith("/en/organizations/feed/?country=KE")
    assert answer["Cache-Control"] == "public, no-cache"
    again = visitor.get("/en/organizations/feed/?country=KE", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert 'href="/en/organizations/feed/?country=KE"' in visitor.get("/en/organizations/?country=KE").content.decode()


def test_what_has_but_some_of_the_words_is_told_neither_by_mail_nor_by_feed(cast, signed_in, visitor):
    signed_in(cast.outsider).post(NEW, {"page": "/en/search/?q=quokka+farms", "name": "Quokkas"})
    publish(cast, "Farms on hills")
    assert "Farms</mark> on hills" in visitor.get("/en/search/", {"q": "quokka farms"}).content.decode()
    assert searches.tell_due(timezone.now() + DAY) == 0
    feed = "/en/search/feed/?q=quokka+farms"
    assert feedparser.parse(visitor.get(feed).content).entries == []
    publish(cast, "Quokka farms", minutes=24 * 60 + 5)
    assert searches.tell_due(timezone.now() + 2 * DAY) == 1
    assert [entry.title for entry in feedparser.parse(visitor.get(feed).content).entries] == ["Quokka farms"]


def test_the_feed_of_words_in_another_language_than_the_pages_has_what_the_page_shows(cast, visitor):
    publish(cast, "Чистая вода", language="ru")
    publish(cast, "Radio para todos", language="es")
    publish(cast, "Radio for all")
    for words, found in (("вода", "Чистая вода"), ("radio", "Radio for all")):
        entries = feedparser.parse(visitor.get("/en/search/feed/", {"q": words}).content).entries
        assert [entry.title for entry in entries] == [found]


def test_what_is_hidden_before_the_summary_leaves_is_not_told(cast, signed_in, mailoutbox):
    signed_in(cast.outsider).post(NEW, {"page": "/en/practices/?goal=6", "name": "Water"})
    item = publish(cast, "Quokkaberry tanks")
    assert searches.tell_due(timezone.now() + DAY) == 1
    Item.objects.filter(pk=item.pk).update(status="hidden")
    later = timezone.now() + timedelta(days=9)
    digests.build_due(later)
    outbox.deliver_due(later)
    assert mailoutbox == []


def test_what_only_members_read_is_found_for_members_alone(cast, signed_in):
    for person in (cast.outsider, cast.newcomer):
        signed_in(person).post(NEW, {"page": "/en/practices/?goal=6", "name": "Water"})
    publish(cast, "Members tanks", audience="members")
    searches.tell_due(timezone.now() + DAY)
    assert told() == [("outsider", "Members tanks")]


def test_what_appears_later_than_its_time_says_is_told_too(cast, signed_in):
    signed_in(cast.outsider).post(NEW, {"page": "/en/practices/?goal=6", "name": "Water"})
    SavedSearch.objects.update(created=timezone.now() - DAY, known_until=timezone.now() - DAY)
    assert searches.tell_due(timezone.now()) == 0
    publish(cast, "Late tanks", minutes=-10)
    assert searches.tell_due(timezone.now() + DAY) == 1


def test_the_same_search_is_kept_once_whatever_its_parameters_order(cast, signed_in):
    client = signed_in(cast.outsider)
    for page in ("/en/practices/?language=fr&goal=6", "/fr/practices/?goal=6&language=fr&all=goal&page=2&x=y"):
        client.post(NEW, {"page": page, "name": "Water"})
    [search] = SavedSearch.objects.all()
    assert search.address == "practices/?goal=6&language=fr"
    assert search.get_absolute_url() == "/en/practices/?goal=6&language=fr"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/en/practices/",
        "/en/search/?q=",
        "/en/dashboard/",
        "/admin/",
        "//evil.example/search/?q=x",
        "https://evil.example/en/search/?q=x",
        "javascript:alert(1)",
        "/en/practices/?goal=99",
        "/en/\0practices/",
        "/en/practices/new/?goal=6",
        "/en/search/?q=" + "x" * 9000,
    ],
)
def test_what_is_no_search_is_not_saved(cast, signed_in, page):
    client = signed_in(cast.outsider)
    assert client.get(NEW, {"page": page}).status_code == 404
    assert client.post(NEW, {"page": page, "name": "Water"}).status_code == 404
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u202e", "x" * 121, "a\0b"])
def test_a_bad_name_is_said_at_the_field(cast, signed_in, name):
    answer = signed_in(cast.outsider).post(NEW, {"page": "/en/practices/?goal=6", "name": name})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not SavedSearch.objects.exists()


def test_more_than_the_most_are_refused_with_words(cast, signed_in, monkeypatch):
    monkeypatch.setattr(searches, "MOST", 2)
    client = signed_in(cast.outsider)
    for goal in (1, 2):
        client.post(NEW, {"page": f"/en/practices/?goal={goal}", "name": "Mine"})
    answer = client.post(NEW, {"page": "/en/practices/?goal=3", "name": "Mine"})
    assert "You have 2 saved searches" in answer.content.decode()
    assert SavedSearch.objects.count() == 2


def test_one_sees_renames_and_removes_ones_own_alone(cast, signed_in):
    client, other = signed_in(cast.outsider), signed_in(cast.author)
    client.post(NEW, {"page": "/en/practices/?goal=6", "name": "Secret plans"})
    search = SavedSearch.objects.get()
    change = reverse("saved_search_change", args=[search.pk])
    for page in (reverse("saved_searches"), reverse("dashboard"), reverse("notice_settings")):
        assert "Secret plans" in client.get(page).content.decode()
        assert "Secret plans" not in other.get(page).content.decode()
    assert other.post(change, {"remove": "1"}).status_code == 404
    client.post(change, {"name": "<b>Open</b> plans\u202e"})
    assert SavedSearch.objects.get().name == "<b>Open</b> plans"
    assert "<b>Open" not in client.get(reverse("saved_searches")).content.decode()
    client.post(change, {"name": ""})
    assert SavedSearch.objects.get().name == "<b>Open</b> plans"
    client.post(change, {"remove": "1"})
    assert not SavedSearch.objects.exists()


def test_visitors_are_led_to_sign_in_and_back(visitor):
    answer = visitor.get(NEW, {"page": "/en/practices/?goal=6"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
    assert visitor.get(reverse("saved_searches")).status_code == 302


def test_narrowed_lists_and_searches_lead_to_saving_and_bare_lists_do_not(cast, visitor):
    publish(cast, "Tanks", minutes=-1)
    assert (
        f"{NEW}?page={quote('/en/practices/?goal=6', safe='/')}"
        in visitor.get("/en/practices/?goal=6").content.decode()
    )
    assert NEW not in visitor.get("/en/practices/").content.decode()
    assert NEW in visitor.get("/en/search/?q=tanks").content.decode()
    assert NEW in visitor.get("/en/search/?q=nothingness").content.decode()


def test_its_feed_is_public_and_shows_what_everybody_sees(cast, signed_in, visitor):
    publish(cast, "Open tanks", minutes=-1)
    publish(cast, "Members tanks", minutes=-1, audience="members")
    client = signed_in(cast.outsider)
    client.post(NEW, {"page": "/en/practices/?goal=6", "name": "Water"})
    assert 'href="/en/practices/feed/?goal=6"' in client.get(reverse("saved_searches")).content.decode()
    feed = visitor.get(page_of("/en/practices/?goal=6").feed_url).content.decode()
    assert "Open tanks" in feed
    assert "Members tanks" not in feed


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_of_saved_searches_costs_the_same(cast, signed_in, count, django_assert_num_queries):
    for goal in range(count):
        searches.save(cast.outsider, f"Search {goal}", f"practices/?goal={goal % 17 + 1}&year=20{goal + 10}", "en")
    client = signed_in(cast.outsider)
    client.get(reverse("saved_searches"))
    with django_assert_num_queries(5):
        client.get(reverse("saved_searches"))


@pytest.mark.parametrize(("rhythm", "days"), [("daily", 2), ("weekly", 8), ("", 8)])
def test_each_search_tells_in_its_own_rhythm(cast, signed_in, mailoutbox, rhythm, days):
    client = signed_in(cast.outsider)
    client.post(NEW, {"page": "/en/practices/?goal=6", "name": "Water", "rhythm": rhythm})
    publish(cast, "New tanks")
    now = timezone.now() + DAY
    assert searches.tell_due(now) == 1
    at = Notice.objects.get(kind="search_new").digest_at
    assert timezone.now() < at <= now + timedelta(days=days)
    assert (at - now < timedelta(days=1, minutes=1)) or rhythm != "daily"
    digests.build_due(at)
    outbox.deliver_due(at)
    [mail] = mailoutbox
    assert "Water" in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_wants_no_summaries_of_what_they_follow_gets_none(cast, signed_in):
    rhythms.switch_off(cast.outsider, ["themes"])
    signed_in(cast.outsider).post(NEW, {"page": "/en/practices/?goal=6", "name": "Water", "rhythm": "daily"})
    publish(cast, "New tanks")
    searches.tell_due(timezone.now() + DAY)
    assert [notice.digest_at for notice in Notice.objects.filter(kind="search_new")] == [None]


def test_a_forged_rhythm_is_refused(cast, signed_in):
    answer = signed_in(cast.outsider).post(NEW, {"page": "/en/practices/?goal=6", "name": "W", "rhythm": "hourly"})
    assert answer.context["form"].errors
