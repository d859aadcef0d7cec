"""The six languages: their order in the bar, their own names, the direction they are written in."""

from functools import cache

from django.conf import settings
from django.utils.translation import get_language, get_language_info

#: Codes in the order of the UN's language bar.
CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)

#: What the language bar prints: the short names of the UN's own bar.
BAR_NAMES: dict[str, str] = {**dict(settings.LANGUAGES), "ar": "عربي"}

#: Codes whose BCP 47 form is not the one in the address.
_TAGS = {"zh-hans": "zh-Hans", "zh": "zh-Hans"}


@cache
def direction(language: str) -> str:
    """ "rtl" or "ltr" for a language code; "ltr" for one that is not known."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def tag(language: str) -> str:
    """The BCP 47 tag that stands in `lang` and `hreflang`."""
    return _TAGS.get(language, language)


def current() -> str:
    """The code of the page's language; the default language where none is active."""
    return get_language() or settings.LANGUAGE_CODE


@cache
def own_name(language: str) -> str:
    """The language's name in itself; the code for one that is not known."""
    return dict(settings.LANGUAGES).get(language, language)


def split_path(path: str) -> tuple[str, str]:
    """The language code a path begins with ("" if none) and the rest, without a leading slash."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return (first, rest) if first in CODES else ("", path.lstrip("/"))
