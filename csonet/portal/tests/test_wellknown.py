"""Headers of refusals, the limit of searches, and what stands at /.well-known/."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_a_refused_method_carries_the_headers_of_every_answer(visitor, method):
    answer = visitor.generic(method, reverse("home"))
    assert answer.status_code == 405
    assert "object-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Permissions-Policy"]


def test_who_searches_faster_than_people_do_is_asked_to_wait(visitor, settings):
    settings.SEARCH_RATE = "3/m/ip"
    path = reverse("search")
    assert [visitor.get(path, {"q": "water"}).status_code for _number in range(3)] == [200, 200, 200]
    refused = visitor.get(path, {"q": "water"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert visitor.get(path).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(path, {"q": "water"}).status_code == 200


def test_the_limit_of_searches_can_be_switched_off(visitor, settings):
    settings.SEARCH_RATE = ""
    assert {visitor.get(reverse("search"), {"q": "water"}).status_code for _number in range(5)} == {200}


def test_who_finds_a_weakness_reads_where_to_report_it(visitor, settings):
    text = visitor.get("/.well-known/security.txt").content.decode()
    assert f"Contact: {settings.SITE_URL}/en/contact/" in text
    assert "Expires: 20" in text
    assert visitor.get("/.well-known/change-password").status_code == 302
