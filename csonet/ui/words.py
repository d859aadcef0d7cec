"""What the components' arguments may say, and how numbers are written."""

from django.template import TemplateSyntaxError
from django.utils import formats

TONES = ("neutral", "info", "good", "warn", "bad")


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """The value, if it is one of those. Raises TemplateSyntaxError, so that a misspelt argument fails loudly."""
    if value not in allowed:
        raise TemplateSyntaxError(f"{what} is one of {', '.join(allowed)}, not {value!r}")
    return value


def counted(value: int | None) -> str:
    """A number grouped as the page's language groups it; 0 for None."""
    return formats.number_format(value or 0, use_l10n=True, force_grouping=True)
