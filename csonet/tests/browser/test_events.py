"""The story of an event: announced, its rule set, a delegation nominated, one waits, comes in and is certified."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from csonet.tests.browser.conftest import Portal

pytestmark = [pytest.mark.browser, pytest.mark.story]

TOLD = {
    "en": {
        "title": "Hearing on clean rivers",
        "rule": "Approved organizations",
        "question": "Which river do you speak of?",
        "guest": "Halima Yusuf",
        "next": "Omar Said",
        "in": "is admitted",
        "already": "is already in since",
        "offered": "A seat",
    },
    "ar": {
        "title": "جلسة استماع عن الأنهار النظيفة",
        "rule": "المنظمات المعتمدة",
        "question": "عن أي نهر تتحدثون؟",
        "guest": "حليمة يوسف",
        "next": "عمر سعيد",
        "in": "عمر سعيد",
        "already": "عمر سعيد",
        "offered": "جلسة استماع",
    },
}
ZONE = "Africa/Nairobi"


def announce(page: Page, language: str, title: str) -> None:
    now = datetime.now(ZoneInfo(ZONE))
    page.goto(f"/{language}/events/new/")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=summary]", title)
    page.select_option("select[name=zone]", ZONE)
    day = (now + timedelta(days=1)).date().isoformat()
    page.fill("input[name=first_day]", day)
    page.fill("input[name=starts_at]", "12 am")
    page.fill("input[name=last_day]", day)
    page.fill("input[name=ends_at]", "17:00")
    page.fill("input[name=venue]", "Hall")
    page.locator("main button[name=do][value=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("input[name=starts_at]", "09:00")
    page.locator("main button[name=do][value=submit]").first.click()
    expect(page.locator("main")).to_contain_text(title)


def approve(page: Page, title: str) -> None:
    page.goto("/admin/content/case/")
    page.get_by_role("link", name=title).first.click()
    page.locator("input[name=action][value=approve]").check()
    page.locator(".review-form button[type=submit], .review-form input[type=submit]").first.click()
    expect(page.locator("#content, .messagelist").first).to_be_visible()


def set_rule(page: Page, event: str, words: dict[str, str]) -> None:
    page.goto(f"{event}manage/rules/new/")
    page.fill("input[name=name]", words["rule"])
    page.check("input[name=eligible][value=approved]")
    page.fill("input[name=quota]", "2")
    page.select_option("select[name=approval]", "both")
    page.locator("main form.form button[type=submit]").first.click()
    expect(page.locator("#rules")).to_contain_text(words["rule"])


def ask(page: Page, words: dict[str, str]) -> None:
    """One question that everybody has to answer."""
    page.locator("#rules a[href$='/questions/new/']").click()
    page.fill("input[name=text]", words["question"])
    page.check("input[name=is_required]")
    page.locator("main form.form button[type=submit]").first.click()
    expect(page.locator("#rules")).to_contain_text(words["question"])


def one_seat(page: Page, event: str) -> None:
    page.goto(f"{event}manage/")
    page.fill("input[name=in_person]", "1")
    page.locator("button[name=do][value=seats]").click()
    expect(page.locator("input[name=in_person]")).to_have_value("1")


def nominate(page: Page, delegation: str, name: str, address: str) -> None:
    page.goto(f"{delegation}nominate/")
    page.fill("input[name=name]", name)
    page.fill("input[name=email]", address)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("#people")).to_contain_text(name)


def let_in(page: Page, event: str, code: str) -> None:
    """Type the code at the door."""
    page.goto(f"{event}door/")
    page.fill("input[name=code]", code)
    page.locator("main form.door button[type=submit]").click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_rule_over_the_waiting_list_to_the_certificate(open_page: Any, portal: Portal, language: str) -> None:
    """One seat and two people: the second waits, is offered the seat of the first, takes it, comes, and can prove it.

    Nobody needs a script, and the two need no account.
    """
    words = TOLD[language]
    host = open_page(javascript=False, who="moderator")
    officer = open_page(javascript=False, who="branch")
    owner = open_page(javascript=False, width=360, who="author")
    public = open_page(javascript=False, width=360)
    announce(host, language, words["title"])
    approve(officer, words["title"])
    public.goto(f"/{language}/events/")
    public.get_by_role("link", name=words["title"]).first.click()
    event = public.url[public.url.index(f"/{language}/") :]
    set_rule(host, event, words)
    ask(host, words)
    one_seat(host, event)

    delegation = f"{event}delegations/wells-and-rain-association/"
    address = f"omar.{language}@example.org"
    nominate(owner, delegation, words["guest"], f"halima.{language}@example.org")
    nominate(owner, delegation, words["next"], address)
    waiting = owner.locator("#people li.card", has_text=words["next"])
    expect(waiting).to_contain_text("1")
    owner.locator("#people li.card", has_text=words["guest"]).locator("button[value=withdraw]").click()
    expect(owner.locator("#former")).to_contain_text(words["guest"])

    letter = portal.letters.wait_for(address, words["offered"])
    guest = open_page(javascript=False, width=360)
    guest.goto(next(link for link in portal.links_in(letter) if "/attend/" in link))
    guest.locator("button[value=accept]").click()
    guest.fill("#about-you textarea[name^=q]", "Nile")
    guest.locator("#about-you form.form button[type=submit]").click()
    host.goto(f"{event}people/")
    host.get_by_role("checkbox", name=words["next"]).check()
    host.locator("main button[name=do][value=approve]").click()
    guest.reload()
    code = guest.locator("#door .code").inner_text()

    let_in(host, event, code)
    expect(host.locator(".notice--good")).to_contain_text(words["in"])
    let_in(host, event, code)
    expect(host.locator(".notice--warn")).to_contain_text(words["already"])
    expect(host.locator("#latest")).to_contain_text(words["next"])
    let_in(host, event, "AAAA-BBBB-CCCC")
    expect(host.locator(".notice--bad")).to_be_visible()

    guest.reload()
    paper = guest.request.get(guest.locator("a[href$='certificate.pdf']").get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-1.7")
    public.goto(f"/{language}/events/verify/{code}/")
    expect(public.locator("main")).to_contain_text(words["next"])
    expect(public.locator(".notice--good")).to_be_visible()
