"""Long lists of boxes: looked through while one types, folded under headings where scripts don't run."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "typed"), [("en", "COTE d"), ("ar", "كوت ديف"), ("fr", "cote d’i")])
def test_a_country_is_looked_for_and_chosen_by_keys(open_page: Any, language: str, typed: str) -> None:
    page = open_page(who="author", width=360)
    page.goto(f"/{language}/practices/new/")
    places = page.locator("fieldset:has(> #id_countries)")
    page.locator("[name=title]").fill(f"Found by its letters ({language})")
    places.get_by_role("searchbox").fill(typed)
    expect(places.locator(".check:visible")).to_have_count(1)
    expect(places.locator("output")).not_to_be_empty()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the heading
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    places.get_by_role("searchbox").fill("zzz")
    expect(places.locator(".check:visible")).to_have_count(1)  # what is chosen stays
    places.get_by_role("searchbox").fill("")
    expect(places.locator("details[open]")).to_have_count(1)
    assert page.locator("[name=countries]").count() > 200
    with page.expect_navigation():
        page.locator("main button[name=do][value=save]").first.click()
    kept = page.locator("[name=countries]:checked")
    expect(kept).to_have_count(1)
    expect(kept).to_have_value("CI")


def test_without_scripts_the_boxes_open_under_their_headings(open_page: Any) -> None:
    page = open_page(who="author", javascript=False)
    page.goto("/en/practices/new/")
    places = page.locator("fieldset:has(> #id_countries)")
    expect(places.get_by_role("searchbox")).to_have_count(0)
    expect(places.locator(".check:visible")).to_have_count(1)  # Antarctica lies under no heading
    places.locator("summary", has_text="Africa").click()
    places.get_by_label("Kenya", exact=True).check()
    expect(places.locator("details[open] .check:visible").first).to_be_visible()
