"""Every kind of page, as outside judges see it: axe-core, the Nu HTML checker, the console, narrow screens, weight."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Response, Route

from csonet.tests.browser.conftest import Portal, press, tell_database
from csonet.tests.browser.judges import NARROWEST, Console, looks, sideways
from csonet.tests.browser.pages import DELEGATION, HEARING, ROLES, TOPIC, VISITOR, Address, find

pytestmark = pytest.mark.browser

Judged = dict[str, list[str]]
CONTACT = {"name": "Ines", "email": "ines@example.org", "subject": "A bus", "message": "When does it come?"}


def visit(page: Page, pages: dict[str, Address], language: str) -> tuple[Judged, dict[str, str]]:
    """Opens each page; what the judges say of it, and its HTML."""
    said: Judged = {}
    html: dict[str, str] = {}
    console = Console(page)
    for name, address in pages.items():
        path = find(page, address, language)
        console.said.clear()
        answer = page.goto(path)
        assert answer, name
        assert answer.status in (200, 403, 404), name
        html[f"{name}-{language}"] = answer.text()
        found = looks(page, dark=language == "en") + console.about(answer)
        if found:
            said[f"{name} {language}"] = found
    return said, html


@pytest.fixture
def officer_reads(portal: Portal, who: str, language: str) -> Iterator[str]:
    """The desk's pages have no language in their addresses: they speak the officer's."""

    def turn_to(code: str) -> None:
        tell_database(
            portal.environment["DATABASE_URL"],
            f"UPDATE accounts_user SET language = '{code}' WHERE username = 'branch'",  # noqa: S608  # one of ours
        )

    elsewhere = who == "branch" and language != "en"
    if elsewhere:
        turn_to(language)
    yield language
    if elsewhere:
        turn_to("en")


def handfuls(size: int = 10) -> list[Any]:
    """The pages of each role, a few at a time: so they are divided among the processes."""
    return [
        pytest.param(who, dict(list(pages.items())[start : start + size]), id=f"{who or 'visitor'}-{start // size + 1}")
        for who, pages in ROLES.items()
        for start in range(0, len(pages), size)
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("who", "pages"), handfuls())
def test_pages_hold_before_the_judges(
    open_page: Any, nu_check: Any, who: str, pages: dict[str, Address], officer_reads: str
) -> None:
    language = officer_reads
    page = open_page(who=who)
    said, html = visit(page, pages, language)
    assert (said, nu_check(html)) == ({}, [])


def refused_sign_up(page: Page, language: str) -> Response:
    page.goto(f"/{language}/accounts/signup/")
    page.fill("input[name=email]", "this is no address")
    return press(page, page.locator("main form:has(input[name=password1]) button[type=submit]").first)


def refused_practice(page: Page, language: str) -> Response:
    page.goto(f"/{language}/practices/new/")
    return press(page, page.locator("main button[name=do][value=submit]").first)


def contact_state(page: Page, language: str) -> Response:
    page.goto(f"/{language}/contact/")
    for name, words in CONTACT.items():
        page.fill(f"main [name={name}]", words)
    return press(page, page.locator("main form[method=post] button[type=submit]").first)


def before_approving_many(page: Page, _language: str) -> Response:
    page.goto("/admin/content/case/")
    page.check("#result_list tbody tr:first-child input[name=_selected_action]")
    page.select_option("select[name=action]", "approve_selected")
    return press(page, page.locator("button[name=index]").first)


def refused_rule(page: Page, language: str) -> Response:
    page.goto(HEARING.format(language) + "manage/rules/new/")
    page.fill("input[name=closes_day]", "2030-01-01")
    page.fill("input[name=closes_at]", "12 am")
    return press(page, page.locator("main form.form button[type=submit]").first)


def file_with_faults(page: Page, language: str) -> Response:
    page.goto(DELEGATION.format(language) + "file/")
    rows = b"name;email;mode\nHalima Yusuf;halima@example.org;in-person\n;no address;by boat\n"
    page.set_input_files("input[name=file]", {"name": "people.csv", "mimeType": "text/csv", "buffer": rows})
    return press(page, page.locator("main form.form button[type=submit]").first)


def unknown_at_the_door(page: Page, language: str) -> Response:
    page.goto(HEARING.format(language) + "door/")
    page.fill("input[name=code]", "AAAA-BBBB-CCCC")
    return press(page, page.locator("main form.door button[type=submit]").first)


STEPS: list[tuple[str, Callable[[Page, str], Response]]] = [
    ("", refused_sign_up),
    ("", contact_state),
    ("author", refused_practice),
    ("branch", before_approving_many),
    ("moderator", refused_rule),
    ("author", file_with_faults),
    ("moderator", unknown_at_the_door),
]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_after_a_step_hold_before_the_judges(open_page: Any, nu_check: Any, language: str) -> None:
    said: Judged = {}
    html: dict[str, str] = {}
    for who, step in STEPS:
        page = open_page(who=who)
        console = Console(page)
        answer = step(page, language)
        html[step.__name__] = answer.text()
        if found := looks(page) + console.about(answer):
            said[step.__name__] = found
    assert (said, nu_check(html)) == ({}, [])


def test_an_invitation_holds_before_the_judges(open_page: Any, portal: Portal) -> None:
    author = open_page(who="author")
    author.goto("/en/organizations/wells-and-rain-association/members/")
    author.fill("main input[name=email]", "guest@example.org")
    author.locator("main form:has(input[name=email]) button[type=submit]").click()
    letter = portal.letters.wait_for("guest@example.org", "invit")
    page = open_page()
    page.goto(next(link for link in portal.links_in(letter) if "/invitations/" in link))
    assert looks(page) == []


def fulfiller(html: str) -> Callable[[Route], None]:
    """Answers with this page."""
    return lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=html)


ERROR_PAGES = "import json; from csonet.tests.browser.error_pages import error_pages as e; print(json.dumps(e()))"


def test_error_pages_hold_before_the_judges(open_page: Any, portal: Portal, nu_check: Any) -> None:
    pages = json.loads(portal.manage("shell", "-v0", "-c", ERROR_PAGES))
    page = open_page()
    said = {}
    for name, html in pages.items():
        page.route("**/en/shown/", fulfiller(html))
        page.goto("/en/shown/")
        if found := looks(page):
            said[name] = found
        page.unroute("**/en/shown/")
    assert len(pages) == 12
    assert (said, nu_check(pages)) == ({}, [])


@pytest.mark.parametrize("language", ["zh-hans", "ru", "fr", "es"])
def test_no_page_scrolls_sideways_at_320_pixels(open_page: Any, language: str) -> None:
    page = open_page(width=NARROWEST)
    wide = {}
    for name, address in VISITOR.items():
        page.goto(find(page, address, language))
        if found := sideways(page, NARROWEST):
            wide[name] = found
    assert wide == {}


@pytest.mark.parametrize(
    "path", ["/en/", "/en/practices/", "/ar/practices/rain-water-kept-in-village-tanks/", TOPIC.format("en")]
)
def test_the_first_visit_weighs_little_and_asks_nobody_else(open_page: Any, portal: Portal, path: str) -> None:
    page = open_page()
    sizes: list[int] = []
    kinds: dict[str, int] = {}
    hosts: set[str] = set()

    def note(request: Any) -> None:
        size = request.sizes()["responseBodySize"]
        sizes.append(size)
        kinds[request.resource_type] = kinds.get(request.resource_type, 0) + size
        hosts.add(request.url.split("/")[2])

    page.on("requestfinished", note)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert hosts == {portal.url.split("/")[2]}
    assert 0 < sum(sizes) <= 60_000
    assert 0 < kinds["stylesheet"] <= 14_000
    assert kinds.get("script", 0) <= 10_000
    assert kinds.get("font", 0) == 0
    assert len(sizes) <= 8
    assert page.context.cookies() == []
