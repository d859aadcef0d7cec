"""What the tests of feeds share: a server of strangers on loopback, and a feed that the Branch approved."""

from __future__ import annotations

import pytest

from news.feeds import deciding
from news.models import Feed
from news.tests.server import Server


@pytest.fixture
def strangers(settings):
    """A server that may be fetched from although it is on this machine."""
    settings.FEEDS_FROM_LOOPBACK = True
    with Server() as server:
        yield server


@pytest.fixture
def feed(cast):
    """Makes a feed of the author's organization that the Branch approved."""

    def make(address: str, trust: str = "publish", **given) -> Feed:
        given.setdefault("organization", cast.organization)
        made = Feed.objects.create(address=address, language="en", asked_by=cast.author, **given)
        made.topics.set(["water-and-sanitation"])
        made.goals.set([6])
        deciding.decide(made, "approve", actor=cast.branch, trust=trust)
        return made

    return make
