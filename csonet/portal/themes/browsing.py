"""The ways in by theme, as home and the search show them: all goals, all topics, and the index of places."""

from __future__ import annotations

from django.urls import get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from csonet.portal.themes.places import KINDS, name_of
from csonet.reference import vocabulary
from csonet.ui.fragments import fragment


def browse() -> SafeString:
    """The links, made once for each language and as old as the vocabularies at most."""
    return vocabulary.remembered(("browse", get_language(), get_urlconf()), _made)


def _made() -> SafeString:
    goals, topics = KINDS["goal"], KINDS["topic"]
    active = vocabulary.sorted_by_name(topic for topic in vocabulary.topics().values() if topic.is_active)
    return fragment(
        "portal/themes/_browse.html",
        goals=[(name_of(goals, goal), goals.url(goal)) for goal in vocabulary.goals().values()],
        topics=[(topic.name, topics.url(topic)) for topic in active],
        goals_url=reverse("goal_index"),
        topics_url=reverse("topic_index"),
        places_url=reverse("country_index"),
    )
