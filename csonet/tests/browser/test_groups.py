"""The third story: a group from its proposal to a moderated thread, and an answer that comes by mail."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from csonet.tests.browser.conftest import Portal, press

pytestmark = [pytest.mark.browser, pytest.mark.story]

TOLD = {
    "en": {
        "title": "Ferries on small rivers",
        "topic": "Which rope lasts longest?",
        "first": "Ours frays after one season.",
        "answer": "Sisal, if it is kept dry in the winter.",
        "rude": "Only fools use nylon.",
        "why": "Please stay polite.",
    },
    "ar": {
        "title": "عبّارات على الأنهار الصغيرة",
        "topic": "أي حبل يدوم أطول؟",
        "first": "حبلنا يهترئ بعد موسم واحد.",
        "answer": "حبل السيزال، إذا حُفظ جافًا في الشتاء.",
        "rude": "لا يستعمل النايلون إلا أحمق.",
        "why": "نرجو أن تبقوا مهذبين.",
    },
}


def send(page: Page, selector: str) -> None:
    """Press the first of these in the page's main part."""
    press(page, page.locator(f"main {selector}").first)


def propose(
    page: Page,
    language: str,
    words: dict[str, str],
    *,
    access: str = "public",
    moderation: str = "after",
    javascript: bool = False,
) -> None:
    page.goto(f"/{language}/groups/new/")
    page.fill("input[name=title]", words["title"])
    page.fill("textarea[name=summary]", words["title"])
    editor = "#cke_id_purpose [contenteditable=true]" if javascript else "textarea[name=purpose]"
    page.locator(editor).fill(words["first"])
    page.check(f"input[name=access][value={access}]")
    page.check(f"input[name=moderation][value={moderation}]")
    send(page, "button[name=do][value=submit]")
    expect(page.locator("main")).to_contain_text(words["title"])


def approve(page: Page, words: dict[str, str]) -> None:
    page.goto("/admin/content/case/")
    page.get_by_role("link", name=words["title"]).first.click()
    page.locator("input[name=action][value=approve]").check()
    page.locator(".review-form button[type=submit], .review-form input[type=submit]").first.click()
    expect(page.locator("#content, .messagelist").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_group_from_its_proposal_to_a_moderated_thread(open_page: Any, language: str) -> None:
    words = TOLD[language]
    host = open_page(javascript=False, width=360, who="moderator")
    officer = open_page(javascript=False, who="branch")
    member = open_page(javascript=False, width=360, who="outsider")
    public = open_page(javascript=False)

    propose(host, language, words)
    group = host.url
    assert public.goto(group).status == 404
    approve(officer, words)

    member.goto(group)
    send(member, "a[href$='/join/']")
    send(member, "form.form button[type=submit]")
    send(member, "a[href$='/new/']")
    member.fill("input[name=title]", words["topic"])
    member.fill("textarea[name=body]", words["first"])
    send(member, "form.form button[type=submit]")
    topic = member.url.partition("#")[0]

    host.goto(group)
    expect(host.locator(".topic__new")).to_be_visible()
    host.goto(topic)
    send(host, ".post__acts a[href*='quote=1']")
    host.fill("textarea[name=body]", words["answer"])
    send(host, "form.form button[type=submit]")
    public.goto(topic)
    expect(public.locator(".post__quote")).to_contain_text(words["first"])
    expect(public.locator("main")).to_contain_text(words["answer"])

    member.goto(topic)
    member.fill("textarea[name=body]", words["rude"])
    send(member, "form.form button[type=submit]")
    host.goto(topic)
    send(host, ".post:has-text('%s') a[href$='/decide/']" % words["rude"])  # noqa: UP031  # braces are CSS's
    host.fill("textarea[name=reason]", words["why"])
    send(host, "button[name=act][value=hide]")
    public.goto(topic)
    expect(public.locator("main")).not_to_contain_text(words["rude"])
    member.goto(topic)
    expect(member.locator("main")).to_contain_text(words["rude"])


def test_an_answer_by_mail_stands_in_the_topic(portal: Portal, open_page: Any) -> None:
    public = open_page(javascript=False)
    look = (
        "from discussions.models import Topic; from accounts.models import User; from discussions.mail.keys import "
        "address_for; t = Topic.objects.filter(status='published', circle__memberships__user__username='author', "
        "audience='public', is_consultation=False).first(); u = User.objects.get(username='author'); "
        "print(address_for(u.pk, t.pk), u.email, t.get_absolute_url())"
    )
    to, sender, path = portal.manage("shell", "-v0", "-c", look).split()
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"], letter["Message-ID"] = sender, to, "Re:", "<story@example.org>"
    letter.set_content("By mail from a slow link.\n\nOn Monday, CSO Net wrote:\n> Old words.\n")
    assert portal.manage("receive_mail", input=letter.as_bytes()).strip() == "posted"
    assert portal.manage("receive_mail", input=letter.as_bytes()).strip() == "again"
    public.goto(f"{path}?page=last")
    expect(public.locator("main")).to_contain_text("By mail from a slow link.")
    expect(public.locator("main")).not_to_contain_text("Old words.")
