"""Reading a mail that came in: who sent it, to which key, and its text in whatever coding."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Any

from csonet.richtext import without_controls
from discussions.mail.keys import key_in

#: More than this of a mail is not read.
MOST_BYTES = 2_000_000
_AUTOMATIC = re.compile(r"auto-?reply|out of office|absence|autoreply|automatic reply", re.IGNORECASE)
#: Names of codings that mail programs write and Python calls otherwise.
_CODINGS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp-1256": "windows-1256",
    "unicode-1-1": "utf-8",
}


@dataclass(frozen=True)
class Mail:
    """One mail, as far as it matters here."""

    key: str
    mail_id: str
    sender: str
    subject: str
    text: str
    is_automatic: bool
    is_cut: bool
    #: (name, content) of what was attached.
    files: tuple[tuple[str, bytes], ...] = ()


def read(raw: bytes) -> Mail:
    """Read a mail, however broken. Never raises: what can't be read is empty."""
    message: Any = message_from_bytes(raw[:MOST_BYTES], policy=policy.default)
    return Mail(
        key=_key_of(message),
        mail_id=_id_of(message, raw),
        sender=parseaddr(_header(message, "From"))[1].strip().lower()[:254],
        subject=" ".join(without_controls(_header(message, "Subject")).split())[:300],
        text=without_controls(_text_of(message)),
        is_automatic=_is_automatic(message),
        is_cut=len(raw) > MOST_BYTES,
        files=_files_of(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, "") or "")
    except Exception:  # noqa: BLE001  # the parser raises many things for broken headers; such a header is none
        return ""


def _key_of(message: EmailMessage) -> str:
    """By the envelope's recipient as servers note it, or by the addresses in the head."""
    for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"):
        values = [str(value) for value in message.get_all(name, [])]
        for _name, address in getaddresses(values):
            if found := key_in(address):
                return found
    return ""


def _id_of(message: EmailMessage, raw: bytes) -> str:
    """Its Message-ID; a mail without one is known by what it holds."""
    given = _header(message, "Message-ID").strip()
    if given and len(given) <= 255 and "\0" not in given:
        return given
    return f"<{hashlib.sha256(raw).hexdigest()}@without-id>"


def _is_automatic(message: EmailMessage) -> bool:
    """Out-of-office notes, robots, lists (RFC 3834)."""
    sent = _header(message, "Auto-Submitted").lower()
    if sent and not sent.startswith("no"):
        return True
    if _header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if message.get_content_type() == "multipart/report" or _header(message, "Return-Path").strip() == "<>":
        return True
    marks = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id")
    known = any(_header(message, name) for name in marks if name != "X-Auto-Response-Suppress")
    return known or bool(_AUTOMATIC.match(_header(message, "Subject")))


def _text_of(message: EmailMessage) -> str:
    """The plain part, else the words of the HTML part, else nothing."""
    plain, html = [], []
    for part in message.walk():
        if part.is_multipart() or part.get_filename() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            html.append(_without_tags(_decoded(part)))
    return "\n".join(plain) if any(text.strip() for text in plain) else "\n".join(html)


def _files_of(message: EmailMessage) -> tuple[tuple[str, bytes], ...]:
    """What somebody attached; what stands inside the text (pictures of a signature) is none."""
    found = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() != "attachment":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append((str(part.get_filename() or "")[:200], content))
    return tuple(found)


def _decoded(part: Any) -> str:
    """The part's text by its coding, or by the first that reads it: nothing is lost to a wrong name."""
    payload = part.get_payload(decode=True) or b""
    named = str(part.get_content_charset() or "utf-8").lower()
    for coding in (_CODINGS.get(named, named), "utf-8", "windows-1256" if "1256" in named else "gb18030"):
        try:
            codecs.lookup(coding)
            return payload.decode(coding)
        except (LookupError, ValueError):  # no such coding, or not in it
            continue
    return payload.decode("utf-8", "replace")


class _Words(HTMLParser):
    """The words of HTML, quotes of it apart."""

    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table"})
    HIDDEN = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for _name, value in attrs)
        if (
            tag in self.HIDDEN
            or tag == "blockquote"
            or (tag == "div" and "quote" in marks)
            or self.skipping
            and tag == self.skipping[-1]
        ):
            self.skipping.append(tag)
        elif tag in self.BLOCKS and not self.skipping:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and tag == self.skipping[-1]:
            self.skipping.pop()
        elif tag in self.BLOCKS and not self.skipping:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(re.sub(r"\s+", " ", data))


def _without_tags(html: str) -> str:
    words = _Words()
    words.feed(html[:500_000])
    words.close()
    return "".join(words.parts)
