"""Organizations named in a form: found as the directory names them, otherwise answered with the nearest."""

import pytest
from django.core.exceptions import ValidationError

from accounts.organizations.named import OrganizationNamesField
from csonet.testing.makers import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def wells():
    return make_organization("Wells and Rain Association")


def test_names_are_found_in_any_case_once_each(wells):
    assert OrganizationNamesField().clean("wells AND rain association\n\nWells and Rain Association") == [wells]


def test_a_near_name_is_answered_with_the_one_that_may_be_meant(wells):
    with pytest.raises(ValidationError, match="Do you mean: Wells and Rain Association"):
        OrganizationNamesField().clean("Wells and Rain Associaton of Kenya")


def test_an_organization_that_waits_for_approval_is_not_told(wells):
    make_organization("Hidden Valley Network", verification="registered")
    with pytest.raises(ValidationError) as problem:
        OrganizationNamesField().clean("Hidden Valley Network")
    assert "knows no organization" in problem.value.messages[0]


def test_more_names_than_anybody_has_partners_are_refused(wells):
    with pytest.raises(ValidationError, match="at most 2"):
        OrganizationNamesField(most=2).clean("a b\nc d\ne f")


def test_what_is_set_is_shown_by_name(wells):
    field = OrganizationNamesField(required=False)
    assert field.prepare_value([wells]) == "Wells and Rain Association"
    assert not field.has_changed([wells], "Wells and Rain Association")
    assert field.clean("") == []
