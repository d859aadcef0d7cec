"""Archives by year and month, pins on the home page, and what a piece of news shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from csonet.testing.makers import make_item
from news.models import NewsItem, Pin

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(cast):
    def make(day, title="", **given):
        given.setdefault("organization", cast.organization)
        given.setdefault("author", cast.author)
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return make_item(NewsItem, title=title or f"News of {day}", published_at=moment, **given)

    return make


def test_a_year_shows_its_months_with_figures_its_news_and_its_neighbours(news, visitor):
    for day in (
        "2009-05-01T00:00",
        "2011-03-01T00:00",
        "2011-03-31T23:59:59",
        "2011-12-31T23:59:59",
        "2012-01-01T00:00",
    ):
        news(day)
    news("2011-06-01", audience="members")
    news("2011-07-01", status="hidden")
    answer = visitor.get("/en/news/2011/")
    assert [(span.month, number) for span, number in answer.context["months"]] == [(3, 2), (12, 1)]
    assert [item.published_at.month for item in answer.context["items"]] == [12, 3, 3]
    page = answer.content.decode()
    assert 'href="/en/news/2009/" rel="prev"' in page
    assert 'href="/en/news/2012/" rel="next"' in page
    assert '<a href="/en/news/"><bdi>Brief news</bdi></a>' in page
    assert '<span aria-current="page"><bdi>2011</bdi></span>' in page
    assert "/en/news/2011/3/" in page


def test_a_month_leads_to_the_months_before_and_after_that_have_news(news, visitor):
    for day in ("2010-11-20", "2011-03-05", "2011-09-09"):
        news(day)
    page = visitor.get("/en/news/2011/3/").content.decode()
    assert 'href="/en/news/2010/11/" rel="prev"' in page
    assert 'href="/en/news/2011/9/" rel="next"' in page
    assert '<a href="/en/news/2011/"><bdi>2011</bdi></a>' in page
    assert "News of 2011-03-05" in page
    assert "News of 2011-09-09" not in page


def test_members_find_theirs_in_the_archive(news, cast, signed_in, visitor):
    news("2011-06-01", audience="members")
    assert signed_in(cast.outsider).get("/en/news/2011/").context["total"] == 1
    assert visitor.get("/en/news/2011/").context["total"] == 0


def test_all_years_with_their_figures(news, visitor):
    for day in ("2011-03-01", "2011-04-01", "2014-01-01"):
        news(day)
    page = visitor.get("/en/news/archive/")
    assert [(span.year, number) for span, number in page.context["years"]] == [(2014, 1), (2011, 2)]


@pytest.mark.parametrize("path", ["1900", "9999", "2011/13", "2011/0", "0", "99999999999999999999"])
def test_years_and_months_that_cannot_be_are_not_found(db, visitor, path):
    status = visitor.get(f"/en/news/{path}/").status_code
    assert status == (200 if path == "2011/0" else 404)


def test_an_empty_year_says_so(db, visitor):
    answer = visitor.get("/en/news/2011/")
    assert answer.status_code == 200
    assert "Nothing was published in this time" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 25])
@pytest.mark.parametrize(("path", "queries"), [("2011", 2), ("2011/3", 2), ("2011/3/?page=2", 2), ("archive", 1)])
def test_an_archive_costs_the_same_however_much_it_holds(
    news, visitor, number, path, queries, django_assert_num_queries
):
    for count in range(number):
        news(f"2011-03-{count + 1:02d}")
    visitor.get("/en/news/archive/")
    with django_assert_num_queries(queries):
        assert visitor.get(f"/en/news/{path}" + ("" if "?" in path else "/")).status_code == 200


def test_a_title_of_digits_never_takes_a_years_address(cast, signed_in, visitor):
    data = {"title": "2011", "language": "en", "organization": cast.organization.pk, "do": "save", "audience": "public"}
    signed_in(cast.author).post("/en/news/new/", data)
    assert NewsItem.objects.get().slug.startswith("2011-")


def test_news_show_where_and_when_and_lead_on(news, visitor):
    before, after = news("2011-03-01", "Before it"), news("2011-03-09", "After it")
    item = news(
        "2011-03-05",
        body="<p>Words</p>",
        place="Lomé",
        event_date=date(2011, 3, 4),
        source_url="https://www.example.org/a",
    )
    page = visitor.get(item.get_absolute_url()).content.decode()
    assert '<a href="/en/news/2011/"><bdi>2011</bdi></a>' in page
    assert "Lomé" in page
    assert '<a href="https://www.example.org/a" rel="noopener nofollow"><bdi dir="ltr">example.org</bdi></a>' in page
    assert before.get_absolute_url() in page
    assert after.get_absolute_url() in page
    assert '"@type": "NewsArticle"' in page
    assert "data-copy=" in page


def test_the_branch_pins_until_a_date_and_nobody_else(news, cast, signed_in, visitor):
    item = news("2011-03-05", "Pinned to the top")
    for count in range(8):
        news(f"2020-01-0{count + 1}")
    path, soon = f"/en/news/{item.slug}/pin/", timezone.now().date() + timedelta(days=3)
    assert item.title not in visitor.get("/en/").content.decode()
    for person in (cast.author, cast.outsider, cast.moderator):
        assert signed_in(person).post(path, {"until": soon.isoformat()}).status_code == 403
    assert visitor.post(path, {"until": soon.isoformat()}).status_code == 302
    assert not Pin.objects.exists()
    client = signed_in(cast.branch)
    for bad in ("", "never", "2001-01-01", "2999-01-01", "\0"):
        client.post(path, {"until": bad})
    assert not Pin.objects.exists()
    client.post(path, {"until": soon.isoformat()})
    client.post(path, {"until": soon.isoformat()})
    assert Pin.objects.get().until == soon
    assert item.title in visitor.get("/en/").content.decode()
    assert LogEntry.objects.filter(user=cast.branch).count() == 2
    Pin.objects.update(until=timezone.now().date() - timedelta(days=1))
    assert item.title not in visitor.get("/en/").content.decode()
    client.post(path, {"unpin": "1"})
    assert not Pin.objects.exists()


def test_what_is_hidden_after_it_was_pinned_is_not_on_the_home_page(news, visitor, cast, signed_in):
    item = news("2011-03-05", "Was pinned", status="hidden")
    Pin.objects.create(item=item, until=timezone.now().date())
    assert "Was pinned" not in visitor.get("/en/").content.decode()
    members = news("2011-03-05", "For members only", audience="members")
    soon = (timezone.now().date() + timedelta(days=3)).isoformat()
    signed_in(cast.branch).post(f"/en/news/{members.slug}/pin/", {"until": soon})
    assert not Pin.objects.filter(item=members).exists()
