"""What two spellings of one organization's name have in common.

The rule errs on keeping apart: it folds what a typist changes (case, accents, quotes, dashes, spaces, the legal form at
the end) and never what a founder chooses (a word more, a place, an acronym).
docs/decisions/0008-names-and-organizations.md tells why.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Room for a key in the database (Organization.name_key).
LONGEST = 300
#: What stands for a name without one visible character.
NAMELESS = "?"

#: Latin letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_APOSTROPHES = re.compile("['’‘ʼʻʹ`´′＇]")
#: Letters with dots between them: "e.V.", "a.s.b.l.", "U.S.A."
_DOTTED = re.compile(r"(?<!\w)(?:\w\.){2,}\w?(?!\w)")
#: What separates words: everything but letters, numbers, marks, and the few signs that names are made with.
_KEPT_SIGNS = frozenset("+@#%$€£№°")
#: British and American ways to write one word.
_SPELLINGS = {
    "organisation": "organization",
    "organisations": "organizations",
    "centre": "center",
    "centres": "centers",
    "programme": "program",
    "programmes": "programs",
    "defence": "defense",
    "labour": "labor",
}
#: Legal forms that are dropped at the end of a name. Words that can be part of the name itself ("Corporation",
#: "Company", "SA" for South Africa) are not among them.
_LEGAL_FORMS = frozenset(
    tuple(form.split())
    for form in (
        *("inc", "incorporated", "ltd", "limited", "ltd gte", "limited gte", "pty", "llc", "llp", "plc"),
        *("ev", "e v", "eingetragener verein", "gmbh", "ggmbh", "gemeinnutzige gmbh"),
        *("asbl", "a s b l", "aisbl", "a i s b l", "vzw", "ivzw", "onlus", "sarl"),
    )
)
_LONGEST_FORM = max(len(form) for form in _LEGAL_FORMS)


def name_key(name: str) -> str:
    """The key under which spellings of one name meet: never empty, at most 300 characters, the same for its own key.

    `name` is a name in any language and script as somebody typed or printed it.
    """
    key = _shortened(_folded(name))
    while (again := _shortened(_folded(key))) != key:
        key = again
    return key


def folded(text: str) -> str:
    """`text` without what a searcher may leave out: case, accents of Latin letters, quotes, double spaces."""
    return " ".join(_APOSTROPHES.sub("", _plain(text)).split())


def _plain(text: str) -> str:
    return _without_accents(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def _folded(name: str) -> str:
    plain = _APOSTROPHES.sub("", _plain(name).replace("&", " and "))
    plain = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), plain)
    words = "".join(character if _belongs_to_a_word(character) else " " for character in plain).split()
    words = _without_article(_without_legal_form([_SPELLINGS.get(word, word) for word in words]))
    return " ".join(words) or _visible(name) or NAMELESS


def _without_accents(text: str) -> str:
    """Accents of Latin letters go; marks of other scripts are letters of their own right and stay."""
    folded: list[str] = []
    on_latin = False
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.combining(character):
            if on_latin:
                continue
        else:
            on_latin = character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
        folded.append(character)
    return unicodedata.normalize("NFC", "".join(folded)).translate(_LETTERS)


def _belongs_to_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM" or character in _KEPT_SIGNS


def _without_legal_form(words: list[str]) -> list[str]:
    for length in range(_LONGEST_FORM, 0, -1):
        if len(words) > length and tuple(words[-length:]) in _LEGAL_FORMS:
            return _without_legal_form(words[:-length])
    return words


def _without_article(words: list[str]) -> list[str]:
    """An English article goes ("Center for Victims of Torture, The"), unless one word is left ("The Fishermen")."""
    if len(words) > 2 and words[0] == "the":
        return _without_article(words[1:])
    return _without_article(words[:-1]) if len(words) > 2 and words[-1] == "the" else words


def _visible(name: str) -> str:
    """For a name of signs alone: the signs."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(c for c in folded if unicodedata.category(c)[0] not in "C").split())


def _shortened(key: str) -> str:
    """A key that is too long ends in a digest of the whole, so that two long names still keep apart."""
    if len(key) <= LONGEST:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{key[: LONGEST - 33].rstrip()} {digest}"
