"""The samples fit the form, in all six languages and in mixed states."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings

from csonet.content.states import PUBLICATION
from practices.samples import SAMPLES, make_sample

SAMPLES_BY_TITLE = {sample["title"]: sample for sample in SAMPLES}


def test_there_are_enough_in_every_language_and_in_mixed_states():
    assert len(SAMPLES_BY_TITLE) == len(SAMPLES) >= 16
    assert set(Counter(sample["language"] for sample in SAMPLES)) == {code for code, _name in settings.LANGUAGES}
    states = {sample["status"] for sample in SAMPLES}
    assert len(states) >= 6
    assert states <= {state.name for state in PUBLICATION.states}


@pytest.mark.django_db
@pytest.mark.parametrize("title", SAMPLES_BY_TITLE)
def test_each_sample_is_accepted_by_the_form(cast, title):
    sample = SAMPLES_BY_TITLE[title]
    practice = make_sample(sample, organization=cast.organization, author=cast.author)
    assert (practice.title, practice.language, practice.status) == (title, sample["language"], "draft")
    assert [goal.pk for goal in practice.goals.order_by("pk")] == sorted(sample["goals"])
    assert {topic.pk for topic in practice.topics.all()} == set(sample["topics"])
