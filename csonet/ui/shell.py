"""What surrounds every page. Parts that depend on the language alone are rendered once a process and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_urlconf
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from csonet.ui import languages
from csonet.ui.fragments import fragment
from csonet.ui.markup import format_html, href_or_none

NAME = "CSO Net"


@dataclass(frozen=True)
class NavigationLink:
    """One entry of the main navigation."""

    url: str
    label: str
    current: bool = False


def masthead(language: str, path: str) -> SafeString:
    """Wordmark, search box and main navigation, with the section that `path` is in marked."""
    return _masthead(language, section_of(path), get_urlconf() or settings.ROOT_URLCONF)


def footer(language: str) -> SafeString:
    """The end of every page."""
    return _footer(language, get_urlconf() or settings.ROOT_URLCONF)


def section_of(path: str) -> str:
    """The part of the portal a path is in: its first segment after the language, if the navigation has it."""
    first = languages.split_path(path)[1].partition("/")[0]
    return first if first in _SECTIONS else ""


#: First segments of the addresses that the main navigation leads to.
_SECTIONS = frozenset(
    {"practices", "requests", "projects", "events", "news", "articles", "groups", "training"}
    | {"organizations", "committee"}
)


@cache
def _masthead(language: str, section: str, urlconf: str) -> SafeString:
    entries = [
        ("practices", "practice_list", _("Best practices")),
        ("requests", "request_list", _("Requests")),
        ("projects", "proposal_list", _("Projects")),
        ("events", "event_list", _("Events")),
        ("news", "news_list", _("News")),
        ("articles", "article_list", _("Articles")),
        ("groups", "group_list", _("Groups")),
        ("training", "course_list", _("Training")),
        ("organizations", "organization_list", _("Organizations")),
        ("committee", "committee_sessions", _("Committee on NGOs")),
    ]
    links = [
        NavigationLink(url, label, current=section == name)
        for name, view, label in entries
        if (url := href_or_none(view))
    ]
    context = {
        "links": links,
        "home_url": href_or_none("home") or f"/{language}/",
        "search_url": href_or_none("search"),
    }
    return fragment("ui/shell/masthead.html", **context)


@cache
def _footer(language: str, urlconf: str) -> SafeString:
    entries = [
        ("page_about", pgettext("page about the portal", "About")),
        ("page_terms", _("Terms of Use")),
        ("page_privacy", _("Privacy Notice")),
        ("page_accessibility", _("Accessibility")),
        ("data", _("Open data")),
        ("contact", _("Contact NGO Branch")),
    ]
    links = [NavigationLink(url, label) for view, label in entries if (url := href_or_none(view))]
    return fragment("ui/shell/footer.html", links=links)


def language_bar(request: HttpRequest, language: str) -> SafeString:
    """The same page in the six languages, in the UN's order, as plain links that keep the query."""
    _code, rest = languages.split_path(request.path)
    rest = "" if _code == "" else quote(rest, safe="/~!$&'()*+,;=:@")
    query = request.GET.urlencode() if request.META.get("QUERY_STRING") else ""
    tail = escape(rest + (f"?{query}" if query else ""))
    items = "".join(_bar_item(code, language).replace("\0", tail) for code in languages.CODES)
    return format_html('<nav class="languages" aria-label="{}"><ul>{}</ul></nav>', _("Language"), mark_safe(items))  # noqa: S308


@cache
def _bar_item(code: str, language: str) -> str:
    current = ' aria-current="true"' if code == language else ""
    lang = languages.tag(code)
    return (
        f'<li><a href="/{code}/\0" lang="{lang}" hreflang="{lang}" dir="{languages.direction(code)}"{current}>'
        f"{languages.BAR_NAMES[code]}</a></li>"
    )


def alternates(request: HttpRequest, spoken: Sequence[str] = languages.CODES) -> SafeString:
    """<link rel="canonical"> and its siblings in the other languages; nothing for what has no language.

    spoken: the languages that the page's text is there in, the original first; all six for what the portal says itself.
    The copies in other languages of the portal lead search engines to the original.
    """
    code, rest = languages.split_path(request.path)
    if not code:
        return mark_safe("")
    rest = escape(quote(rest, safe="/~!$&'()*+,;=:@"))
    page = request.GET.get("page", "")
    if page.isdecimal() and len(page) < 7 and int(page) > 1:
        rest += f"?page={int(page)}"
    base = escape(settings.SITE_URL)
    canonical = code if code in spoken else spoken[0]
    links = [f'<link rel="canonical" href="{base}/{canonical}/{rest}">']
    links += [
        f'<link rel="alternate" hreflang="{languages.tag(other)}" href="{base}/{other}/{rest}">'
        for other in languages.CODES
        if other in spoken
    ]
    return mark_safe("\n".join(links))  # noqa: S308  # every part was escaped above


def is_signed_in(request: HttpRequest) -> bool:
    """Is somebody signed in? Without a session cookie nobody is: then the session is not even touched."""
    user = getattr(request, "user", None)
    if user is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(user.is_authenticated)
