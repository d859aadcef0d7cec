"""What base.html is made of; pages fill its blocks and need none of these."""

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from csonet.ui import languages, shell
from csonet.ui.fragments import fragment
from csonet.ui.markup import format_html, href_or_none

register = template.Library()
_NOTHING = mark_safe("")
_TONES = {"debug": "neutral", "info": "info", "success": "good", "warning": "warn", "error": "bad"}


@register.simple_tag
def page_language() -> SafeString:
    """The attributes of <html>."""
    code = languages.current()
    return format_html(' lang="{}" dir="{}"', languages.tag(code), languages.direction(code))


@register.simple_block_tag(takes_context=True)
def page_title(context: Context, content: str) -> SafeString:
    """The <title>: what the page is, then whose; says first if a form on it has errors."""
    words = " ".join(strip_tags(content).split())
    title = shell.NAME if not words or words == shell.NAME else f"{words} – {shell.NAME}"
    form = context.get("form")
    if form is not None and getattr(form, "is_bound", False) and form.errors:
        title = _("Error: %(title)s") % {"title": title}
    return mark_safe(f"<title>{title}</title>")  # noqa: S308  # the block's content was escaped where it was written


@register.simple_block_tag
def wrap(content: str, kind: str) -> SafeString:
    """The element around an optional block of base.html; nothing where the page left the block empty."""
    words = content.strip()
    if not words:
        return _NOTHING
    if kind == "heading":
        return mark_safe(words if "<h1" in words else f"<h1>{words}</h1>")  # noqa: S308
    if kind == "breadcrumbs":
        inner = words if words.startswith("<ol") else f"<ol>{words}</ol>"
        label = _("You are here")
        return format_html('<nav class="breadcrumbs" aria-label="{}">{}</nav>', label, mark_safe(inner))  # noqa: S308
    return format_html('<div class="page__{}">{}</div>', kind, content)


@register.simple_tag(takes_context=True)
def page_links(context: Context, languages: Sequence[str] = languages.CODES) -> SafeString:
    """Canonical address and the other languages'. languages: those that the page's text is there in."""
    request = context.get("request")
    return shell.alternates(request, languages) if request is not None else _NOTHING


@register.simple_tag(takes_context=True)
def page_header(context: Context) -> SafeString:
    """Language bar, account menu and masthead."""
    request: HttpRequest | None = context.get("request")
    language = languages.current()
    if request is None:
        return shell.masthead(language, "/")
    return format_html(
        '<div class="utility"><div class="wrap">{}{}</div></div>{}',
        shell.language_bar(request, language),
        _account_menu(context, request, language),
        shell.masthead(language, request.path),
    )


def _account_menu(context: Context, request: HttpRequest, language: str) -> SafeString:
    if not shell.is_signed_in(request):
        return _visitor_menu(language)
    menu = {
        "request": request,
        "person": request.user,
        "csrf_token": context.get("csrf_token"),
        "desk_url": href_or_none("admin:index") if request.user.is_staff else "",
        "dashboard_url": href_or_none("dashboard"),
        "settings_url": href_or_none("account_settings"),
        "logout_url": href_or_none("account_logout"),
    }
    return fragment("ui/shell/account.html", **menu)


_visitor_menus: dict[tuple[str, str], SafeString] = {}


def _visitor_menu(language: str) -> SafeString:
    key = (language, settings.ROOT_URLCONF)
    if key not in _visitor_menus:
        links = {"login_url": href_or_none("account_login"), "signup_url": href_or_none("account_signup")}
        _visitor_menus[key] = fragment("ui/shell/visitor.html", **links)
    return _visitor_menus[key]


@register.simple_tag(takes_context=True)
def page_messages(context: Context) -> SafeString:
    """What was done by the last request. A visitor without cookies and without messages costs nothing."""
    request = context.get("request")
    storage = get_messages(request) if request is not None else ()
    waiting = getattr(storage, "added_new", False) or (
        request is not None and {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    )
    if not waiting:
        return _NOTHING
    found = [(_TONES.get(message.level_tag, "info"), message) for message in storage]
    if not found:
        return _NOTHING
    return fragment("ui/shell/messages.html", found=found)


@register.simple_tag
def page_footer() -> SafeString:
    """The end of every page."""
    return shell.footer(languages.current())
