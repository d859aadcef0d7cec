"""Hostile text through every form of the portal: never a 5xx, never markup of a stranger's on a page, nothing lost.

The forms are found on their pages, so that a new field is tried without a word here; a new page is one line in PAGES.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Claim
from csonet.content.publication import move
from csonet.portal.models import ContactMessage
from csonet.testing.makers import make_organization, make_practice

pytestmark = pytest.mark.django_db

MARK = "zq9"
NAUGHTY = {
    "null": f"a\0{MARK}",
    "controls": f"\x01\x07\x08\x0b\x0c\x1b[31m{MARK}\x7f\x85",
    "override of direction": f"\u202e\u2066{MARK}\u2069\u200f",
    "zero width": f"\ufeff\u200b{MARK}\u200d\u2060",
    "emoji": f"👩🏽‍🚒🇰🇪{MARK}💩",
    "marks upon marks": f"Z{'͑' * 40}{MARK}",
    "not a character": f"\ufffe\uffff{MARK}",
    "script": f"<script>{MARK}(1)</script>",
    "attribute": f'"\' onfocus={MARK}(1) autofocus x="',
    "image": f"<img src=x onerror={MARK}(1)>",
    "end of script": f"</script></style></textarea><svg onload={MARK}(1)>",
    "address": f"javascript:{MARK}(1)",
    "comment": f"--><!--<iframe srcdoc={MARK}>",
    "template": "{{ 7|add:settings.SECRET_KEY }}{% load x %}${7*7}" + MARK,
    "format": f"%s%d%(x)s%n{{0.__class__}}{MARK}",
    "SQL": f"'; DROP TABLE accounts_user;-- {MARK}",
    "full text syntax": f'" NEAR( * OR ) :* & ! <-> {MARK}*',
    "like": f"%_%\\{MARK}",
    "header": f"x\r\nBcc: {MARK}@example.org\r\n\r\nbody",
    "path": f"../../../../etc/passwd\\..\\{MARK}",
    "command": f"$(touch {MARK});`id`|&",
    "entity": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;{MARK}',
    "number": "9" * 400,
    "infinity": "NaN",
    "minus": "-1",
    "exponent": "1e400",
    "digits of another script": "١٢٣",
    "long word": MARK + "w" * 10_000,
    "100 kB": MARK + "x " * 50_000,
    "blanks": "\u3000\u00a0 \u2003",
    "Turkish": f"İıIi{MARK}ﬀß",
    "upper case grows": "ΐŉ" * 150,
    "brackets": f"[[[[(((({{{{{MARK}",
    "formula": f'=HYPERLINK("http://x","{MARK}")',
}
#: What a browser would never send back as written above if it ended up in the page as markup.
AS_MARKUP = (f"<script>{MARK}", f"onerror={MARK}(1)>", f"<svg onload={MARK}", f"<iframe srcdoc={MARK}")


#: Forms without a text, whose button would take away what the others are about.
SPARED = ("/logout/", "/delete/", "/discard/")


@dataclass
class Form:
    """A form as a page holds it: where it goes, how, its fields with the values that a browser would send."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        known = dict(attrs)
        name = known.get("name") or ""
        if tag == "form":
            self.found.append(Form(known.get("action") or "", (known.get("method") or "get").lower()))
        elif self.found and tag == "input" and name:
            self._input(known.get("type", "text"), name, known)
        elif self.found and tag == "textarea" and name:
            self.found[-1].texts.add(name)
        elif tag == "select":
            self.select = name
            if self.found and name:
                self.found[-1].choices.add(name)
        elif tag == "option" and self.select and self.found and "selected" in known:
            self.found[-1].values.setdefault(self.select, []).append(known.get("value") or "")

    def _input(self, kind: str, name: str, known: dict[str, Any]) -> None:
        form = self.found[-1]
        if kind in ("submit", "button", "file", "image", "reset"):
            return
        if kind in ("checkbox", "radio"):
            form.choices.add(name)
            if "checked" in known:
                form.values.setdefault(name, []).append(known.get("value") or "on")
            return
        form.values[name] = [known.get("value") or ""]
        form.texts.add(name)


def forms_of(client: Any, path: str, own: str = "") -> list[Form]:
    answer = client.get(path)
    assert answer.status_code in (200, 403), (path, answer.status_code)
    reader = Forms()
    reader.feed(answer.content.decode())
    for form in reader.found:
        form.action = form.action or path
    return [form for form in reader.found if not own or form.action.startswith(own) or form.action == path]


