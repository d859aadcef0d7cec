"""The course “Showing your work in one minute”: a film, a work to hand in, a question that a person marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from csonet.content.models import Item
from training.media.storing import keep
from training.models import Activity, Course, Edition, Medium

FILES = Path(__file__).parent / "files"

COURSE: dict[str, Any] = {
    "title": "Showing your work in one minute",
    "summary": "How to tell in a film of one minute what was wrong, what you did, what came of it and how others can "
    "repeat it, with nothing but a telephone.",
    "language": "en",
    "objectives": "<ul><li>plan a film of four pictures</li><li>write captions and a transcript</li><li>ask people "
    "before you show them</li></ul>",
    "for_whom": "Anybody who has a telephone with a camera, and something to show.",
    "level": "first",
    "award": "participation",
    "goals": ["17"],
    "topics": ["partnerships-and-capacity"],
}
_RUBRIC = [
    {"id": "c0", "marks": 4, "wording": {"en": {"label": "Each picture says one thing"}}},
    {"id": "c1", "marks": 3, "wording": {"en": {"label": "What came of it has a number and a source"}}},
    {"id": "c2", "marks": 3, "wording": {"en": {"label": "Somebody who was not there could repeat it"}}},
]


def _lesson(title: str, body: str, *activities: dict[str, Any]) -> dict[str, Any]:
    return {"wording": {"en": {"title": title, "body": body}}, "activities": list(activities)}


STRUCTURE: list[dict[str, Any]] = [
    {
        "wording": {"en": {"title": "Four pictures", "summary": "What a short film has to say."}},
        "lessons": [
            _lesson(
                "A film in four pictures",
                "<p>Who watches a film on a small screen, on a dear connection, gives it a minute. Four pictures are "
                "enough: what was wrong, what you did, what came of it, and how to repeat it.</p>",
                {
                    "kind": "video",
                    "minutes": 2,
                    "wording": {
                        "en": {
                            "title": "Four pictures",
                            "task": "<p>Watch the film, or read what is said in it.</p>",
                            "transcript": "<p>Five coloured pages follow one another, each with a few words.</p>"
                            "<p>One minute, four pictures: a film that others can learn from.</p>"
                            "<p>First: what was wrong. The well was dry from March to June.</p>"
                            "<p>Second: what you did. Twelve families built a tank for rain.</p>"
                            "<p>Third: what came of it. Water at home until the next rain.</p>"
                            "<p>Fourth: how to repeat it. Cost, tools, and whom to ask.</p>",
                        }
                    },
                },
            ),
            _lesson(
                "Your own four pictures",
                "<p>Plan before you film. A plan is four sentences, one for each picture.</p>",
                {
                    "kind": "assignment",
                    "minutes": 20,
                    "wording": {
                        "en": {
                            "title": "Plan a film",
                            "task": "<p>Write four sentences, one for each picture of a film about your own work. Add "
                            "how people agreed to be shown.</p>",
                        }
                    },
                    "exercise": {"takes_text": True, "takes_file": True, "rubric": _RUBRIC},
                },
            ),
        ],
    },
    {
        "wording": {"en": {"title": "People first", "summary": "Who is shown has a say."}},
        "lessons": [
            _lesson(
                "Asking before filming",
                "<p>People who are shown decide whether they are shown, where, and for how long. Ask before you film, "
                "in their language, and write down what they said. Parents decide for children, and children are asked "
                "as well.</p>",
                {
                    "kind": "quiz",
                    "minutes": 10,
                    "wording": {"en": {"title": "In your own words"}},
                    "quiz": {
                        "bank": "Asking before filming",
                        "rules": {"pass_percent": 60},
                        "questions": [
                            {
                                "kind": "essay",
                                "marks": 6,
                                "wording": {"en": {"stem": "A woman agreed to be filmed; a week later she is sorry. "
                                                   "What do you do, and why?"}},
                                "rubric": [
                                    {"id": "c0", "marks": 3, "wording": {"en": {"label": "Her wish is followed"}}},
                                    {"id": "c1", "marks": 3, "wording": {"en": {"label": "The reason holds elsewhere"}}},
                                ],
                            }
                        ],
                    },
                },
            ),
            _lesson(
                "Questions and answers",
                "<p>Bring your plan to the monthly hour, and hear what others planned.</p>",
                {"kind": "live", "minutes": 60, "required": False, "wording": {"en": {"title": "The monthly hour"}}},
            ),
        ],
    },
]  # fmt: skip


def furnish(course: Course, edition: Edition, event: Item | None) -> None:
    """The film with its captions, and the event of the live session. Without an event the last lesson goes."""
    film = Activity.objects.get(lesson__module__edition=edition, kind="video")
    for role, name in ((Medium.Role.MAIN, "four-pictures.webm"), (Medium.Role.CAPTIONS, "four-pictures.vtt")):
        keep(film, role, course.language, ContentFile((FILES / name).read_bytes(), name=name))
    live = Activity.objects.get(lesson__module__edition=edition, kind="live")
    if event is None:
        live.lesson.delete()
    else:
        Activity.objects.filter(pk=live.pk).update(event=event)
