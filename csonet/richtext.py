"""Rich text: what people may format, how it is cleaned when it is saved, and the field in which they write it.

ALLOWED is the one allow-list: the server's sanitizer and the editor's own filter are both made from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from typing import Any

import nh3
from ckeditor.widgets import CKEditorWidget
from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

#: Tag → attributes. No pictures: they are attachments. h1 and h2 belong to the page.
ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "h3": set(),
    "h4": set(),
    "ul": set(),
    "ol": set(),
    "li": set(),
    "a": {"href"},
    "strong": set(),
    "em": set(),
    "blockquote": set(),
    "br": set(),
    "sub": set(),
    "sup": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto"}
#: What other editors write, in our words; a page's own headings are h1 and h2.
_RENAMED = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "div": "p"}
_BLOCKS = frozenset({"p", "h3", "h4", "li", "blockquote", "tr", "caption", "br", "table", "ul", "ol"})
_RENAME = re.compile(r"<(/?)(h[1256]|b|i|div)(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
#: Control characters, overrides of direction (they can make a text read as another), lone surrogates, non-characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]")
#: Longer input is refused before it is parsed.
MAX_INPUT = 100_000
_READINGS = 8


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if value.strip().lower().startswith(("https://", "http://", "mailto:")) else None
    if name == "rel":
        return value  # the cleaner's own
    if name == "scope":
        return value if value in ("row", "col", "rowgroup", "colgroup") else None
    return value if re.fullmatch(r"[1-9]\d?", value) else None


_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: names for tag, names in ALLOWED.items() if names},
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel="noopener nofollow",
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"},
)


def without_controls(text: str) -> str:
    """The text without control characters and overrides of its direction; line ends and tabs stay."""
    return _CONTROLS.sub("", text)


def clean(html: str) -> str:
    """The text with nothing but the allowed tags; a text without any tag becomes paragraphs. "" if it says nothing.

    Cleaning what was cleaned changes nothing.
    """
    text = without_controls(html).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not _TAG.search(text):
        return _paragraphs(text)
    text = _RENAME.sub(lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}", text)
    cleaned = _settled(text)
    if not _TAG.search(cleaned):
        return _paragraphs(to_text(cleaned))
    return cleaned if to_text(cleaned) else ""


def _settled(html: str) -> str:
    """What the cleaner leaves once its own output no longer changes under it; text alone if it never settles.

    Browsers move misnested elements while they read (HTML standard, foster parenting): what was written after the first
    reading can be read differently the second time.
    """
    for _reading in range(_READINGS):
        cleaned = without_controls(_CLEANER.clean(html)).replace("&nbsp;", "\u00a0").strip()
        if cleaned == html:
            return cleaned
        html = cleaned
    return _paragraphs(to_text(html))


def _paragraphs(text: str) -> str:
    """Plain text as paragraphs: an empty line parts them, a line end breaks the line."""
    blocks = (block.strip() for block in re.split(r"\n[ \t]*\n", text))
    return "\n".join(f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")


def to_text(html: str) -> str:
    """The words alone, a line for each block: for search, mails and feeds. Takes cleaned or plain text."""
    text = _read_fast(html)
    if text is None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        text = "".join(reader.parts).replace("\u00a0", " ")
    lines = (line.strip() for line in re.sub("  +", " ", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _read_fast(html: str) -> str | None:
    """What _Reader reads, ten times as fast; None for what holds other tags or entities than cleaned text has."""
    text = _OTHER_SPACE.sub(" ", html)
    if "<" in text:
        text = _INLINE.sub("", _CELL.sub(" ", _BLOCK.sub("\n", text)))
    if "<" in text or _OTHER_ENTITY.search(text):
        return None
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return text


def _tags(names: Iterable[str], before: str = "</?") -> re.Pattern[str]:
    """Tags of these names, whose attributes hold no angle brackets."""
    return re.compile(rf"{before}(?:{'|'.join(sorted(names))})(?: [^<>\"]*\"[^<>\"]*\")* ?/?>")


_BLOCK = _tags(_BLOCKS)
_CELL = _tags(("td", "th"), "<")
_INLINE = _tags({*ALLOWED} - _BLOCKS)
_OTHER_SPACE = re.compile(r"[^\S ]")
_OTHER_ENTITY = re.compile(r"&(?=[#a-zA-Z])(?!(?:amp|lt|gt|quot);)")


def _editor_rules() -> str:
    """The allow-list in the editor's own notation (Allowed Content Rules)."""
    return "; ".join(f"{tag}[{','.join(sorted(names))}]" if names else tag for tag, names in ALLOWED.items())


