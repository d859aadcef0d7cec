"""A learner's story without JavaScript: from enrolment to a certificate that anybody verifies, by code and by file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from csonet.tests.browser.conftest import press
from training.samples import repeating

pytestmark = [pytest.mark.browser, pytest.mark.story]

TITLE = repeating.COURSE["title"]
#: More pages than that no course of the demonstration has.
MOST_STEPS = 80
NAMES = {"en": "Wanjiru Kamau", "ar": "وانجيرو كاماو"}
LEARNERS = {"en": "newcomer", "ar": "moderator"}


def questions(language: str) -> dict[str, dict[str, Any]]:
    """Every question of the course by what it asks."""
    found = {}
    for module in repeating.STRUCTURE:
        for lesson in module["lessons"]:
            for activity in lesson["activities"]:
                for question in activity.get("quiz", {}).get("questions", []):
                    found[question["wording"][language]["stem"]] = question
    return found


def label(option: dict[str, Any], language: str) -> str:
    return str(option["wording"][language]["label"])


def answer(fieldset: Locator, question: dict[str, Any], language: str) -> None:
    """What somebody answers who knows."""
    key, labels = question["key"], {option["id"]: label(option, language) for option in question.get("options", [])}
    if "right" in key:
        for own in key["right"]:
            fieldset.get_by_label(labels[own], exact=True).check()
    elif "order" in key:
        for place, own in enumerate(key["order"], start=1):
            fieldset.get_by_label(labels[own], exact=True).select_option(str(place))
    else:
        fieldset.locator("input[type=text]").fill(key["value"])


def take_quiz(page: Page, language: str) -> None:
    """Reads the rules, answers page by page, looks over, submits, and passes."""
    known = questions(language)
    expect(page.locator("main .facts")).to_contain_text(re.compile(r"\d+ %"))
    press(page, page.locator("main form[action$='/begin/'] button"))
    while page.locator("main fieldset").count():
        for fieldset in page.locator("main fieldset").all():
            answer(fieldset, known[fieldset.locator("p.kept").inner_text().strip()], language)
        press(page, page.locator("main button[value=next], main button[value=finish]").first)
    press(page, page.locator("main form:has(input[name=token]) button"))
    expect(page.locator("main .badge--good").first).to_be_visible()
    press(page, page.locator("main .cluster a.button").first)


def learn(page: Page, language: str) -> None:
    """Goes on until nothing is left."""
    for _step in range(MOST_STEPS):
        if page.locator("main #holder").count():
            return
        done = page.locator("main form[action$='/done/'] button")
        quiz = page.locator("main section a.button[href*='/quiz/']")
        if done.count():
            press(page, done.first)
        elif quiz.count():
            press(page, quiz.first)
            take_quiz(page, language)
        else:
            press(page, page.locator("main a.button[href*='/lessons/']:not([rel=prev])").first)
    raise AssertionError(f"not at the end after {MOST_STEPS} steps: {page.url}")


def certified(page: Page, language: str, folder: Path) -> tuple[str, Path]:
    """The code of the certificate as it is printed, and its file."""
    page.fill("#holder", NAMES[language])
    page.locator("main form[action$='/certificate/'] button").click()
    expect(page.locator("main .notice--good")).to_be_visible()
    expect(page.locator("main")).to_contain_text(NAMES[language])
    code = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{4}", page.locator("h1").inner_text())
    assert code
    with page.expect_download() as download:
        page.locator("main a[href$='/file/']").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-")
    return code[0], path


def compare(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)
    press(page, page.locator("main form[enctype] button"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_enrolment_to_a_certificate_that_anybody_verifies(open_page: Any, tmp_path: Path, language: str) -> None:
    page = open_page(javascript=False, width=360, who=LEARNERS[language])
    page.goto(f"/{language}/training/")
    page.get_by_role("link", name=TITLE).first.click()
    press(page, page.locator("main form[action$='/enrol/'] button"))
    learn(page, language)
    code, path = certified(page, language, tmp_path)

    anybody = open_page(javascript=False, width=360)
    anybody.goto(f"/{language}/certificates/")
    anybody.fill("#code", f" {code.lower().replace('-', ' ')} ")
    anybody.locator("main form[method=get] button").click()
    expect(anybody.locator("main .notice--good")).to_be_visible()
    for claim in (NAMES[language], TITLE):
        expect(anybody.locator("main")).to_contain_text(claim)
    compare(anybody, path)
    expect(anybody.locator("main .notice--good")).to_have_count(2)

    forged = tmp_path / "forged.pdf"
    forged.write_bytes(path.read_bytes() + b"%")
    compare(anybody, forged)
    expect(anybody.locator("main .notice--bad")).to_be_visible()
    expect(anybody.locator("main")).to_contain_text(NAMES[language])

    anybody.goto(f"/{language}/certificates/")
    compare(anybody, path)
    expect(anybody.locator("h1")).to_contain_text(code)
