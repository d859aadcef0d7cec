"""The editor with what is shipped of it: it stands and opens its dialogs without asking for a part that is missing."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

LANGUAGES = {"en": "en", "ar": "ar", "zh-hans": "zh-cn"}
STANDS = "() => Object.values(CKEDITOR.instances).every(editor => editor.status === 'ready')"
OPEN = """async (command) => {
    const editor = Object.values(CKEDITOR.instances)[0];
    await new Promise((shown, missing) => {
        setTimeout(missing, 10000, `no dialog for ${command}`);
        editor.once("dialogShow", shown);
        editor.execCommand(command);
    });
    CKEDITOR.dialog.getCurrent().hide();
}"""

#: As if another tab was looked at: what was typed is saved then.
LEAVE = """() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_no_part_of_the_editor_is_missing(open_page: Any, language: str) -> None:
    page = open_page(who="author")
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"/{language}/practices/new/")
    page.wait_for_function(STANDS)
    for command in ("link", "table", "a11yHelp"):
        page.evaluate(OPEN, command)
    page.wait_for_load_state("networkidle")
    assert not missing
    loaded = page.evaluate("Object.keys(CKEDITOR.lang).filter(name => CKEDITOR.lang[name].common)")
    assert loaded == [LANGUAGES[language]]


def test_who_was_signed_out_while_writing_is_told_so(open_page: Any, settings: Any) -> None:
    page = open_page(who="author")
    page.goto("/en/practices/new/")
    page.wait_for_function(STANDS)
    page.fill("[name=title]", "Typed for an hour")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.evaluate(LEAVE)
    page.get_by_text("you were signed out").wait_for()
    assert page.input_value("[name=title]") == "Typed for an hour"
    assert "Typed for an hour" in page.evaluate("Object.values(localStorage).join()")