class RichTextWidget(CKEditorWidget):
    """A textarea that the editor takes over where scripts run; without them it stays what it is.

    The editor works in the page itself (divarea), not in a frame with a script of its own, so that the pages that
    compose need no inline script element.
    """

    CONFIG: dict[str, Any] = {
        "skin": "moono-lisa",
        "toolbar": [
            ["Format", "Bold", "Italic", "Subscript", "Superscript"],
            ["NumberedList", "BulletedList", "Blockquote"],
            ["Link", "Unlink", "Table"],
            ["Undo", "Redo", "RemoveFormat"],
        ],
        "format_tags": "p;h3;h4",
        "allowedContent": _editor_rules(),
        "coreStyles_bold": {"element": "strong", "overrides": "b"},
        "coreStyles_italic": {"element": "em", "overrides": "i"},
        "extraPlugins": "divarea",
        "removePlugins": "elementspath,scayt,wsc,image,flash,iframe,smiley,forms,about,exportpdf,uploadimage,"
        "uploadwidget,filebrowser,filetools,magicline,contextmenu,tabletools,tableselection,liststyle,stylescombo",
        "removeDialogTabs": "link:advanced;link:target;table:advanced",
        "versionCheck": False,
        "fullPage": False,
        "disableNativeSpellChecker": False,
        "entities": False,
        "basicEntities": True,
        "linkShowTargetTab": False,
        "linkShowAdvancedTab": False,
        "customConfig": "",
        "stylesSet": False,
        "contentsCss": [],
        "height": 220,
        "width": "auto",
        "resize_dir": "vertical",
    }

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(template_name="richtext/widget.html", attrs={"rows": 8, "dir": "auto", **(attrs or {})})
        self.config = dict(self.CONFIG)

    def __deepcopy__(self, memo: dict[int, Any]) -> RichTextWidget:
        copied = super().__deepcopy__(memo)
        copied.config = dict(self.config)
        return copied

    def write_in(self, language: str) -> None:
        """Set the language of the text (a Django language code), and with it the direction of the writing."""
        direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        self.attrs.update({"lang": language, "dir": direction})
        self.config.update({"contentsLanguage": language, "contentsLangDirection": direction})


class RichTextField(forms.CharField):
    """Formatted text, cleaned. `max_length` counts the words' characters, not the tags'."""

    widget = RichTextWidget

    def __init__(self, *, max_length: int | None = 20_000, **kwargs: Any):
        self.max_text = max_length
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The cleaned text. Raises ValidationError if it is too long."""
        text = "" if value in self.empty_values else str(value)
        if len(text) > MAX_INPUT:
            raise ValidationError(_("This text is too long to be read: shorten it, or attach it as a file."), "long")
        cleaned = clean(text)
        if self.max_text and len(to_text(cleaned)) > self.max_text:
            raise ValidationError(
                _("Use at most %(limit)d characters; this has %(length)d."),
                "max_length",
                {"limit": self.max_text, "length": len(to_text(cleaned))},
            )
        return cleaned

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The field in its form; the editor is announced by the field's own label."""
        bound = super().get_bound_field(form, field_name)
        if isinstance(self.widget, RichTextWidget):
            self.widget.config["title"] = str(bound.label)
        return bound

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what would be stored, so that the editor's line ends are no change."""
        return clean(str(initial or "")) != clean(str(data or ""))


class Plain(forms.Form):
    """Plain words: control characters and overrides of direction are taken out."""

    use_required_attribute = False

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's stubs leave it out
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and value:
                self._plain(name, value)

    def _plain(self, name: str, value: str) -> None:
        field: Any = self.fields[name]
        text = without_controls(value).replace("\r\n", "\n")
        self.cleaned_data[name] = text.strip() if getattr(field, "strip", True) else text
        if field.required and not text.strip():
            self.add_error(name, field.error_messages["required"])


def write_in(form: forms.BaseForm, language: str) -> None:
    """Set the language of the text in all rich text fields of a form."""
    for field in form.fields.values():
        if isinstance(field.widget, RichTextWidget):
            field.widget.write_in(language)


#: For views that show a RichTextField: CKEditor 4 writes style attributes, style elements and event handler
#: attributes. Script elements stay limited to the portal's own files.
composing_csp = csp_update({"style-src": [UNSAFE_INLINE], "script-src-attr": [UNSAFE_INLINE]})
