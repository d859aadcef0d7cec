"""A short course for tests: two modules, three lessons, a quiz with one question of each kind."""

from typing import Any

QUESTIONS: list[dict[str, Any]] = [
    {
        "kind": "single",
        "wording": {
            "en": {
                "stem": "Who decides on applications?",
                "explanation": "The Committee recommends, the Council decides.",
            },
            "fr": {"stem": "Qui décide des demandes ?", "explanation": "Le Comité recommande, le Conseil décide."},
        },
        "options": [
            {"id": "council", "wording": {"en": {"label": "The Council"}, "fr": {"label": "Le Conseil"}}},
            {
                "id": "branch",
                "wording": {
                    "en": {"label": "The NGO Branch", "feedback": "It prepares the files."},
                    "fr": {"label": "Le Service des ONG", "feedback": "Il prépare les dossiers."},
                },
            },
        ],
        "key": {"right": ["council"]},
    },
    {
        "kind": "multiple",
        "wording": {"en": {"stem": "Which are consultative statuses?"}, "fr": {"stem": "Quels sont les statuts ?"}},
        "options": [
            {"id": "general", "wording": {"en": {"label": "General"}}},
            {"id": "special", "wording": {"en": {"label": "Special"}}},
            {"id": "observer", "wording": {"en": {"label": "Observer"}}},
        ],
        "key": {"right": ["general", "special"], "partial": True},
    },
    {
        "kind": "number",
        "wording": {"en": {"stem": "How many members has the Committee?"}},
        "key": {"value": "19", "tolerance": "0"},
    },
    {
        "kind": "ordering",
        "wording": {"en": {"stem": "Bring the steps in their order."}},
        "options": [
            {"id": "apply", "wording": {"en": {"label": "Apply"}}},
            {"id": "answer", "wording": {"en": {"label": "Answer questions"}}},
            {"id": "granted", "wording": {"en": {"label": "The Council decides"}}},
        ],
        "key": {"order": ["apply", "answer", "granted"]},
    },
    {
        "kind": "matching",
        "wording": {"en": {"stem": "Who does what?"}},
        "options": [
            {"id": "committee", "wording": {"en": {"label": "The Committee"}}},
            {"id": "council", "wording": {"en": {"label": "The Council"}}},
        ],
        "targets": [
            {"id": "recommends", "wording": {"en": {"label": "recommends"}}},
            {"id": "decides", "wording": {"en": {"label": "decides"}}},
        ],
        "key": {"pairs": {"committee": "recommends", "council": "decides"}},
    },
    {
        "kind": "gap",
        "wording": {"en": {"stem": "A report is due every [[1]] years."}},
        "key": {"gaps": {"1": ["four", "4"]}},
    },
    {"kind": "short", "wording": {"en": {"stem": "What is the list called?"}}, "key": {"accept": ["Roster"]}},
    {
        "kind": "truefalse",
        "wording": {"en": {"stem": "An application costs a fee."}},
        "options": [
            {"id": "true", "wording": {"en": {"label": "True"}, "fr": {"label": "Vrai"}}},
            {"id": "false", "wording": {"en": {"label": "False"}, "fr": {"label": "Faux"}}},
        ],
        "key": {"right": ["false"]},
    },
]

STRUCTURE: list[dict[str, Any]] = [
    {
        "wording": {
            "en": {"title": "What it is", "summary": "Before you begin."},
            "fr": {"title": "De quoi il s'agit", "summary": "Avant de commencer."},
        },
        "lessons": [
            {
                "wording": {
                    "en": {"title": "The status", "body": "<p>It is a relation of consultation.</p>"},
                    "fr": {"title": "Le statut", "body": "<p>C'est une relation de consultation.</p>"},
                },
                "activities": [{"wording": {"en": {"title": "Read"}, "fr": {"title": "Lire"}}, "minutes": 5}],
            },
            {
                "wording": {"en": {"title": "Who decides", "body": "<p>The Council decides.</p>"}},
                "activities": [
                    {"minutes": 5},
                    {
                        "kind": "quiz",
                        "minutes": 10,
                        "wording": {"en": {"title": "Check yourself"}},
                        "quiz": {
                            "bank": "Who decides",
                            "rules": {"pass_percent": 80, "per_page": 4},
                            "questions": QUESTIONS,
                        },
                    },
                ],
            },
        ],
    },
    {
        "opens_after": 0,
        "wording": {"en": {"title": "Applying", "summary": "Step by step."}},
        "lessons": [
            {
                "wording": {"en": {"title": "The form", "body": "<p>Every field counts.</p>"}},
                "activities": [{"minutes": 8}],
            }
        ],
    },
]
