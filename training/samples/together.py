"""What is done together around the courses: a cohort, the questions of a survey, what people said. For demonstrations."""

from __future__ import annotations

from typing import Any

#: (days from today to the first and to the last day, seats)
COHORTS: list[dict[str, Any]] = [
    {
        "name": "Applying in the spring session",
        "about": (
            "Six weeks, one module a fortnight, an hour a week. We read each other's drafts in the group; "
            "the facilitator answers there on Tuesdays and Fridays."
        ),
        "days": (21, 63),
        "seats": 12,
    },
    {
        "name": "Weekend of the last questions",
        "about": "For those who have filled in the form: two days on the questions that the Committee asks.",
        "days": (9, 10),
        "seats": 1,
    },
]

#: (kind, texts by language; a choice has its answers, one a line)
SURVEY: list[tuple[str, dict[str, dict[str, Any]]]] = [
    (
        "scale",
        {
            "en": {"text": "Can you now do what the course promised?", "low": "not at all", "high": "fully"},
            "fr": {
                "text": "Savez-vous maintenant faire ce que le cours promettait ?",
                "low": "pas du tout",
                "high": "entièrement",
            },
            "ar": {"text": "هل تستطيع الآن أن تفعل ما وعدت به الدورة؟", "low": "لا أبداً", "high": "تماماً"},
        },
    ),
    (
        "choice",
        {
            "en": {"text": "How did you take the course?", "answers": ["On a computer", "On a phone", "On paper"]},
            "fr": {
                "text": "Comment avez-vous suivi le cours ?",
                "answers": ["Sur un ordinateur", "Sur un téléphone", "Sur papier"],
            },
            "ar": {"text": "كيف تابعت الدورة؟", "answers": ["على حاسوب", "على هاتف", "على الورق"]},
        },
    ),
    (
        "text",
        {
            "en": {"text": "What should we change?"},
            "fr": {"text": "Que devrions-nous changer ?"},
            "ar": {"text": "ما الذي ينبغي أن نغيره؟"},
        },
    ),
]

#: (scale, number of the choice, words, language) as six people answered.
ANSWERS: list[tuple[str, int, str, str]] = [
    ("5", 0, "A second example from a very small organization.", "en"),
    ("4", 1, "Des fiches à imprimer pour la formation de nos groupes.", "fr"),
    ("4", 1, "The lesson on results is long for a phone; cut it in two.", "en"),
    ("3", 1, "أمثلة أكثر من منطقتنا.", "ar"),
    ("5", 2, "Nothing. We worked through it on paper, village by village.", "en"),
    ("4", 0, "", "en"),
]
