"""The control for following, for any page: {% load engagement %}{% follow_control item %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from csonet.engagement import following
from csonet.engagement.controls import control_of
from csonet.engagement.targets import target_of
from csonet.ui import shell
from csonet.ui.fragments import fragment

register = template.Library()


@register.simple_tag(takes_context=True)
def follow_control(context: Context, thing: Any) -> SafeString:
    """Follow or mute an item, organization, topic, goal, country, region or circle. One query; none for visitors.

    Visitors see the way to sign in.
    """
    request = context.get("request")
    if request is None:
        return mark_safe("")
    words: dict[str, Any] = {"path": request.get_full_path(), "csrf_token": context.get("csrf_token")}
    if shell.is_signed_in(request):
        target = target_of(thing)
        words["control"] = control_of(target, following.own(request.user, target.kind, target.key))
    return fragment("engagement/follow_control.html", **words)
