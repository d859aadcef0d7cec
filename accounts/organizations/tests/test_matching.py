"""Near names: what is found, what is kept apart, and what it costs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import FormerName, Organization
from accounts.names import name_key
from accounts.organizations.matching import ids_with_words, near_matches
from csonet.testing.makers import make_organization


@given(st.text(max_size=400))
def test_the_key_of_a_key_is_itself(name):
    assert name_key(name_key(name)) == name_key(name)


WORDS = st.sampled_from(["água", "Éducation", "jeunes", "Straße", "Northern", "Øst", "Women's", "of", "Łódź", "niños"])


@given(st.lists(WORDS, min_size=2, max_size=6).map(" ".join))
def test_case_accents_spaces_and_legal_forms_do_not_change_the_key(name):
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))
    for variant in (
        name.upper(),
        name.lower(),
        bare,
        f"  {name.replace(' ', '   ')} ",
        f"{name}, Inc.",
        f"{name} e.V.",
    ):
        assert name_key(variant) == name_key(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "FUNDACIÓN AGUA CLARA",
        "Fundacion Agua Clara",
        "Fundación  Agua-Clara Inc.",
        "Fundación Agua Clara, Ltd.",
        "Fundación Agua Clara e.V.",
        "Fundacion Aqua Clara",
        "Agua Clara Fundación",
        "fundacion agua cl",
    ],
)
def test_a_name_is_found_in_other_spellings(typed):
    organization = make_organization("Fundación Agua Clara")
    make_organization("Fundación Monte Verde")
    assert near_matches(typed)[0].organization == organization


@pytest.mark.django_db
def test_case_accents_and_legal_forms_make_the_very_same_name():
    make_organization("Fundación Agua Clara")
    for typed in ("FUNDACIÓN AGUA CLARA", "fundacion agua clara", "Fundación Agua Clara Inc."):
        assert near_matches(typed)[0].is_same


@pytest.mark.django_db
def test_different_names_are_not_near():
    make_organization("Fundación Agua Clara")
    make_organization("International Association of Judges")
    assert near_matches("Kenya Bee Keepers Union") == []


@pytest.mark.django_db
def test_former_names_and_acronyms_lead_to_the_organization():
    organization = make_organization("Clean Rivers International", acronym="C.R.I.")
    FormerName.objects.create(
        organization=organization, name="Friends of the Danube", name_key=name_key("Friends of the Danube")
    )
    (by_former,) = near_matches("Friends of Danube")
    assert (by_former.organization, "former name" in str(by_former.why)) == (organization, True)
    (by_acronym,) = near_matches("cri")
    assert "acronym" in str(by_acronym.why)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["registered", "returned", "refused", "suspended", "merged"])
def test_what_the_directory_hides_is_not_suggested(state):
    target = make_organization("Somewhere Else Entirely")
    merged = {"merged_into": target} if state == "merged" else {}
    make_organization("Sisters of the Sahel", verification=state, **merged)
    assert near_matches("Sisters of the Sahel") == []


@pytest.mark.django_db
def test_a_change_is_found_at_once():
    organization = make_organization("Old Harbour Trust")
    assert near_matches("Old Harbour Trust")
    organization.name, organization.name_key = "New Lighthouse Guild", name_key("New Lighthouse Guild")
    organization.save()
    assert near_matches("Old Harbour Trust") == []
    assert near_matches("New Lighthouse Guild")[0].organization == organization


@pytest.mark.django_db
def test_the_directory_finds_words_by_their_beginning_in_any_order():
    organization = make_organization("Lake Shore Women's Cooperative")
    make_organization("Lake District Anglers")
    assert ids_with_words("coop lake") == {organization.pk}
    assert ids_with_words("nowhere") == set()
    assert ids_with_words("   ") == set()


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 20])
def test_the_queries_do_not_grow(many, django_assert_num_queries):
    for number in range(many):
        make_organization(f"Village Water Committee of Ward {number}")
    near_matches("warm up")
    with django_assert_num_queries(4):  # what changed since (2), the organizations, their status
        assert near_matches("Village Water Committee of Ward")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["\u202e", "a" * 100_000, "%_'\"; DROP TABLE", "🌍", "x" * 10_000 + " y", "\x00"])
def test_hostile_input_finds_nothing_and_breaks_nothing(typed):
    make_organization("Fundación Agua Clara")
    assert near_matches(typed) == []
    assert Organization.objects.count() == 1


def test_more_names_are_looked_for_with_no_more_queries(db, django_assert_num_queries):
    for number in range(5):
        make_organization(f"Sisters of the Sahel {number}")
    others = [f"Sahel Sisters {number}" for number in range(5)]
    near_matches("Sisters of the Sahel")
    with django_assert_num_queries(4):  # what changed since (2), the organizations, their status
        matches = near_matches("Sisters of the Sahel", others=others, acronym="SOS")
    assert len({match.organization.pk for match in matches}) == len(matches) == 5
