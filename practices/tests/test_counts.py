"""The number of uses on the card is the number of uses on the page, whatever becomes of the organizations."""

import pytest

from accounts.organizations.merging import merge
from accounts.organizations.verifying import move
from csonet.testing.makers import make_organization, make_practice
from practices.models import Use
from practices.using import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast):
    return make_practice(organization=cast.organization, author=cast.author)


def used_by(practice, organization):
    confirm(Use(practice=practice, organization=organization, result="Eight tanks."))
    return organization


def count_of(practice):
    practice.refresh_from_db()
    assert practice.responses == practice.uses.shown().count()
    return practice.responses


def test_two_records_of_one_organization_count_once_after_their_merger(cast, practice):
    twin = used_by(practice, make_organization("Lake Shore Coop"))
    used_by(practice, cast.other_organization)
    assert count_of(practice) == 2
    merge(twin, cast.other_organization, actor=cast.branch)
    assert count_of(practice) == 1


def test_a_merger_makes_nobody_confirm_their_own_practice(cast, practice):
    twin = used_by(practice, make_organization("WAFA"))
    merge(twin, cast.organization, actor=cast.branch)
    assert count_of(practice) == 0


def test_the_use_of_a_suspended_organization_is_not_counted_until_it_is_reinstated(cast, practice):
    used_by(practice, cast.other_organization)
    move(cast.other_organization, "suspend", actor=cast.branch, text="A complaint.")
    assert count_of(practice) == 0
    move(cast.other_organization, "reinstate", actor=cast.branch)
    assert count_of(practice) == 1
