"""The second story: from a request to a partnership to a best practice, in English and in Arabic."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.story]

TOLD = {
    "en": {
        "title": "A ferry that runs when the river is high",
        "problem": "In July nobody crosses for three weeks.",
        "offer": "We built two rope ferries and would show you how.",
        "thanks": "Thank you, come in May.",
        "outcome": "The ferry ran all of July.",
    },
    "ar": {
        "title": "عبّارة تعمل حين يرتفع النهر",
        "problem": "في تموز لا يعبر أحد النهر ثلاثة أسابيع.",
        "offer": "بنينا عبّارتين بالحبال ونريكم كيف.",
        "thanks": "شكرًا لكم، تعالوا في أيار.",
        "outcome": "عملت العبّارة طوال تموز.",
    },
}


def press(page: Page, selector: str) -> None:
    page.locator(f"main {selector}").first.click()


def ask(page: Page, language: str, words: dict[str, str]) -> None:
    page.goto(f"/{language}/requests/new/")
    page.fill("input[name=title]", words["title"])
    page.fill("textarea[name=summary]", words["title"])
    page.locator("textarea[name=problem]").fill(words["problem"])
    page.check("input[name=seeks_knowhow]")
    page.locator("input[name=goals]").first.check()
    country = page.locator("input[name=countries][value=KE]")
    page.locator("details", has=country).locator("summary").click()
    country.check()
    press(page, "button[name=do][value=submit]")
    expect(page.locator("main")).to_contain_text(words["title"])


def approve(page: Page, words: dict[str, str]) -> None:
    page.goto("/admin/content/case/")
    page.get_by_role("link", name=words["title"]).first.click()
    page.locator("input[name=action][value=approve]").check()
    page.locator(".review-form button[type=submit], .review-form input[type=submit]").first.click()
    expect(page.locator("#content, .messagelist").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_a_request_to_a_partnership_to_a_practice(open_page: Any, language: str) -> None:
    words = TOLD[language]
    asker = open_page(javascript=False, width=360, who="author")
    officer = open_page(javascript=False, who="branch")
    helper = open_page(javascript=False, width=360, who="outsider")
    public = open_page(javascript=False)

    ask(asker, language, words)
    page_of_it = asker.url
    approve(officer, words)

    helper.goto(page_of_it)
    expect(helper.locator("main")).to_contain_text(words["problem"])
    press(helper, "a[href$='/offer/']")
    helper.fill("main textarea[name=text]", words["offer"])
    press(helper, "form.form button[type=submit]")
    offer = helper.url
    assert public.goto(offer).status == 404
    public.goto(page_of_it)
    expect(public.locator("main")).not_to_contain_text(words["offer"])

    asker.goto(offer)
    expect(asker.locator("main")).to_contain_text(words["offer"])
    asker.fill("main textarea[name=thanks]", words["thanks"])
    press(asker, "button[name=do][value=accept]")
    public.goto(f"/{language}/projects/partnerships/")
    expect(public.locator("main")).to_contain_text(words["title"])
    public.goto(offer)
    expect(public.locator("main")).to_contain_text(words["offer"])

    asker.goto(page_of_it)
    press(asker, "button[name=step][value=solve]")
    press(asker, "a[href$='/outcome/']")
    asker.fill("main textarea[name=text]", words["outcome"])
    press(asker, "form.form button[type=submit]")
    public.goto(page_of_it)
    expect(public.locator("#outcome")).to_contain_text(words["outcome"])

    press(asker, "form[action$='/practice/'] button")
    expect(asker.locator("input[name=title]")).to_have_value(words["title"])
    assert "/practices/" in asker.url
    press(asker, "button[name=do][value=submit]")
    approve(officer, words)
    public.goto(page_of_it)
    expect(public.locator("#links")).to_contain_text(words["title"])
