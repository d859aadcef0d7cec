"""Courses for the tests of lessons."""

import pytest

from csonet.testing.makers import make_item
from training.building import build
from training.editions import draft_of, publish
from training.media.storing import keep
from training.models import Activity, Course
from training.tests import makers
from training.tests.files import CAPTIONS, FILM, MP3, upload

#: Two lessons, each with a film: the first one is open to everybody.
FILMS = [
    {
        "wording": {"en": {"title": "Part one"}},
        "lessons": [
            {
                "wording": {"en": {"title": title, "body": f"<p>About {title}</p>"}},
                "activities": [
                    {
                        "kind": "video",
                        "wording": {
                            "en": {"title": f"Film of {title}", "transcript": "<p>Good morning. Let us begin.</p>"}
                        },
                    }
                ],
            }
            for title in ("Wells", "Tanks")
        ],
    }
]
RUBRIC = [
    {
        "id": "c0",
        "marks": 4,
        "wording": {"en": {"label": "Says who took part"}, "fr": {"label": "Dit qui a participé"}},
    },
    {"id": "c1", "marks": 6, "wording": {"en": {"label": "Says what came of it"}}},
]
#: A work to hand in, and a quiz with an essay.
WORKS = [
    {
        "wording": {"en": {"title": "Practice"}},
        "lessons": [
            {
                "wording": {"en": {"title": "Write", "body": "<p>Write one.</p>"}},
                "activities": [
                    {
                        "kind": "assignment",
                        "wording": {"en": {"title": "Your practice", "task": "<p>Describe one practice.</p>"}},
                        "exercise": {"takes_text": True, "takes_file": True, "rubric": RUBRIC},
                    },
                    {
                        "kind": "quiz",
                        "wording": {"en": {"title": "In your words"}},
                        "quiz": {
                            "bank": "Essays",
                            "rules": {"pass_percent": 50},
                            "questions": [
                                {
                                    "kind": "essay",
                                    "marks": 10,
                                    "wording": {"en": {"stem": "Why do wells fail?"}},
                                    "rubric": RUBRIC,
                                }
                            ],
                        },
                    },
                ],
            }
        ],
    }
]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def course(cast):
    """A published course: two modules, three lessons, a quiz."""
    return makers.make_course(cast)


@pytest.fixture
def make_course(cast):
    """Makes a course from its structure; published unless said otherwise. `more(edition)` may add to the draft."""

    def make(structure, *, published=True, more=None, status="published", **kwargs):
        made = make_item(
            Course,
            organization=cast.organization,
            author=cast.author,
            status=status if published else "draft",
            **{"title": "Water", **kwargs},
        )
        edition = draft_of(made)
        build(edition, structure)
        if more:
            more(edition)
        if published:
            publish(edition)
        return Course.objects.get(pk=made.pk)

    return make


def films_for(edition):
    """A film with captions and the sound alone for each film of an edition."""
    for activity in Activity.objects.filter(lesson__module__edition=edition, kind="video"):
        keep(activity, "main", "en", upload("film.mp4", FILM))
        keep(activity, "captions", "en", upload("film.vtt", CAPTIONS.encode()))
        keep(activity, "sound", "en", upload("film.mp3", MP3))


@pytest.fixture
def film_course(make_course):
    """A published course with two films."""
    return make_course(FILMS, more=films_for)


@pytest.fixture
def work_course(make_course):
    """A published course with a work to hand in and an essay."""
    return make_course(WORKS)
