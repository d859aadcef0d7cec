"""Stems by language: Snowball's, mended where plurals of common words fall apart, each marked with its language.

A stem is marked, so that a Spanish query's stem is met in Spanish texts alone: "casas" is stemmed to "cas",
which is
a French word. Accents matter to the stemmers; so that they don't matter to readers, a query's
word is looked for by further stems, of its spellings without accents and with those that may be missing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

from csonet.content.search import arabic

#: Marks of languages: characters of the private use area, which no folded text holds and both databases keep.
MARKS = {"en": "\ue001", "fr": "\ue002", "es": "\ue003", "ru": "\ue004", "ar": "\ue005"}
LATIN = ("en", "fr", "es")
_STEMMERS = {
    "en": snowballstemmer.stemmer("english"),
    "fr": snowballstemmer.stemmer("french"),
    "es": snowballstemmer.stemmer("spanish"),
    "ru": snowballstemmer.stemmer("russian"),
}
_lock = Lock()  # a stemmer keeps its word in itself while it works

_IRREGULAR_TEXTS = {
    "en": """women:woman men:man children:child people:person persons:person feet:foot teeth:tooth
mice:mouse lives:life wives:wife knives:knife leaves:leaf wolves:wolf loaves:loaf halves:half shelves:shelf
thieves:thief crises:crisis analyses:analysis theses:thesis criteria:criterion phenomena:phenomenon
bacteria:bacterium media:medium data:datum oxen:ox geese:goose repaid:repay repayments:repay repayment:repay
taught:teach teaching:teach teacher:teacher
taught:teach built:build building:build bought:buy grew:grow grown:grow kept:keep led:lead fed:feed
fought:fight found:find given:give gave:give held:hold lost:lose made:make paid:pay ran:run sold:sell
sent:send spent:spend spoke:speak taken:take took:take thought:think told:tell won:win wrote:write
written:write shelters:shelter grey:gray defence:defense licence:license practise:practice
catalogue:catalog plough:plow programme:program programmes:program paediatric:pediatric enrol:enroll
enrolment:enrollment fulfil:fulfill skilful:skillful cheque:check ageing:aging storey:story tyre:tire
aluminium:aluminum travelling:traveling counselling:counseling counsellor:counselor modelling:modeling
labelling:labeling""",
    "fr": """travaux:travail yeux:oeil coraux:corail vitraux:vitrail baux:bail emaux:email aïeux:aïeul
cieux:ciel gens:gens mesdames:madame messieurs:monsieur""",
    "es": "",
    "ru": """люди:люд людьми:люд людям:люд человек:человек детьми:дети ребёнок:ребенок мать:матери
дочь:дочери время:времени времён:времени семя:семени семян:семени семена:семени семенами:семени
семенам:семени семенах:семени имя:имени имён:имени времена:времени временам:времени временах:времени
имена:имени сестёр:сестра семей:семья сёл:село сел:село окон:окно писем:письмо земель:земля
деревень:деревня копий:копия детей:дети дней:день дня:день дни:день дням:день днём:день огня:огонь
огни:огонь огней:огонь отцы:отец отца:отец отцов:отец заём:займы заем:займы ветра:ветер ветры:ветер
ветров:ветер друзья:друг
друзей:друг друзьям:друг друзьями:друг братья:брат братьев:брат сыновья:сын сыновей:сын деревья:дерево
деревьев:дерево деревьям:дерево деревьями:дерево деревьях:дерево листья:лист лучше:лучший соседи:сосед
соседей:сосед судов:судно матерей:матери дочерей:дочери матерям:матери дочерям:дочери""",
}
_IRREGULAR = {language: dict(pair.split(":") for pair in text.split()) for language, text in _IRREGULAR_TEXTS.items()}
#: (what is found, what it becomes) before stemming.
_SPELLINGS = {
    "en": (
        (re.compile(r"(?<=..)is(ation|ational|ations|e|ed|er|ers|es|ing)$"), r"iz\1"),
        (re.compile(r"(?<=..)ys(e|ed|es|ing)$"), r"yz\1"),
        (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|able|hood|hoods|er|ers)?$"), r"or\1"),
        (re.compile(r"(?<=[a-z]{2})([tb])re(s)?$"), r"\1er\2"),
    ),
    "fr": (
        (re.compile(r"trices?$"), "teur"),
        (re.compile(r"(?<=..)euses?$"), "eur"),
        (re.compile(r"(?<=..)[ei]ve(s?)$"), r"if\1"),
    ),
    "es": (
        (re.compile(r"(?<=[aeiouáéíóú])ces$"), "z"),
        (re.compile(r"(?<=[aeiouáéíóú][nrldjy])es$"), ""),
        (re.compile(r"(?<=..[aeoáéó])s$"), ""),
    ),
    "ru": (),
}
#: What a French word ends with that was written without its acute accent.
_ACUTE = re.compile(r"(?<=..)ee?s?$")
#: Endings of Spanish nouns; without its accent "préstamo" looks like a verb.
_SPANISH_ENDING = re.compile(r"[aoe]s?$")
#: The vowel of "рынок" that "рынка" has lost.
_FLEETING = re.compile(r"(?<=[^аеиоуыэюя])[оеё](?=[кцнрлм]$)")


def plain(word: str) -> str:
    """Without accents."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(character for character in parts if not unicodedata.combining(character))


@lru_cache(maxsize=200_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The marked stems under which a word of a text is kept, the surest first.

    word: in small letters, as written. language: one of MARKS.
    """
    mark = MARKS[language]
    if language == "ar":
        bare = plain(word).replace("ى", "ي").replace("ة", "ه").replace("ٱ", "ا")
        further = arabic.further_stems(bare, is_verbal_noun=word.lstrip("وبلكفا")[:1] == "إ")
        return (mark + arabic.stem(bare), *sorted(mark + one for one in further))
    found = [_stem(word, language)]
    if language == "ru" and len(found[0]) > 3:
        found += [_FLEETING.sub("", found[0]), found[0].rstrip("аеиоуя")]
    return tuple(dict.fromkeys(mark + one for one in found))


@lru_cache(maxsize=20_000)
def stems_to_look_for(word: str, language: str) -> tuple[str, ...]:
    """The marked stems by which a word of a query is looked for: those of its spellings with and without
    accents."""
    found = list(stems(word, language))
    if language in LATIN:
        bare = plain(word)
        spellings = [bare, _ACUTE.sub("é", bare), _ACUTE.sub("e", bare)] if language == "fr" else [bare]
        if language == "es" and len(bare) > 4:
            found.append(MARKS["es"] + _SPANISH_ENDING.sub("", bare))
        found += [MARKS[language] + _stem(one, language) for one in spellings]
    return tuple(dict.fromkeys(found))


def _stem(word: str, language: str) -> str:
    word = _IRREGULAR[language].get(word, word)
    for found, into in _SPELLINGS[language]:
        word = found.sub(into, word)
    with _lock:
        return plain(_STEMMERS[language].stemWord(word)) or plain(word)
