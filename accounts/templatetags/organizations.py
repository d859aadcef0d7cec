"""What templates ask about decisions on organizations."""

from django import template

from accounts.organizations import reasons

register = template.Library()


@register.simple_tag
def organization_reason(code: str) -> str:
    """The words of a reason in the active language; "" for none."""
    return reasons.text_of(code)
