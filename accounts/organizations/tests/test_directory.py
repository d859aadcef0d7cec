"""The directory and profiles: what is found, what is hidden, what it costs."""

import json
import re

import pytest
from django.urls import reverse

from accounts.models import ConsultativeStatus, FormerName
from accounts.names import name_key
from accounts.organizations.json_ld import json_ld
from csonet.reference import vocabulary
from csonet.reference.models import ActivityField, Country, Goal
from csonet.testing.makers import make_organization, make_practice

LIST = "/en/organizations/"
HIDDEN = ["registered", "returned", "refused", "suspended"]


def names_in(response) -> set[str]:
    return {organization.name for organization in response.context["organizations"]}


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_approved_is_nowhere(state, cast, visitor, signed_in):
    cast.waiting_organization.verification = state
    cast.waiting_organization.save()
    url = cast.waiting_organization.get_absolute_url()
    for client in (visitor, signed_in(cast.outsider), signed_in(cast.author)):
        assert client.get(url).status_code == 404
        assert "New Dawn" not in client.get(LIST).content.decode()
        assert "New Dawn" not in re.sub(
            r'value="[^"]*"|“[^”]*”', "", client.get(LIST, {"q": "new dawn"}).content.decode()
        )
    assert signed_in(cast.newcomer).get(url).status_code == 200
    assert signed_in(cast.branch).get(url).status_code == 200


def test_an_office_or_parent_that_is_hidden_is_not_named(cast, visitor):
    make_organization("Hidden Office", verification="registered", parent=cast.organization)
    child = make_organization("Open Office", parent=make_organization("Hidden Parent", verification="suspended"))
    assert "Hidden Office" not in visitor.get(cast.organization.get_absolute_url()).content.decode()
    assert "Hidden Parent" not in visitor.get(child.get_absolute_url()).content.decode()


def test_a_register_entry_says_what_is_known_and_can_be_claimed(visitor, db):
    listed = make_organization("Society of Old Records", verification="listed")
    page = visitor.get(listed.get_absolute_url()).content.decode()
    assert "In the register only" in page
    assert reverse("organization_claim", args=[listed.slug]) in page
    assert "Mission" not in page


def test_the_contact_is_shown_when_its_owner_shows_it(cast, visitor, signed_in):
    organization = cast.organization
    organization.contact_email = "desk@wafa.example"
    organization.save()
    url = organization.get_absolute_url()
    for client in (visitor, signed_in(cast.outsider)):
        assert "desk@wafa.example" not in client.get(url).content.decode()
    assert "desk@wafa.example" in signed_in(cast.author).get(url).content.decode()
    organization.contact_is_public = True
    organization.save()
    assert "desk@wafa.example" in visitor.get(url).content.decode()


def test_the_profile_shows_what_the_reader_may_see_of_its_work(cast, visitor):
    make_practice(organization=cast.organization, author=cast.author, title="Rain kept in tanks")
    make_practice(organization=cast.organization, author=cast.author, title="A secret draft", status="draft")
    page = visitor.get(cast.organization.get_absolute_url()).content.decode()
    assert "Rain kept in tanks" in page
    assert "A secret draft" not in page


def test_a_profile_with_much_work_links_to_all_of_it(cast, visitor):
    for _number in range(7):
        make_practice(organization=cast.organization, author=cast.author)
    page = visitor.get(cast.organization.get_absolute_url()).content.decode()
    link = f"/en/practices/?organization={cast.organization.slug}"
    assert link in page
    assert visitor.get(link).status_code == 200


@pytest.fixture
def facets(db):
    """Two organizations that differ in every facet."""
    one = make_organization("Lake Shore Union", type="association", country=Country.objects.get(pk="KE"))
    other = make_organization(
        "Mountain Guild", type="foundation", country=Country.objects.get(pk="PE"), is_un_entity=True
    )
    ConsultativeStatus.objects.create(organization=one, kind="special", source="A list")
    one.goals.set([Goal.objects.get(pk=6)])
    one.fields.set([ActivityField.objects.get(pk="1-1")])
    other.goals.set([Goal.objects.get(pk=13)])
    return one, other


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "special"},
        {"type": "association"},
        {"country": "KE"},
        {"region": "002"},
        {"area": "1"},
        {"field": "1-1"},
        {"goal": "6"},
        {"goal": "6", "country": ["KE", "PE"], "q": "lake"},
        {"q": "UNION shore"},
    ],
)
def test_each_facet_narrows(visitor, facets, asked):
    assert names_in(visitor.get(LIST, asked)) == {"Lake Shore Union"}


@pytest.mark.parametrize("asked", [{"status": "none"}, {"origin": "un"}, {"region": "019"}])
def test_the_other_one_is_found_by_what_it_has(visitor, facets, asked):
    assert names_in(visitor.get(LIST, asked)) == {"Mountain Guild"}


def test_a_withdrawn_status_is_none(visitor, facets):
    ConsultativeStatus.objects.update(state="withdrawn")
    assert names_in(visitor.get(LIST, {"status": "none"})) == {"Lake Shore Union", "Mountain Guild"}
    assert names_in(visitor.get(LIST, {"status": "special"})) == set()


def test_entries_of_the_register_can_be_told_apart(visitor, facets):
    make_organization("Only Listed", verification="listed")
    assert names_in(visitor.get(LIST, {"origin": "listed"})) == {"Only Listed"}
    assert names_in(visitor.get(LIST, {"origin": "verified"})) == {"Lake Shore Union", "Mountain Guild"}


