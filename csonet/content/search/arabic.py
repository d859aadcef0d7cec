"""Arabic words: what hangs on them in front and behind, and their broken plurals.

All words come folded (csonet.content.search.text.fold): no vowels, no tatweel, one alef, one ya, ta marbuta as ha.
`stem` is light stemming after Larkey ("light10"). What is likely but not sure (a preposition or conjunction of one
letter, a possessive, the singular of a broken plural) are further stems, by which a word is found as well, but lower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: The article with what hangs on it, the longest first.
_ARTICLES = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "بال", "كال", "فال", "لل", "ال")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_POSSESSIVES = ("هما", "هم", "هن", "ها", "نا", "كم", "ه", "ي")
_LEAST = 2

#: Common plurals that follow no pattern below, and their singulars.
_IRREGULAR = """قنوات:قناه قضاه:قاضي اغذيه:غذاء اوعيه:وعاء قصص:قصه مراه:امراه نساء:امراه نسوه:امراه مياه:ماء
شباب:شاب شبان:شاب حقوق:حق ابار:بير برامج:برنامج طلاب:طالب طلبه:طالب عمال:عامل تجار:تاجر صناع:صانع اراضي:ارض
اراض:ارض ادويه:دواء اطباء:طبيب مرضي:مريض امهات:ام اباء:اب ابناء:ابن اصدقاء:صديق علماء:عالم اموال:مال
ايام:يوم رياح:ريح سدود:سد حدود:حد قوي:قوه شوون:شان روساء:رييس اعضاء:عضو فتيات:فتاه سنوات:سنه مواشي:ماشيه
صحاري:صحراء ابنيه:بناء كوادر:كادر اشخاص:شخص خطط:خطه قادره:قادر قاده:قايد سكان:ساكن احياء:حي اسماء:اسم
اخوه:اخ اقرباء:قريب جمعيات:جمعيه مصانع:مصنع مستشفيات:مستشفي لاجيون:لاجي لاجيين:لاجي لاجيات:لاجي ايتام:يتيم
اوبيه:وباء اجور:اجر قضايا:قضيه هدايا:هديه نفايات:نفايه نواد:نادي انديه:نادي اوديه:وادي مبان:مبني مباني:مبني
معان:معني مراع:مرعي مراعي:مرعي موانئ:ميناء مواني:ميناء احتياجات:حاجه حاجيات:حاجه مهن:مهنه فرص:فرصه اسر:اسره
عوايل:عايله اهالي:اهل قيم:قيمه شهود:شاهد جنود:جندي صم:اصم بكم:ابكم عميان:اعمي"""
_SINGULAR = dict(pair.split(":") for pair in _IRREGULAR.split())

_C = "([ء-ي])"
#: Shapes of broken plurals (or of singulars that meet their plural in the same letters) and what they lead to.
_SHAPES = tuple(
    (re.compile(shape.replace("C", _C)), into)
    for shape, into in (
        ("مCاCC", ("م{0}{1}{2}",)),
        ("مCاCيC", ("م{0}{1}و{2}", "م{0}{1}ا{2}")),
        ("تCاCيC", ("ت{0}{1}ي{2}",)),
        ("تCاCC", ("ت{0}{1}{2}",)),
        ("اCCاC", ("{0}{1}{2}",)),
        ("CCوC", ("{0}{1}{2}",)),
        ("CCاC", ("{0}{1}{2}",)),
        ("CCيC", ("{0}{1}{2}",)),
        ("اCاCC", ("ا{0}{1}{2}",)),
        ("CواCC", ("{0}ا{1}{2}", "{0}و{1}{2}")),
        ("CواCيC", ("{0}ا{1}و{2}",)),
        ("CCايC", ("{0}{1}ي{2}", "{0}{1}ا{2}")),
        ("CCاCيC", ("{0}{1}{2}و{3}", "{0}{1}{2}ا{3}", "{0}{1}{2}ي{3}")),
        # Four letters: "زلازل", "سلاحف". What ends like a feminine or an adjective of three is none.
        ("CCاC(?![هيات])C", ("{0}{1}{2}{3}", "{0}{1}{2}ا{3}", "{0}{1}{2}{3}ا")),
        ("CCCاء", ("{0}{1}ي{2}",)),
        ("اCCCه", ("{0}{1}ا{2}",)),
    )
)


def stem(word: str) -> str:
    """The word without its article and its commonest endings."""
    return _without_endings(without_article(word))


def further_stems(word: str, *, is_verbal_noun: bool = False) -> set[str]:
    """Stems that the word may have as well. is_verbal_noun: written with hamza below, so no plural."""
    bare = without_article(word)
    readings = {bare, *_without_particles(word)}
    if word.startswith("لل") and len(word) > 4:
        readings.add(word[1:])  # li + a word that begins with lam itself
    for reading in list(readings):
        readings |= set(_without_possessive(reading))
    found = {_without_endings(reading) for reading in readings}
    for reading in readings | found:
        singulars = [] if is_verbal_noun else list(_singulars(reading))
        found |= {_without_endings(singular) for singular in singulars}
    found |= {_without_endings(one) for one in (*found, stem(word))}
    return {one for one in found if len(one) >= _LEAST} - {stem(word)}


def without_article(word: str) -> str:
    """The word without its article and what hangs on that in front."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST:
            return word[len(article) :]
    return word


def _without_endings(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST:
            word = word[: -len(suffix)]
    return word


def _without_particles(word: str) -> Iterator[str]:
    """Without "and", "so", "by", "for", "like" of one letter each, one or two of them."""
    if len(word) >= 4 and word[0] in "وفبلك":
        yield word[1:]
        if word[0] in "وف" and len(word) >= 5 and word[1] in "بلك":
            yield word[2:]


def _without_possessive(word: str) -> Iterator[str]:
    for suffix in _POSSESSIVES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            bare = word[: -len(suffix)]
            yield bare
            if bare.endswith("ت"):  # ta marbuta before a possessive
                yield bare[:-1] + "ه"
            break


def _singulars(word: str) -> Iterator[str]:
    if word in _SINGULAR:  # and no other: read by its shape, "waters" would be "a hundred"
        yield _SINGULAR[word]
        return
    for shape, into in _SHAPES:
        if met := shape.fullmatch(word):
            for pattern in into:
                yield pattern.format(*met.groups())