def send(client: Any, form: Form, values: dict[str, Any]) -> Any:
    cache.clear()  # the limits are not what is tried here
    if form.method == "get":
        return client.get(form.action, values)
    return client.post(form.action, values)


def check(answer: Any, where: str) -> None:
    assert answer.status_code < 500, where
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = text.decode(errors="replace")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        for markup in AS_MARKUP:
            assert markup not in page, (where, markup)
    for name, value in answer.headers.items():
        assert not set("\r\n") & set(value), (where, name)


PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "account_signup",
        "account_login",
        "account_reset_password",
        "contact",
        "search",
        "organization_list",
        "practice_list",
        "home",
    ),
    "author": (
        "account_settings",
        "practice_new",
        "account_email",
        "account_change_password",
        "organization_new",
        "dashboard",
    ),
}


def pages_of(cast: Any, who: str) -> list[str]:
    own = [reverse(name) for name in PAGES.get(who, ())]
    if who == "author":
        draft = make_practice(status="draft", organization=cast.organization, author=cast.author)
        public = make_practice(organization=cast.organization, author=cast.author)
        slug = cast.organization.slug
        own += [
            reverse("practice_edit", args=[draft.slug]),
            draft.get_absolute_url(),
            public.get_absolute_url(),
            reverse("practice_edit", args=[public.slug]),
            reverse("organization_edit", args=[slug]),
            reverse("organization_members", args=[slug]),
            reverse("organization_new") + "?name=Tree+Friends&step=details",
        ]
    if who == "outsider":
        listed = make_organization("Listed League", verification="listed")
        public = make_practice(organization=cast.organization, author=cast.author)
        own += [
            reverse("practice_use", args=[public.slug]),
            reverse("organization_claim", args=[listed.slug]),
            reverse("organization_join", args=[cast.organization.slug]),
        ]
    if who == "branch":
        own += desk_pages(cast)
    return own


def desk_pages(cast: Any) -> list[str]:
    waiting = make_practice(status="draft", organization=cast.organization, author=cast.author)
    move(waiting, "submit", actor=cast.author)
    public = make_practice(organization=cast.organization, author=cast.author)
    listed = make_organization("Listed League", verification="listed")
    claimed = Claim.objects.create(user=cast.outsider, organization=listed, email="a@example.org")
    message = ContactMessage.objects.create(name="A", email="a@example.org", subject="S", message="M", language="en")
    return [
        reverse("admin:content_case_change", args=[waiting.cases.get().pk]),
        reverse("admin:content_item_change", args=[public.pk]),
        reverse("admin:accounts_organization_change", args=[cast.waiting_organization.pk]),
        reverse("admin:accounts_organization_change", args=[claimed.organization_id]),
        reverse("admin:accounts_user_change", args=[cast.author.pk]),
        reverse("admin:portal_contactmessage_change", args=[message.pk]),
        *(
            reverse(f"admin:{name}_changelist")
            for name in (
                "content_case",
                "content_item",
                "accounts_organization",
                "accounts_user",
                "portal_contactmessage",
                "accounts_committeedecision",
                "notifications_outboundmail",
                "reference_topic",
            )
        ),
        *(reverse(f"admin:{name}_add") for name in ("reference_topic", "content_reason")),
    ]


#: All of NAUGHTY take minutes; these stand for them. `CSONET_NAUGHTY=all` tries every one.
STANDING_FOR_ALL = ("null", "override of direction", "end of script", "header", "number", "100 kB")
TRIED = tuple(NAUGHTY) if os.environ.get("CSONET_NAUGHTY") == "all" else STANDING_FOR_ALL


@pytest.mark.parametrize("what", TRIED)
@pytest.mark.parametrize("who", ["visitor", "author", "outsider", "branch"])
def test_no_form_breaks_on_hostile_text(cast, visitor, signed_in, who, what):
    """Every text field of every form at once, and then every choice."""
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    client.raise_request_exception = False
    text = NAUGHTY[what]
    for path in pages_of(cast, who):
        for form in forms_of(client, path):
            if form.action.endswith(SPARED):
                continue
            kept = {name: values for name, values in form.values.items() if name in ("version", "key", "opened")}
            for bad in (form.texts - set(kept), form.choices):
                answer = send(client, form, {**form.values, **kept, **dict.fromkeys(bad, [text])})
                check(answer, f"{what} in {form.action} of {path}")
        check(client.get(path), f"{path} after {what}")
