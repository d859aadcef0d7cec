"""An event of a UN entity and its call for statements, for the tests of events; how they read pages and notices."""

from html import unescape

import pytest

from csonet.notifications.models import Notice
from events.tests.makers import make_event
from events.tests.statement_makers import make_call


@pytest.fixture
def event(cast):
    return make_event(organization=cast.un_entity, author=cast.moderator)


@pytest.fixture
def call(event):
    return make_call(event)


def text(answer):
    """A page as it is read."""
    return unescape(answer.content.decode())


def address(event, *parts):
    """The address of a page below the event's."""
    return "/".join([event.get_absolute_url().rstrip("/"), *map(str, parts), ""])


def kinds(user):
    """What somebody was told, in its order."""
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))
