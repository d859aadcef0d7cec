"""The shell's promises to visitors: no cookie, no variation, right headers, addresses that machines ask."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import Item
from csonet.content.search.indexing import index_item, index_organization
from csonet.notifications.models import JobRun
from csonet.reference import tallies
from csonet.testing.makers import make_organization, make_practice

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/en/",
    "/ar/",
    "/en/search/",
    "/en/search/?q=water",
    "/fr/about/",
    "/en/terms/",
    "/en/privacy/",
    "/en/accessibility/",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_visitors_get_no_cookie_and_pages_vary_on_nothing_personal(visitor, path):
    response = visitor.get(path)
    assert response.status_code == 200
    assert not response.cookies
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")} - {""}
    assert vary <= {"accept-encoding", "accept-language"}
    assert "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/en/", "/en/search/?q=water", "/en/dashboard/"])
def test_what_a_signed_in_person_gets_is_not_stored(cast, signed_in, path):
    response = signed_in(cast.author).get(path)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_signing_in_still_works_from_a_visitors_session(cast, visitor):
    response = visitor.post(
        "/en/accounts/login/", {"login": "author", "password": "correct-horse-battery"}, follow=True
    )
    assert response.context["user"] == cast.author


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "FOO"])
def test_methods_that_no_page_declares_are_refused(visitor, method):
    for path in ("/en/", "/healthz", "/en/nowhere/", "/sitemap.xml"):
        assert visitor.generic(method, path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/en/", "/en/search/", "/en/about/", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml"]
)
def test_reading_pages_take_no_post(visitor, path):
    assert visitor.post(path).status_code == 405


@pytest.mark.parametrize(
    ("accepted", "path"),
    [("ar,en;q=0.5", "/ar/"), ("zh-CN", "/zh-hans/"), ("de", "/en/"), ("", "/en/"), ("fr-CA", "/fr/")],
)
def test_the_root_leads_to_the_visitors_language(visitor, accepted, path):
    response = visitor.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response.headers["Location"] == path
    assert "Accept-Language" in response.headers["Vary"]


def test_the_root_leads_a_person_to_their_own_language(cast, signed_in):
    cast.author.language = "ru"
    cast.author.save()
    assert signed_in(cast.author).get("/", headers={"accept-language": "fr"}).headers["Location"] == "/ru/"


def test_home_shows_the_latest_and_only_what_a_visitor_may_see(visitor, cast):
    make_practice(title="Shown to all", organization=cast.organization, author=cast.author)
    for number, status in enumerate(("draft", "submitted", "hidden", "withdrawn")):
        make_practice(title=f"Leak {number}", status=status, organization=cast.organization, author=cast.author)
    make_practice(title="Leak members", audience="members", organization=cast.organization, author=cast.author)
    make_organization("Leak organization", verification="registered", verified_at=timezone.now())
    make_organization("Fresh organization", verified_at=timezone.now())
    page = visitor.get("/en/").content.decode()
    assert "Shown to all" in page
    assert "Fresh organization" in page
    assert "Leak" not in page
    assert reverse("account_login") in page


@pytest.mark.parametrize("number", [1, 20])
def test_home_asks_the_same_number_of_queries(visitor, cast, number, django_assert_num_queries):
    for _turn in range(number):
        make_practice(organization=cast.organization, author=cast.author)
        make_organization(verified_at=timezone.now())
    visitor.get("/en/about/")  # fills what a process remembers
    with django_assert_num_queries(6 + len(Item.nouns())):
        visitor.get("/en/")


@pytest.mark.parametrize("number", [1, 20])
def test_search_asks_the_same_number_of_queries(visitor, cast, number, django_assert_num_queries, monkeypatch):
    for _turn in range(number):
        index_item(make_practice(title="Lantern", organization=cast.organization, author=cast.author))
        index_organization(make_organization("Lantern Society"))
    visitor.get("/en/about/")
    visitor.get("/en/search/?q=light")  # the boards have followed what was made; in life they look once a second
    monkeypatch.setattr(tallies, "LOOK_EVERY", 60.0)
    spelling = 1 if number == 1 else 0  # so few hits: was another word meant?
    with django_assert_num_queries(3 + spelling):
        assert b"Lantern" in visitor.get("/en/search/?q=lantern").content
    with django_assert_num_queries(4 + spelling):
        assert b"Lantern" in visitor.get("/en/search/?q=lantern&kind=practice&language=en").content
    with django_assert_num_queries(1):  # what was found is kept, and of its hits it is asked again who may see them
        assert b"Lantern" in visitor.get("/en/search/?q=lantern").content


def test_search_shows_hits_and_keeps_filters_in_the_pages(visitor, cast):
    for number in range(25):
        index_item(make_practice(title=f"Lantern {number}", organization=cast.organization, author=cast.author))
    index_organization(make_organization("Lantern <b>Society</b>"))
    page = visitor.get("/en/search/?q=lantern&kind=practice&language=en").content.decode()
    assert "25 results" in page
    assert "kind=practice&amp;language=en&amp;page=2" in page
    assert "&lt;b&gt;Society" not in page
    everything = visitor.get("/en/search/?q=lantern&page=2").content.decode()
    assert "26 results" in everything
    page = visitor.get("/en/search/?q=lantern&kind=organization").content.decode()
    assert "<mark>Lantern</mark> &lt;b&gt;Society&lt;/b&gt;" in page


def test_search_marks_the_language_of_a_text(visitor, cast):
    index_item(make_practice(title="مشروع الفانوس", language="ar", organization=cast.organization, author=cast.author))
    assert '<h3 lang="ar" dir="rtl">' in visitor.get("/en/search/?q=فانوس").content.decode()
    assert '<h3 lang="ar"' not in visitor.get("/ar/search/?q=فانوس").content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "x" * 5000, "q=a&page=-1", "q=a&page=99999999999", "q=a&page=%D9%A1", "q=a&kind=%00&language=%00"],
)
def test_search_answers_whatever_is_asked(visitor, query):
    assert visitor.get(f"/en/search/?{query}").status_code == 200


def test_search_helps_when_nothing_is_found(visitor):
    page = visitor.get("/en/search/?q=%3Cscript%3Ezzzz").content.decode()
    assert "Nothing was found" in page
    assert "<script>zzzz" not in page
    assert reverse("practice_list") in page


def test_robots_keep_out_of_what_is_personal(visitor):
    response = visitor.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert b"Disallow: /admin/" in response.content
    assert b"Disallow: /ar/search/" in response.content
    assert b"/sitemap.xml" in response.content


@pytest.mark.parametrize("language", ["en", "ar"])
def test_sitemaps_say_when_each_page_last_changed(visitor, cast, language):
    day = datetime(2024, 2, 29, 12, tzinfo=UTC)
    item = make_practice(organization=cast.organization, author=cast.author, language=language, published_at=day)
    item.goals.set([6])
    Item.objects.filter(pk=item.pk).update(updated=day + timedelta(days=1))
    hidden = make_practice(organization=cast.organization, author=cast.author, status="hidden", published_at=day)
    hidden.goals.set([7])
    tallies.forget()

    def entries(section):
        body = b"".join(visitor.get(f"/sitemap-{section}-{language}.xml").streaming_content).decode()
        return dict(re.findall(r"<url><loc>[^<]*?/[a-z-]+/([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", body))

    assert entries("themes")["goals/6/"] == "2024-02-29T12:00:00+00:00"
    assert entries("themes")["goals/7/"] == ""
    assert entries("pages")["practices/"] == entries("pages")[""] == "2024-02-29T12:00:00+00:00"
    assert entries("pages")["about/"]
    assert entries("practice") == {f"practices/{item.slug}/": "2024-03-01T12:00:00+00:00"}
    assert all(entries("organizations").values())
    index = visitor.get("/sitemap.xml").content.decode()
    assert index.count(f"-{language}.xml</loc><lastmod>") >= 4


def test_health_asks_no_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert json.loads(visitor.get("/healthz").content) == {"status": "ok"}


def test_readiness_knows_the_database_and_the_worker(visitor, monkeypatch):
    assert visitor.get("/readyz").json() == {
        "database": "ok",
        "migrations": "ok",
        "worker": "silent",
        "outbox": "ok",
    }
    JobRun.objects.create(name="worker", finished_at=timezone.now() - timedelta(minutes=1))
    assert visitor.get("/readyz").json()["worker"] == "ok"
    monkeypatch.setattr("csonet.portal.health._is_behind", lambda: True)
    response = visitor.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_pages_outside_a_language_are_in_the_persons_own(cast):
    cast.branch.language = "fr"
    cast.branch.save()
    client = Client()
    client.force_login(cast.branch)
    assert client.get("/admin/", headers={"accept-language": "es"}).headers["Content-Language"] == "fr"


def test_a_page_of_the_branch_has_its_headings_in_order(visitor):
    page = visitor.get("/en/about/").content.decode()
    assert "<h2>What you can do here</h2>" in page
    assert "<h3>" not in page


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_answered_whatever_host_is_named_and_pages_are_not(db, path, settings):
    """A container asks itself by 127.0.0.1, a balancer by a bare address; neither is in ALLOWED_HOSTS."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["csonet.example.org"], True
    answer = Client().get(path, headers={"host": "127.0.0.1:8000"})
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Client().post(path, headers={"host": "127.0.0.1:8000"}).status_code == 405
    assert Client().get("/en/", headers={"host": "127.0.0.1:8000", "x-forwarded-proto": "https"}).status_code in (
        400,
        301,
    )
