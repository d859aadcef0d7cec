"""The pages for what goes wrong."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from csonet.portal import errors
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


def test_a_missing_page_is_said_in_the_visitors_language(visitor):
    response = visitor.get("/ar/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl"' in page
    assert 'action="/ar/search/"' in page
    assert not response.cookies


def test_an_address_without_language_takes_the_browsers(visitor):
    assert '<html lang="fr"' in visitor.get("/nowhere.php", headers={"accept-language": "fr"}).content.decode()


def test_errors_have_the_security_headers(visitor):
    response = visitor.get("/en/nowhere/")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def failing(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("csonet.portal.views.HomeView.get_context_data", fail)


def test_a_fault_of_ours_asks_no_database(cast, signed_in, monkeypatch, django_assert_num_queries):
    client = signed_in(cast.author)
    client.raise_request_exception = False
    failing(monkeypatch, RuntimeError("secret detail"))
    client.get("/en/about/")
    request = RequestFactory().get("/fr/")
    with django_assert_num_queries(0):
        response = errors.server_error(request)
    assert (response.status_code, b'<html lang="fr"' in response.content) == (500, True)
    response = client.get("/fr/")
    assert response.status_code == 500
    assert b"secret detail" not in response.content
    assert "no-store" in response.headers["Cache-Control"]


def test_even_a_broken_design_leaves_words(monkeypatch):
    monkeypatch.setattr(errors, "render_to_string", lambda *args, **kwargs: 1 / 0)
    response = errors.server_error(RequestFactory().get("/ar/"))
    assert response.status_code == 500
    assert b'<html lang="ar" dir="rtl">' in response.content


def test_forbidden_and_not_found_show_no_exceptions_text(visitor, monkeypatch):
    failing(monkeypatch, PermissionDenied("who hides here"))
    response = visitor.get("/en/")
    assert response.status_code == 403
    assert b"who hides" not in response.content
    failing(monkeypatch, Http404("who hides here"))
    assert b"who hides" not in visitor.get("/en/").content


def test_a_form_that_is_too_large_is_said_kindly(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = visitor.post("/en/contact/", {"message": "x" * 5000})
    assert response.status_code == 413
    assert b"too large" in response.content
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert visitor.post("/en/contact/", {"a": 1, "b": 2, "c": 3}).status_code == 413


def test_more_parameters_than_are_read_make_no_fault_of_ours(visitor, settings, monkeypatch):
    visitor.raise_request_exception = False
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    missing = visitor.get("/fr/nowhere/?a=1&b=2&c=3")
    assert missing.status_code == 404
    assert b'<html lang="fr"' in missing.content
    failing(monkeypatch, PermissionDenied())
    assert visitor.get("/en/?a=1&b=2&c=3").status_code == 403


def test_a_host_that_is_not_ours_is_refused():
    assert Client(headers={"host": "evil.example"}).get("/en/").status_code == 400


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def test_a_form_without_its_key_keeps_what_was_typed(strict):
    form = {
        "subject": "My <b>subject</b>",
        "message": "Long text\nof two lines",
        "password": "hunter22",
        "token": "t0k",
    }
    response = strict.post("/en/contact/", form, headers={"origin": "http://testserver"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "My &lt;b&gt;subject&lt;/b&gt;" in page
    assert "Long text" in page
    assert "hunter22" not in page
    assert "t0k" not in page
    assert "Send again" not in page  # it would go without its password


def test_a_form_of_ours_can_be_sent_again(strict):
    response = strict.post("/en/contact/", {"subject": "Kept"}, headers={"origin": "http://testserver"})
    page = response.content.decode()
    assert "Send again" in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = strict.post(
        "/en/contact/", {"subject": "Kept", "csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"}
    )
    assert again.status_code == 200
    assert b"Kept" in again.content


def test_what_was_typed_is_told_by_labels_and_without_what_the_page_put_in(strict, cast):
    strict.force_login(cast.author)
    item = make_practice(organization=cast.organization, author=cast.author, status="draft")
    form = {
        "version": "4177",
        "seen": "2026-01-02T03:04:05",
        "title": "Kept title",
        "organization": "98765",
        "factors": "Rain came late",
        "licence": "cc-by-4.0",
        "do": "submit",
        "attach-title": "The report",
        "form-TOTAL_FORMS": "31",
    }
    page = strict.post(
        reverse("practice_edit", args=[item.slug]), form, headers={"origin": "http://testserver"}
    ).content.decode()
    shown = page.partition('id="kept-heading"')[2]
    terms = re.findall(r"<dt><bdi>(.*?)</bdi></dt><dd><pre[^>]*>(.*?)</pre>", shown)
    assert terms == [
        ("Title", "Kept title"),
        ("What helped and what hindered", "Rain came late"),
        ("Licence for reuse", "Reuse with attribution (CC BY 4.0)"),
        ("Attach title", "The report"),
    ]
    sent_again = page.partition('id="kept-heading"')[0]
    assert 'name="version"' in sent_again  # what the form needs goes with it
    assert "98765" in sent_again


def test_a_search_that_must_wait_keeps_its_words(visitor, settings):
    cache.clear()
    settings.SEARCH_RATE = "1/m/ip"
    answers = [visitor.get("/ar/search/", {"q": '"مياه" <b>\x07'}) for _turn in range(2)]
    page = answers[1].content.decode()
    assert answers[1].status_code == 429
    assert 'value="&quot;مياه&quot; &lt;b&gt;"' in page
    assert 'action="/ar/search/"' in page
    cache.clear()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_form_from_elsewhere_cant_be_sent_again(strict, origin):
    page = strict.post("/en/contact/", {"subject": "Foreign"}, headers={"origin": origin}).content.decode()
    assert "Send again" not in page
    assert "Foreign" in page


def test_too_many_requests_say_when_to_come_back(rf):
    response = errors.too_many_requests(rf.post("/en/contact/", {"message": "kept words"}), wait=90)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "90"
    assert b"kept words" in response.content


def test_sign_in_tried_too_often_is_refused_in_the_same_design(visitor):
    cache.clear()
    for _turn in range(60):
        response = visitor.post("/en/accounts/login/", {"login": "nobody", "password": "x"})
        if response.status_code == 429:
            break
    else:
        pytest.skip("the form itself says that there were too many attempts")
    assert response.headers["Retry-After"]
