"""The text of a post: plain, with paragraphs, lists, links and quotes; cleaned when it is sent, marked up when read."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from csonet.richtext import without_controls
from csonet.ui import languages

_LINK = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
#: What ends a sentence, not an address.
_TAIL = ".,;:!?…。、，；：！？)]}»”’'؟،؛"
_ITEM = re.compile(r"^\s{0,3}(?:[-*•–]|(\d{1,3})[.)])\s+(.*)$")
_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]{3,150})")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SCRIPTS = (
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("zh-hans", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
#: Small words that tell languages of one script apart.
_WORDS = {
    "en": frozenset(
        ["the", "and", "of", "to", "in", "that", "is", "for", "with", "are", "this", "we", "have", "not", "our", "you"]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "et",
            "dans",
            "pour",
            "que",
            "nous",
            "une",
            "est",
            "qui",
            "sur",
            "avec",
            "pas",
            "vous",
            "du",
        ]
    ),
    "es": frozenset(
        [
            "el",
            "los",
            "las",
            "del",
            "y",
            "en",
            "para",
            "que",
            "una",
            "es",
            "con",
            "por",
            "nosotros",
            "su",
            "más",
            "como",
        ]
    ),
}


def cleaned(text: str) -> str:
    """What was typed, without what can't be shown: composed, plain line ends, at most one empty line in a row."""
    text = unicodedata.normalize("NFC", without_controls(text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def is_empty(text: str) -> bool:
    """Is there nothing that a reader would see? Signs alone ("👍", "+1") are an answer."""
    return not _INVISIBLE.sub("", text).strip()


def links_in(text: str) -> int:
    """How many addresses of the web a text holds."""
    return len(_LINK.findall(text))


def mentions_in(text: str) -> list[str]:
    """The user names that a text calls by @, each once, in small letters; dots at the end belong to the sentence."""
    return list(dict.fromkeys(name.rstrip(".-+").lower() for name in _MENTION.findall(text)))[:10]


def guessed_language(text: str, otherwise: str) -> str:
    """The language of a text, by its script and its small words; `otherwise` where it can't be told."""
    letters = sum(sign.isalpha() for sign in text) or 1
    for code, script in _SCRIPTS:
        if len(script.findall(text)) * 3 > letters:
            return code
    words = re.findall(r"[^\W\d_]+", text.lower())[:400]
    counted = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    best = max(counted, key=lambda code: counted[code])
    rest = max(number for code, number in counted.items() if code != best)
    return best if counted[best] >= 2 and counted[best] > rest else otherwise


def marked_up(text: str) -> SafeString:
    """The text as HTML: nothing of it is trusted, everything is escaped, then paragraphs, lists and links are made."""
    blocks: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        blocks += _blocks(paragraph.split("\n"))
    return SafeString("\n".join(blocks))


def _blocks(lines: list[str]) -> list[str]:
    """The runs of quoted lines, list items and plain lines of one paragraph."""
    found: list[str] = []
    run: list[str] = []
    kind = ""
    for line in lines:
        now = "quote" if line.startswith(">") else _list_kind(line) or ("p" if line.strip() else "")
        if now != kind:
            found += _closed(kind, run)
            run, kind = [], now
        run.append(line)
    return found + _closed(kind, run)


def _list_kind(line: str) -> str:
    match = _ITEM.match(line)
    return "" if match is None else "ol" if match.group(1) else "ul"


def _closed(kind: str, run: list[str]) -> list[str]:
    if not run or not kind:
        return []
    if kind == "quote":
        inner = "<br>".join(_inline(line.lstrip("> ")) for line in run)
        return [f'<blockquote class="quote" dir="auto"><p>{inner}</p></blockquote>']
    if kind in ("ul", "ol"):
        rows = [match for line in run if (match := _ITEM.match(line))]
        first = int(rows[0].group(1) or 1)
        start = f' start="{first}"' if kind == "ol" and first != 1 else ""
        items = "".join(f'<li dir="auto">{_inline(row.group(2))}</li>' for row in rows)
        return [f'<{kind} dir="auto"{start}>{items}</{kind}>']
    return [f'<p dir="auto">{"<br>".join(_inline(line) for line in run)}</p>']


def _inline(line: str) -> str:
    """One line, escaped, its addresses as links that search engines don't follow."""
    parts, end = [], 0
    for match in _LINK.finditer(line):
        address = match.group()
        while address and address[-1] in _TAIL and not (address[-1] == ")" and "(" in address):
            address = address[:-1]
        if len(address) < 11:
            continue
        parts.append(escape(line[end : match.start()]))
        shown = address if len(address) <= 60 else address[:57] + "…"
        parts.append(f'<a href="{escape(address)}" rel="nofollow ugc noopener" dir="ltr">{escape(shown)}</a>')
        end = match.start() + len(address)
    return "".join(parts) + escape(line[end:])


def excerpt(text: str, length: int = 500) -> str:
    """The beginning of a text, cut between words, without what it quotes itself."""
    own = "\n".join(line for line in text.split("\n") if not line.startswith(">")).strip()
    return own if len(own) <= length else own[:length].rsplit(" ", 1)[0] + "…"


def written_by(name: str, language: str) -> str:
    """“Ana wrote in French:”, for those who read a quote."""
    return _("%(name)s wrote in %(language)s:") % {"name": name, "language": languages.own_name(language)}
