"""A course is found by the words of its lessons, in each language in which they are there. Quizzes are not searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from csonet.richtext import to_text
from training.models import Activity, Course, Lesson, Module

_TEXTS = ("title", "summary", "body", "task", "transcript")


def words_of(noun: Any) -> Mapping[str, str]:
    """{language: text} of the edition that learners take; nothing for other nouns. Three queries."""
    if not isinstance(noun, Course) or noun.edition_id is None:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    rows = (
        Module.objects.filter(edition=noun.edition_id).order_by("position"),
        Lesson.objects.filter(module__edition=noun.edition_id).order_by("module__position", "position"),
        Activity.objects.filter(lesson__module__edition=noun.edition_id).order_by("lesson_id", "position"),
    )
    for wording in (wording for part in rows for wording in part.values_list("wording", flat=True)):
        for language, texts in wording.items():
            found[language] += [to_text(texts[name]) for name in _TEXTS if texts.get(name)]
    return {language: "\n".join(words) for language, words in found.items()}
