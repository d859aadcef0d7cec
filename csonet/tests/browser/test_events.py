"""The story of an event: announced, its rule set, a delegation nominated, admitted, let in at the door, certified."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.story]

TOLD = {
    "en": {
        "title": "Hearing on clean rivers",
        "rule": "Approved organizations",
        "guest": "Halima Yusuf",
        "admitted": "is admitted",
    },
    "ar": {
        "title": "جلسة استماع عن الأنهار النظيفة",
        "rule": "المنظمات المعتمدة",
        "guest": "حليمة يوسف",
        "admitted": "حليمة يوسف",
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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_rule_to_the_certificate_of_attendance(open_page: Any, language: str) -> None:
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

    delegation = f"{event}delegations/wells-and-rain-association/"
    owner.goto(f"{delegation}nominate/")
    owner.fill("input[name=name]", words["guest"])
    owner.fill("input[name=email]", f"halima.{language}@example.org")
    owner.locator("main form.form button[type=submit]").click()
    expect(owner.locator("#people")).to_contain_text(words["guest"])

    host.goto(f"{event}people/")
    host.get_by_role("checkbox", name=words["guest"]).check()
    host.locator("main button[name=do][value=approve]").click()
    host.goto(f"{event}door/?q={words['guest']}")
    expect(host.locator("#search")).to_contain_text(words["guest"])
    host.locator("#search button[type=submit]").last.click()
    expect(host.locator(".notice--good")).to_contain_text(words["admitted"])
    host.goto(f"{event}door/?q={words['guest']}")
    expect(host.locator("#latest")).to_contain_text(words["guest"])

    owner.goto(delegation)
    owner.locator("#people a").first.click()
    href = owner.locator("a[href$='certificate.pdf']").get_attribute("href")
    paper = owner.request.get(href)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-1.7")
    code = paper.headers["content-disposition"].partition("certificate-")[2].removesuffix('.pdf"')
    public.goto(f"/{language}/events/verify/{code}/")
    expect(public.locator("main")).to_contain_text(words["guest"])
    expect(public.locator(".notice--good")).to_be_visible()
