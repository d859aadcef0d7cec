"""The six languages: their order in the bar, their own names, the direction they are written in."""

from django.conf import settings
from django.utils.translation import get_language_info

#: Codes in the order of the UN's language bar.
CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


def direction(language: str) -> str:
    """ "rtl" or "ltr" for a language code; "ltr" for one that is not known."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"