def test_former_names_lead_to_the_organization(visitor, facets):
    FormerName.objects.create(organization=facets[1], name="Andean Ropers", name_key=name_key("Andean Ropers"))
    assert names_in(visitor.get(LIST, {"q": "andean"})) == {"Mountain Guild"}


def test_each_filter_can_be_taken_away(visitor, facets):
    page = visitor.get(LIST, {"goal": ["6", "13"], "type": "association"}).content.decode()
    assert 'href="?goal=6&amp;goal=13"' in page
    assert 'href="?goal=13&amp;type=association"' in page


def test_an_empty_list_says_what_to_do(visitor, facets):
    page = visitor.get(LIST, {"q": "nothing like it"}).content.decode()
    assert "No organization was found" in page
    assert reverse("organization_new") in page


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=999999999999",
        "page=٣",
        "q=%00%ff",
        "goal=x&area=9999999999999",
        "country=KE%00",
        "sort=rm",
        "q=" + "a" * 5000,
        "status=" + "&status=".join("x" * 200),
        "q=%E2%80%AE%F0%9F%8C%8D",
    ],
)
def test_forged_parameters_are_left_out(visitor, facets, query):
    assert visitor.get(f"{LIST}?{query}").status_code == 200


def test_order_by_name_ignores_case_and_accents_and_newest_comes_by_age(visitor, db):
    for name in ("zebra Trust", "Église Verte", "Eagle Guild"):
        make_organization(name)
    by_name = [organization.name for organization in visitor.get(LIST).context["organizations"]]
    assert by_name == ["Eagle Guild", "Église Verte", "zebra Trust"]
    newest = visitor.get(LIST, {"sort": "newest"}).context["organizations"]
    assert [organization.name for organization in newest] == ["Eagle Guild", "Église Verte", "zebra Trust"]


def test_a_long_list_is_counted_and_read_to_its_end(visitor, db):
    for number in range(80):
        make_organization(f"Guild number {number:03}")
    first = visitor.get(LIST)
    assert "80 organizations" in first.content.decode()
    seen = set()
    for page in range(1, 5):
        seen |= names_in(visitor.get(LIST, {"page": page}))
    assert len(seen) == 80


@pytest.mark.parametrize("many", [1, 20])
def test_the_queries_of_the_list_do_not_grow(visitor, db, many, django_assert_num_queries):
    vocabulary.warm()
    for number in range(many):
        make_organization(f"Guild {number}", country=Country.objects.get(pk="KE"))
    visitor.get(LIST, {"q": "guild"})  # the names are read once
    with django_assert_num_queries(3):  # the journal, the page, their statuses
        visitor.get(LIST)
    with django_assert_num_queries(5):  # and what changed among the names
        visitor.get(LIST, {"q": "guild", "country": "KE", "status": "none"})


@pytest.mark.parametrize("many", [1, 20])
def test_the_queries_of_a_profile_do_not_grow(visitor, cast, many, django_assert_num_queries):
    vocabulary.warm()
    organization = cast.organization
    organization.goals.set(Goal.objects.all()[: min(many, 17)])
    organization.fields.set(ActivityField.objects.all()[:many])
    for number in range(many):
        make_practice(organization=organization, author=cast.author)
        make_organization(f"Office {number}", parent=organization)
        FormerName.objects.create(organization=organization, name=f"Name {number}", name_key=f"name {number}")
    with django_assert_num_queries(12):
        assert visitor.get(organization.get_absolute_url()).status_code == 200


def test_json_ld_cannot_be_left(cast):
    cast.organization.mission = '</script><script>alert(1)</script> & "quotes" \u2028'
    cast.organization.contact_email = "hidden@example.org"
    text = str(json_ld(cast.organization, "https://example.org/x"))
    assert "<" not in text
    assert "hidden@" not in text
    assert json.loads(text)["description"].startswith("</script>")


def test_hostile_text_is_escaped_on_the_profile(cast, visitor):
    organization = make_organization("<img src=x onerror=alert(1)>", acronym="<b>", mission="<script>alert(2)</script>")
    page = visitor.get(organization.get_absolute_url()).content.decode()
    for piece in ("<img src=x", "<script>alert", "<b>"):
        assert piece not in page


def test_options_say_how_many_they_leave_without_their_own_facet(visitor, facets):
    page = visitor.get(LIST, {"type": "association"}).content.decode()
    for row in (
        '<input type="checkbox" name="type" value="foundation"> <span>Foundation</span> <span class="count">1</span>',
        '<input type="checkbox" name="country" value="KE"> <span>Kenya</span> <span class="count">1</span>',
    ):
        assert row in page
    assert 'name="country" value="PE"' not in page  # nobody would be left


def test_counts_follow_what_changes_and_know_nothing_of_what_waits(visitor, facets):
    one, other = facets
    make_organization("Not yet", verification="registered", country=Country.objects.get(pk="KE"))
    kenya = '<span>Kenya</span> <span class="count">%d</span>'
    assert kenya % 1 in visitor.get(LIST).content.decode()
    other.country = Country.objects.get(pk="KE")
    other.save()
    assert kenya % 2 in visitor.get(LIST).content.decode()
    one.verification = "suspended"
    one.save()
    assert kenya % 1 in visitor.get(LIST).content.decode()
