import pytest

from discussions.tests.makers import make_group


@pytest.fixture
def group(cast):
    """A public group of the UN entity; the moderator owns it, author and outsider are members."""
    return make_group(organization=cast.un_entity, author=cast.moderator, members=[cast.author, cast.outsider])


@pytest.fixture
def closed(cast):
    """A closed group of the UN entity; the moderator owns it, the author is a member."""
    return make_group(
        access="closed",
        organization=cast.un_entity,
        author=cast.moderator,
        title="Quiet talks",
        members=[cast.author],
    )
