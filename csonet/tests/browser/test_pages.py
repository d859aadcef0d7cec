"""Every kind of page, as outside judges see it: axe-core, the Nu HTML checker, narrow screens, weight."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PUBLIC = {
    "home": "/{}/",
    "practices": "/{}/practices/",
    "practices-filtered": "/{}/practices/?goal=6&language=en",
    "practices-empty": "/{}/practices/?country=AQ",
    "practice": "/{}/practices/@first",
    "organizations": "/{}/organizations/",
    "organization": "/{}/organizations/wells-and-rain-association/",
    "decisions": "/{}/decisions/",
    "search": "/{}/search/?q=water",
    "search-empty": "/{}/search/?q=qqqqzzzz",
    "about": "/{}/about/",
    "terms": "/{}/terms/",
    "privacy": "/{}/privacy/",
    "accessibility": "/{}/accessibility/",
    "contact": "/{}/contact/",
    "not-found": "/{}/there-is-no-such-page/",
    "sign-in": "/{}/accounts/login/",
    "sign-up": "/{}/accounts/signup/",
    "forgotten": "/{}/accounts/password/reset/",
}
AUTHOR = {
    "dashboard": "/{}/dashboard/",
    "new-practice": "/{}/practices/new/",
    "settings": "/{}/accounts/settings/",
    "email": "/{}/accounts/email/",
    "password": "/{}/accounts/password/change/",
    "second-factor": "/{}/accounts/2fa/",
    "sessions": "/{}/accounts/sessions/",
    "members": "/{}/organizations/wells-and-rain-association/members/",
    "edit-organization": "/{}/organizations/wells-and-rain-association/edit/",
    "new-organization": "/{}/organizations/new/",
}
BRANCH = {
    "desk": "/admin/",
    "queue": "/admin/content/case/",
    "desk-organizations": "/admin/accounts/organization/",
    "style-guide": "/en/style-guide/",
}


def address(page, path: str, language: str) -> str:
    """Fills in the language and @first: the first item that the list shows."""
    path = path.format(language)
    if path.endswith("@first"):
        page.goto(path.removesuffix("@first"))
        return page.locator("main .card a").first.get_attribute("href")
    return path


def complaints(page) -> list[str]:
    """What axe-core says, best practices included, one line for each rule."""
    result = Axe().run(page).response
    return [
        f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes']][:3]}"
        for rule in result["violations"]
    ]


def sideways(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def judge(page, pages: dict[str, str], language: str, width: int) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Opens each page; what axe and the window say of it, and its HTML."""
    said: dict[str, list[str]] = {}
    html: dict[str, str] = {}
    for name, path in pages.items():
        answer = page.goto(address(page, path, language))
        html[f"{name}-{language}-{width}"] = answer.text()
        found = complaints(page)
        if sideways(page) > 0:
            found.append(f"{sideways(page)} px wider than the window")
        if found:
            said[f"{name} {language} {width}"] = found
    return said, html


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("who", "pages"), [("", PUBLIC), ("author", AUTHOR), ("branch", BRANCH)])
def test_pages_hold_before_axe_and_the_html_checker(open_page, nu_check, tmp_path, who, pages, language, width):
    page = open_page(who=who, width=width)
    said, html = judge(page, pages, language, width)
    assert said == {}
    assert nu_check(html, tmp_path) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_hold_before_axe_in_the_dark(open_page, language):
    said, _html = judge(open_page(scheme="dark"), PUBLIC, language, 1280)
    assert said == {}


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans", "ru", "fr", "es"])
def test_no_page_scrolls_sideways_at_320_pixels(open_page, language):
    page = open_page(width=320)
    wide = {}
    for name, path in PUBLIC.items():
        page.goto(address(page, path, language))
        if sideways(page) > 0:
            wide[name] = sideways(page)
    assert wide == {}


@pytest.mark.parametrize("path", ["/en/", "/en/practices/", "/ar/practices/@first"])
def test_the_first_visit_weighs_little_and_asks_nobody_else(open_page, portal, path):
    page = open_page()
    target = address(page, path, "en")
    page = open_page()
    sizes, kinds, hosts = [], {}, set()

    def note(response):
        size = response.request.sizes()["responseBodySize"]
        sizes.append(size)
        kind = response.request.resource_type
        kinds[kind] = kinds.get(kind, 0) + size
        hosts.add(response.url.split("/")[2])

    page.on("requestfinished", lambda request: note(request.response()))
    page.goto(target)
    page.wait_for_load_state("networkidle")
    assert hosts == {portal.url.split("/")[2]}
    assert sum(sizes) <= 60_000
    assert kinds.get("stylesheet", 0) <= 14_000
    assert kinds.get("script", 0) <= 10_000
    assert kinds.get("font", 0) == 0
    assert len(sizes) <= 8
    assert page.context.cookies() == []
