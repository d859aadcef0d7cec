"""The reader's ways without JavaScript; the author's and the officer's are in the story."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: Any) -> Any:
    return open_page(javascript=False, width=360)


def titles(page: Any) -> list[str]:
    page.wait_for_load_state()
    return page.locator("main .card__title").all_inner_texts()


def test_facets_narrow_the_list_and_can_be_taken_away(page: Any) -> None:
    page.goto("/en/practices/")
    everything = titles(page)
    page.locator("main details", has=page.locator("input[name=goal]")).locator("summary").click()
    page.locator("main input[name=goal][value='6']").check()
    page.locator("main form.facets").get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("goal=6"))
    narrowed = titles(page)
    assert "Rain water kept in village tanks" in narrowed
    assert 0 < len(narrowed) < len(everything)
    expect(page.locator("main input[name=goal][value='6']")).to_be_checked()
    page.get_by_role("link", name="Remove all").click()
    expect(page).to_have_url(re.compile(r"/en/practices/$"))
    assert titles(page) == everything


def addresses_of_hits(page: Any) -> list[str]:
    """Where the hits lead; two of them may have one title."""
    page.wait_for_load_state()
    return [link.get_attribute("href") for link in page.locator("main .result h3 a").all()]


def test_the_search_leads_from_page_to_page_without_showing_anything_twice(page: Any) -> None:
    page.goto("/en/search/")
    page.locator("#search-q").fill("water OR women OR school OR union OR the OR los OR les")
    page.locator("main form[role=search]").get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#search-q")).to_have_value(re.compile("^water OR women"))
    first = addresses_of_hits(page)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=2"))
    second = addresses_of_hits(page)
    assert second
    assert not set(first) & set(second)


def test_the_language_bar_leads_to_the_same_page(page: Any) -> None:
    page.goto("/en/practices/?goal=6")
    found = titles(page)
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.endswith("/fr/practices/?goal=6")
    assert titles(page) == found
    page.locator("nav.languages a[lang=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/ar/practices/?goal=6")


def test_directory_and_decisions_are_looked_through_page_by_page(page: Any) -> None:
    page.goto("/en/organizations/")
    first = titles(page)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"\?page=2$"))
    second = titles(page)
    assert first
    assert second
    assert not set(first) & set(second)
    page.goto("/en/decisions/")
    page.locator("main").get_by_role("link", name=re.compile("2021")).first.click()
    expect(page.locator("main")).to_contain_text("League of Harbour Lights")


def test_a_search_is_saved_from_a_narrowed_list_and_removed(open_page: Any) -> None:
    page = open_page(who="outsider", javascript=False, width=360)
    page.goto("/en/practices/?goal=4")
    page.get_by_role("link", name="Save this search").first.click()
    page.locator("main input[name=name]").fill("Schools, as they are")
    page.locator("main").get_by_role("button", name="Save the search").click()
    page.get_by_role("link", name="Schools, as they are", exact=True).click()
    expect(page).to_have_url(re.compile(r"/en/practices/\?goal=4$"))
    page.goto("/en/notices/settings/")
    expect(page.locator("main")).to_contain_text("Schools, as they are")
    page.goto("/en/searches/")
    page.get_by_role("button", name=re.compile(r"^Remove\s?: Schools, as they are$")).click()
    expect(page.locator("main")).not_to_contain_text("Schools, as they are")


def test_from_home_by_a_goal_to_a_search_inside_it(page: Any) -> None:
    page.goto("/en/")
    page.get_by_role("link", name="6. Clean water and sanitation").click()
    expect(page.locator("h1")).to_have_text("6. Clean water and sanitation")
    page.locator("#search-inside").fill("water")
    page.locator("main form[role=search]").get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("main .chips").first).to_contain_text("6. Clean water and sanitation")
    expect(page.locator("main .result")).not_to_have_count(0)
