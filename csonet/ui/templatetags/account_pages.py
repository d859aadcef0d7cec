"""The look of the account pages: allauth's words for kinds of buttons and marks, put into ours."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from csonet.ui.fragments import fragment
from csonet.ui.markup import href_or_none
from csonet.ui.shell import NavigationLink

register = template.Library()

_BADGES = {"success": "good", "warning": "warn", "danger": "bad", "primary": "info", "current": "info"}
_ALERTS = {"success": "good", "warning": "warn", "error": "bad", "info": "info"}


@register.filter
def button_kind(tags: Iterable[str] | None) -> str:
    """The kind of our button for the tags of allauth's."""
    given = set(tags or ())
    if given & {"danger", "delete"}:
        return "danger"
    return "secondary" if given & {"secondary", "outline", "tool", "link", "cancel"} else "primary"


@register.filter
def badge_tone(tags: Iterable[str] | None) -> str:
    """The tone of our badge for the tags of allauth's."""
    return next((_BADGES[tag] for tag in tags or () if tag in _BADGES), "neutral")


@register.filter
def alert_tone(level: str | None) -> str:
    """The tone of our notice for the level of allauth's alert."""
    return _ALERTS.get(level or "info", "info")


@register.simple_tag(takes_context=True)
def account_sections(context: Context) -> SafeString:
    """Links between the pages about one's own account, with this page marked."""
    entries = [
        ("account_settings", _("Settings")),
        ("account_email", _("E-mail addresses")),
        ("account_change_password", _("Password")),
        ("mfa_index", _("Second factor")),
        ("usersessions_list", _("Where you are signed in")),
    ]
    path = context["request"].path
    links = [NavigationLink(url, label, current=url == path) for name, label in entries if (url := href_or_none(name))]
    return fragment("ui/account_sections.html", links=links)
