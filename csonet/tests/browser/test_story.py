"""The story that the portal stands for: from signing up to a page that the public reads and finds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from csonet.tests.browser.conftest import Portal, press, sign_in, text_of

pytestmark = [pytest.mark.browser, pytest.mark.story]
PASSWORD = "seven green bicycles"
LONG_AGO = "before the rains of 2019"


@dataclass
class Story:
    """Who tells it, in which words; each telling needs names of its own, for they share a portal."""

    javascript: bool
    name: str
    organization: str
    title: str

    @property
    def email(self) -> str:
        return f"{self.name}@story.example.org"


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def story(request: pytest.FixtureRequest) -> Story:
    if request.param:
        return Story(True, "salma", "Cistern Keepers of Taroudant", "Cisterns dug by three villages")
    return Story(False, "edgar", "Footpath Menders of Huanuco", "Footpaths mended before the school year")


def send(page: Page, name: str) -> None:
    """Sends a form by the button of this name."""
    press(page, page.locator("main").get_by_role("button", name=name, exact=True))


def write_rich(page: Page, story: Story, name: str, text: str) -> None:
    """Writes into the editor, or into the plain textarea where there is no JavaScript."""
    if story.javascript:
        page.locator(f"#cke_id_{name} [contenteditable=true]").fill(text)
    else:
        page.locator(f"textarea[name={name}]").fill(text)


def sign_up(page: Page, portal: Portal, story: Story) -> None:
    page.goto("/en/accounts/signup/")
    page.fill("input[name=name]", f"{story.name.title()} of the story")
    page.fill("input[name=username]", story.name)
    page.fill("input[name=email]", story.email)
    page.fill("input[name=password1]", PASSWORD)
    page.check("input[name=terms]")
    page.locator("main form:has(input[name=password1]) button[type=submit]").click()
    letter = portal.letters.wait_for(story.email, "confirm")
    page.goto(next(link for link in portal.links_in(letter) if "confirm" in link))
    press(page, page.locator("main form button[type=submit]").first)
    if "/login" in page.url or page.locator("header").get_by_role("link", name="Sign in").count():
        sign_in(page, story.name, PASSWORD)


def register(page: Page, story: Story) -> None:
    page.goto("/en/organizations/new/")
    page.locator("main input[name=name]").fill(story.organization)
    page.locator("main select[name=country]").select_option("MA" if story.javascript else "PE")
    send(page, "Go on")
    if page.get_by_role("button", name="None of these: go on").count():
        send(page, "None of these: go on")
    page.locator("main select[name=type]").select_option("association")
    page.locator("main textarea[name=mission]").fill("We keep paths and cisterns that everybody uses.")
    send(page, "Send to the NGO Branch")
    expect(page.locator("main")).to_contain_text(story.organization)


def approve_organization(page: Page, story: Story) -> None:
    page.goto(f"/admin/accounts/organization/?q={story.organization.split()[0]}")
    page.get_by_role("link", name=story.organization).first.click()
    expect(page.locator("#content")).to_contain_text("We keep paths and cisterns")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("#content")).to_contain_text("Approved")


def write_practice(page: Page, story: Story) -> None:
    page.goto("/en/practices/new/")
    page.fill("input[name=title]", story.title)
    page.fill("textarea[name=summary]", "Neighbours share the digging, the cost and the water.")
    write_rich(page, story, "action", f"Every household dug for two days {LONG_AGO}.")
    page.locator("input[name=goals]").first.check()
    send(page, "Submit for publication")
    expect(page.locator("main")).to_contain_text(story.title)


def decide(page: Page, story: Story, action: str, **words: str) -> None:
    page.goto("/admin/content/case/")
    page.get_by_role("link", name=story.title).first.click()
    page.locator(f"input[name=action][value={action}]").check()
    if "reason" in words:
        page.select_option("select[name=reason]", words["reason"])
    if "text" in words:
        page.fill("textarea[name=text]", words["text"])
    press(page, page.locator(".review-form button[type=submit], .review-form input[type=submit]").first)


def mend(page: Page, portal: Portal, story: Story) -> None:
    """The author follows the mail's link, finds the question and the text, mends it, submits again."""
    letter = portal.letters.wait_for(story.email, "How many families")
    assert story.title in f"{letter['Subject']} {text_of(letter)}"
    link = next(link for link in portal.links_in(letter) if "/practices/" in link)
    page.goto(link)
    if not link.endswith("/edit/"):
        page.get_by_role("link", name=re.compile("^Edit")).first.click()
    expect(page.locator("main")).to_contain_text("How many families")
    expect(page.locator("input[name=title]")).to_have_value(story.title)
    write_rich(page, story, "results", "Sixty-two families drink from it in August.")
    send(page, "Submit for publication")


def read_and_find(page: Page, story: Story) -> None:
    """What was published is found within a second or so: what everybody may see is looked up that often."""
    page.wait_for_timeout(2500)
    page.goto("/en/")
    page.locator("main input[name=q]").first.fill(story.title.split()[0].lower())
    page.locator("main form:has(input[name=q]) button[type=submit]").first.click()
    page.locator("main").get_by_role("link", name=story.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(story.title)
    expect(page.locator("main")).to_contain_text(LONG_AGO)
    expect(page.locator("main")).to_contain_text("Sixty-two families")
    expect(page.locator("main")).to_contain_text(story.organization)


def test_from_signing_up_to_a_page_that_the_public_finds(open_page: Any, portal: Portal, story: Story) -> None:
    author = open_page(javascript=story.javascript, width=360)
    officer = open_page(javascript=story.javascript, who="branch")
    public = open_page(javascript=story.javascript, width=360)

    sign_up(author, portal, story)
    register(author, story)
    approve_organization(officer, story)
    assert story.organization in text_of(portal.letters.wait_for(story.email, "approved"))

    write_practice(author, story)
    slug = author.url
    public.goto(f"/en/search/?q={story.title.split()[0]}")
    assert story.title not in public.content(), f"{slug} is not published yet"

    decide(officer, story, "return", reason="incomplete", text="How many families drink from it?")
    mend(author, portal, story)
    decide(officer, story, "approve")
    read_and_find(public, story)
