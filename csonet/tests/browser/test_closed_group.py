"""The story of a closed group: asking to join, a post that waits, an answer by mail, a report, a consultation."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from csonet.tests.browser.conftest import Letters, Portal, text_of
from csonet.tests.browser.test_groups import approve, propose, send

pytestmark = [pytest.mark.browser, pytest.mark.story]

TOLD = {
    "en": {
        "title": "Night clinics",
        "topic": "Who carries the lamps?",
        "first": "Two of our four lamps are away.",
        "asks": "We run three night clinics and would like to compare.",
        "held": "Ours stay with the midwife.",
        "answer": "And who fills them with oil?",
        "mailed": "Her sister fills them on Fridays.",
        "report": "It names a person.",
        "why": "Please leave out who it is.",
        "consultation": "What should the handbook say?",
        "question": "Which page did you look for in vain?",
        "answered": "The one on lamps.",
        "summary": "One answer: a page on lamps is written.",
        "point": "A page on lamps",
        "coding": "utf-8",
    },
    "ar": {
        "title": "العيادات الليلية",
        "topic": "من يحمل المصابيح؟",
        "first": "اثنان من مصابيحنا الأربعة بعيدان.",
        "asks": "ندير ثلاث عيادات ليلية ونود المقارنة.",
        "held": "مصابيحنا تبقى مع القابلة.",
        "answer": "ومن يملؤها بالزيت؟",
        "mailed": "أختها تملؤها كل جمعة.",
        "report": "يسمي شخصا بعينه.",
        "why": "نرجو عدم ذكر الأسماء.",
        "consultation": "ماذا ينبغي أن يقول الدليل؟",
        "question": "أي صفحة بحثتم عنها ولم تجدوها؟",
        "answered": "صفحة المصابيح.",
        "summary": "جواب واحد: تُكتب صفحة عن المصابيح.",
        "point": "صفحة عن المصابيح",
        "coding": "windows-1256",
    },
}


@dataclass
class People:
    """Each in a browser of their own."""

    host: Page
    member: Page
    witness: Page
    public: Page
    words: dict[str, str]
    letters: Letters

    def shows(self, page: Page, url: str, words: str) -> None:
        page.goto(url)
        expect(page.locator("main")).to_contain_text(words)

    def hides(self, page: Page, url: str, words: str) -> None:
        page.goto(url)
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text(words)


def act_of(words: str, end: str) -> str:
    """The link under the post with these words whose address ends so."""
    return f'.post:has-text("{words}") .post__acts a[href$="{end}"]'


def join(people: People, group: str) -> None:
    """One asks, and is let in; another one is invited, and accepts."""
    words = people.words
    people.member.goto(group)
    send(people.member, "a[href$='/join/']")
    people.member.fill("textarea[name=text]", words["asks"])
    send(people.member, "form.form button[type=submit]")
    people.shows(people.host, f"{group}members/", words["asks"])
    send(people.host, "button[name=accept]")
    people.host.fill("#invite-person", "author")
    send(people.host, "form:has(#invite-person) button[type=submit]")
    people.witness.goto(group)
    send(people.witness, "button[name=accept]")


def begin(people: People, group: str) -> str:
    """The host begins a topic; its address."""
    people.host.goto(f"{group}new/")
    people.host.fill("input[name=title]", people.words["topic"])
    people.host.fill("textarea[name=body]", people.words["first"])
    send(people.host, "form.form button[type=submit]")
    expect(people.host.locator("main h1")).to_contain_text(people.words["topic"])
    return people.host.url.partition("#")[0]


def let_through(people: People, group: str, words: str) -> None:
    """What waits with these words is shown."""
    people.shows(people.host, f"{group}queue/", words)
    send(people.host, f'li:has-text("{words}") button[name=act][value=release]')


def held_and_let_through(people: People, group: str, topic: str) -> None:
    words = people.words
    people.shows(people.member, topic, words["first"])
    people.member.fill("textarea[name=body]", words["held"])
    send(people.member, "#answer form button[type=submit]")
    expect(people.member.locator(".post--aside")).to_contain_text(words["held"])
    people.hides(people.witness, topic, words["held"])
    let_through(people, group, words["held"])
    people.shows(people.witness, topic, words["held"])
    assert people.public.goto(topic).status == 404


def answered_by_mail(people: People, portal: Portal, group: str, topic: str) -> None:
    """The host answers; that goes out by SMTP, and what is mailed back to it stands in the topic."""
    words = people.words
    people.host.goto(topic)
    send(people.host, f'.post:has-text("{words["held"]}") .post__acts a[href*="?to="]')
    people.host.fill("textarea[name=body]", words["answer"])
    send(people.host, "form.form button[type=submit]")
    letter = people.letters.wait_for("outsider@", words["answer"], 60)
    assert re.fullmatch(r"reply\+[0-9a-f]{32}@in\.example\.org", letter["Reply-To"])
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = letter["To"], letter["Reply-To"], f"Re: {letter['Subject']}"
    reply["Message-ID"], reply["In-Reply-To"] = f"<{uuid.uuid4().hex}@story.example.org>", letter["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in text_of(letter).splitlines())
    reply.set_content(f"{words['mailed']}\n\nOn Monday, CSO Net wrote:\n{quoted}\n", "plain", words["coding"])
    assert portal.manage("receive_mail", input=reply.as_bytes()).strip() == "waiting"
    assert portal.manage("receive_mail", input=reply.as_bytes()).strip() == "again"
    let_through(people, group, words["mailed"])
    people.shows(people.witness, topic, words["mailed"])
    expect(people.witness.locator(".post").last).not_to_contain_text("wrote:")


def reported_hidden_and_restored(people: People, group: str, topic: str) -> None:
    words = people.words
    people.witness.goto(topic)
    send(people.witness, act_of(words["mailed"], "/report/"))
    people.witness.check("input[name=category][value=personal]")
    people.witness.fill("textarea[name=text]", words["report"])
    send(people.witness, "form.form button[type=submit]")
    people.shows(people.host, f"{group}queue/", words["mailed"])
    send(people.host, f'li:has-text("{words["mailed"]}") a[href*="/decide/"]')
    expect(people.host.locator("main")).to_contain_text(words["report"])
    people.host.fill("textarea[name=reason]", words["why"])
    send(people.host, "button[name=act][value=hide]")
    people.letters.wait_for("outsider@", words["why"], 60)
    people.hides(people.witness, topic, words["mailed"])
    people.shows(people.member, topic, words["mailed"])
    people.host.goto(topic)
    send(people.host, act_of(words["mailed"], "/decide/"))
    send(people.host, "button[name=act][value=restore]")
    people.shows(people.witness, topic, words["mailed"])
    people.shows(people.host, f"{group}record/", words["why"])


def consulted(people: People, group: str) -> None:
    """Asked, answered by its question, closed, summed up; who answered is thanked by mail."""
    words, now = people.words, datetime.now()  # noqa: DTZ005  # as the browser's control takes it
    people.host.goto(f"{group}consult/")
    people.host.fill("input[name=title]", words["consultation"])
    people.host.fill("textarea[name=body]", words["first"])
    people.host.fill("textarea[name=questions]", words["question"])
    people.host.fill("input[name=opens_at]", f"{now - timedelta(days=2):%Y-%m-%dT%H:%M}")
    people.host.fill("input[name=closes_at]", f"{now + timedelta(days=9):%Y-%m-%dT%H:%M}")
    send(people.host, "form.form button[type=submit]")
    expect(people.host.locator("main")).to_contain_text(words["question"])
    topic = people.host.url.partition("#")[0]
    people.member.goto(topic)
    people.member.select_option("select[name=part]", "1")
    people.member.fill("textarea[name=body]", words["answered"])
    send(people.member, "#answer form button[type=submit]")
    expect(people.member.locator(".post--aside")).to_contain_text(words["answered"])
    let_through(people, group, words["answered"])
    people.host.goto(f"{topic}closing/")
    send(people.host, "button[name=act][value=close]")
    people.host.fill("textarea[name=points-0-point]", words["point"])
    people.host.select_option("select[name=points-0-outcome]", "yes")
    send(people.host, "button[name=act][value=points]")
    expect(people.host.locator("main table")).to_contain_text(words["point"])
    people.host.goto(f"{topic}closing/")
    people.host.fill("textarea[name=summary]", words["summary"])
    send(people.host, "button[name=act][value=summary]")
    people.letters.wait_for("outsider@", words["consultation"], 60)
    people.shows(people.member, topic, words["summary"])
    text = people.member.locator("main").inner_text()
    assert text.index(words["summary"]) < text.index(words["answered"])
    people.shows(people.member, f"{topic}print/", words["answered"])


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without"])
def test_a_closed_group_from_the_door_to_the_result(
    portal: Portal, open_page: Any, language: str, javascript: bool
) -> None:
    told, mark = TOLD[language], uuid.uuid4().hex[:6]  # the letters of one story are not another's
    words = told | {name: f"{told[name]} {mark}" for name in ("title", "answer", "why", "consultation")}
    opened: Any = {who: open_page(javascript=javascript, width=360, who=who) for who in ("outsider", "author")}
    host = open_page(javascript=javascript, who="moderator")
    people = People(host, opened["outsider"], opened["author"], open_page(javascript=False), words, portal.letters)
    propose(host, language, words, access="closed", moderation="newcomers", javascript=javascript)
    group = host.url
    approve(open_page(javascript=javascript, who="branch"), words)
    join(people, group)
    topic = begin(people, group)
    held_and_let_through(people, group, topic)
    answered_by_mail(people, portal, group, topic)
    reported_hidden_and_restored(people, group, topic)
    consulted(people, group)
