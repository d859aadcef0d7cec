"""Reading the XML and the HTML of packages: no entities, no network, names without their namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from csonet.richtext import MAX_INPUT, clean, to_text, without_controls
from csonet.ui.languages import CODES
from training.packages.archive import PackageError

#: Elements that stand in each other deeper than this say nothing that a course could hold.
MAX_DEPTH = 60
#: Characters of a lesson's text, as the form has it.
MAX_BODY = 60_000
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([-\w]{1,30})""", re.IGNORECASE)
#: Encodings in which web pages are written; Python knows others, some of which are no alphabets.
_WRITTEN = re.compile(
    r"utf-?8|utf-16(le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|gb2312|gbk|gb18030|big5"
)
#: Longer files are no page of a lesson: their text, without what is in the head, has at most MAX_INPUT characters.
_MOST_BYTES = 10 * MAX_INPUT
_LOWERED = str.maketrans(ascii_uppercase, ascii_lowercase)
#: So much of a title is read; a lesson's has 200 characters.
_MOST_TITLE = 2_000
_LOST = re.compile(r"<(img|video|audio|iframe|object|embed|math|svg|form|input|script)\b", re.IGNORECASE)


def parsed(content: bytes, name: str) -> Element:
    """The root of an XML file. Raises PackageError for what is none, uses entities, or has an unknown encoding."""
    try:
        root = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise PackageError(
            _("The file “%(name)s” declares entities of its own: it is refused.") % {"name": name[:100]}
        ) from None
    except (ParseError, ValueError, LookupError, UnicodeError):
        raise PackageError(
            _("The file “%(name)s” is no XML that can be read, or its encoding is another than it says.")
            % {"name": name[:100]}
        ) from None
    _refuse_depth(root, name)
    return root


def _refuse_depth(root: Element, name: str) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise PackageError(_("The file “%(name)s” is nested too deeply.") % {"name": name[:100]})
        level = [child for element in level for child in element]


def called(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def within(element: Element, *names: str) -> Iterator[Element]:
    """All elements below (and at) this one with one of the names, in the order of the text."""
    return (found for found in element.iter() if called(found) in names)


def first(element: Element, *names: str) -> Element | None:
    """The first of them; None if there is none."""
    return next(within(element, *names), None)


def inner(element: Element | None) -> str:
    """The text of an element on one line; "" for none."""
    return line("".join(element.itertext())) if element is not None else ""


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(without_controls(text).split())


def language_of(element: Element, otherwise: str) -> str:
    """The language that an element says to be in, as the portal calls it."""
    said = element.get("{http://www.w3.org/XML/1998/namespace}lang", "").lower()
    if said.startswith("zh"):
        return "zh-hans"
    code = said.partition("-")[0]
    return code if code in CODES else otherwise


def words(material: Element, lost: list[str]) -> str:
    """The plain text of a material; what can't be kept of it is named in `lost`."""
    parts = []
    for child in material:
        name = called(child)
        if name in ("mattext", "matemtext"):
            text = "".join(child.itertext())
            if child.get("texttype", "").lower() in ("text/html", "text/xhtml"):
                lost += things_lost(text)
                text = to_text(clean(text)) if len(text) <= MAX_INPUT else ""
            parts.append(without_controls(text).strip())
        elif name == "matbreak":
            parts.append("\n")
        elif name.startswith("mat"):
            lost.append(name)
    return "\n".join(part for part in parts if part)


def things_lost(html: str) -> list[str]:
    """What of an HTML text can't be kept: pictures, players, scripts, forms."""
    return [name.lower() for name in _LOST.findall(html)]


def page_of(content: bytes) -> tuple[str, str, list[str]]:
    """(title, body as cleaned rich text, what was lost) of an HTML page.

    Raises ValueError with the reason, in words, for what can't be read or is too long.
    """
    if len(content) > _MOST_BYTES:
        raise ValueError(_("it is too long for one lesson"))
    text = _decoded(content)
    lowered = text.translate(_LOWERED)
    found = _inside(text, lowered, "body", closes=False)
    body = text if found is None else found
    if len(body) > MAX_INPUT:
        raise ValueError(_("it is too long for one lesson"))
    title = _inside(text, lowered, "title") or ""
    cleaned = clean(body)
    if len(to_text(cleaned)) > MAX_BODY:
        raise ValueError(_("it is too long for one lesson"))
    return line(to_text(clean(title[:_MOST_TITLE])))[:200], cleaned, things_lost(body)


def _inside(text: str, lowered: str, name: str, *, closes: bool = True) -> str | None:
    """What stands in the first element of this name; None for none. The text is gone through once, however it is made.

    lowered: the text in small letters, sign by sign. closes: an element without its end is none.
    """
    opening = lowered.find(f"<{name}")
    while opening >= 0 and lowered[opening + len(name) + 1 : opening + len(name) + 2].isalnum():
        opening = lowered.find(f"<{name}", opening + 1)
    start = lowered.find(">", opening) + 1 if opening >= 0 else 0
    if not start:
        return None
    end = lowered.find(f"</{name}", start)
    if end < 0:
        return None if closes else text[start:]
    return text[start:end]


def _decoded(content: bytes) -> str:
    said = _CHARSET.search(content[:2048])
    encoding = said[1].decode().lower() if said else "utf-8"
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else encoding
    encoding = "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding
    try:
        if encoding != "utf-8-sig" and not _WRITTEN.fullmatch(encoding):
            raise LookupError(encoding)
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        raise ValueError(_("its letters can't be read: save it as UTF-8")) from None
