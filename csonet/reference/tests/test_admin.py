"""The Branch edits names and topics; codes stay, and what is in use is not deleted."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from csonet.reference import vocabulary
from csonet.reference.models import Topic
from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db
NAMES = {f"name_{suffix}": "" for suffix in ("fr", "es", "ar", "zh", "ru")}


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.branch)


@pytest.mark.parametrize(
    ("model", "key", "name"),
    [
        ("region", "014", "Afrique orientale"),
        ("country", "CI", "Côte d’Ivoire"),
        ("goal", "6", "Eau propre"),
        ("topic", "youth", "Jeunesse"),
        ("expertisearea", "8", "Développement durable"),
        ("activityfield", "1-69", "Eau"),
        ("organizationreason", "incomplete", "Rien de ce que vous avez saisi"),
    ],
)
def test_every_term_opens_with_its_names(desk, model, key, name):
    response = desk.get(reverse(f"admin:reference_{model}_change", args=[key]))
    assert response.status_code == 200
    assert name in response.content.decode()


@pytest.mark.parametrize(
    "model", ["region", "country", "goal", "topic", "expertisearea", "activityfield", "organizationreason"]
)
def test_every_list_can_be_searched(desk, model):
    response = desk.get(reverse(f"admin:reference_{model}_changelist"), {"q": "zzzz"})
    assert response.status_code == 200
    assert response.context["cl"].result_count == 0


def test_the_list_of_countries_costs_the_same_for_all(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        response = desk.get(reverse("admin:reference_country_changelist"))
    assert "Kenya" in response.content.decode()


def test_a_country_is_found_by_its_arabic_name_for_other_admins(desk):
    response = desk.get(reverse("admin:reference_country_changelist"), {"q": "كينيا"})
    assert [country.pk for country in response.context["cl"].result_list] == ["KE"]


def test_a_name_is_edited_and_seen_at_once_but_the_code_is_not(desk):
    address = reverse("admin:reference_topic_change", args=["youth"])
    response = desk.post(address, {"slug": "teens", "name_en": "Young people", "is_active": "on", **NAMES})
    assert response.status_code == 302
    assert vocabulary.topics()["youth"].name_en == "Young people"
    assert not Topic.objects.filter(pk="teens").exists()


def test_countries_are_neither_added_nor_deleted_nor_recoded(desk):
    assert desk.get(reverse("admin:reference_country_add")).status_code == 403
    assert desk.get(reverse("admin:reference_country_delete", args=["KE"])).status_code == 403
    address = reverse("admin:reference_country_change", args=["KE"])
    desk.post(address, {"code": "KX", "iso3": "XXX", "is_ldc": "on", "name_en": "Republic of Kenya", **NAMES})
    kenya = vocabulary.countries()["KE"]
    assert (kenya.iso3, kenya.is_ldc, kenya.name_en) == ("KEN", False, "Republic of Kenya")


def test_a_topic_in_use_is_not_deleted_an_unused_one_is(cast, desk):
    """By who was given the right; officers have none to delete."""
    assert desk.post(reverse("admin:reference_topic_delete", args=["sport"]), {"post": "yes"}).status_code == 403
    cast.branch.user_permissions.add(
        Permission.objects.get(codename="delete_topic", content_type__app_label="reference")
    )
    make_practice().topics.add("youth")
    assert desk.post(reverse("admin:reference_topic_delete", args=["youth"]), {"post": "yes"}).status_code == 403
    assert desk.post(reverse("admin:reference_topic_delete", args=["sport"]), {"post": "yes"}).status_code == 302
    assert {"youth"} == {"youth", "sport"} & vocabulary.topics().keys()


def test_a_new_topic_needs_an_address_of_its_own(desk):
    response = desk.post(reverse("admin:reference_topic_add"), {"slug": "youth", "name_en": "Again", **NAMES})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {"slug"}


def test_the_desk_is_closed_to_others(cast, signed_in):
    response = signed_in(cast.author).get(reverse("admin:reference_topic_changelist"))
    assert response.status_code in (302, 403, 404)
