"""What is suggested, and why; who is told of a request, and who is left alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from csonet.content.models import Item
from csonet.content.publication import move
from csonet.content.search.indexing import index_item, index_organization
from csonet.notifications.models import Notice
from csonet.reference import tallies
from csonet.testing.makers import join, make_organization, make_practice, make_user
from projects import fitting, telling, wishes
from projects.fitting import Wish
from projects.models import Matching
from projects.tests.makers import make_request, request_data

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
WISH = Wish(
    goals=frozenset([6]),
    countries=frozenset(["KE"]),
    fields=frozenset(["1-1"]),
    languages=frozenset(["en"]),
    other_languages=frozenset(["swahili"]),
    text="Pumps that people mend",
)


@pytest.fixture
def practice(cast):
    item = make_practice(organization=cast.other_organization, author=cast.outsider, title="Rope pumps of Kitui")
    item.goals.set([6])
    item.countries.set(["KE"])
    index_item(Item.objects.get(pk=item.pk))
    return item


@pytest.fixture
def helper(cast):
    organization = make_organization("Menders of Pumps", languages=["fr"], other_languages="Swahili, Kamba")
    organization.goals.set([6, 13])
    organization.countries.set(["KE"])
    organization.fields.set(["1-1"])
    index_organization(organization)
    person = make_user("mender")
    join(person, organization)
    return organization


@pytest.fixture
def warm(monkeypatch):
    """As in a process that runs: its boards are read, and it looked for changes less than a second ago."""

    def warmed() -> None:
        fitting.fitting(WISH, ANYBODY)
        monkeypatch.setattr(tallies, "LOOK_EVERY", 60.0)

    return warmed


def test_practices_and_organizations_fit_with_reasons_in_words(practice, helper, warm, django_assert_num_queries):
    warm()
    with django_assert_num_queries(3):
        found = fitting.fitting(WISH, ANYBODY)
    assert [one.pk for one in found.items] == [practice.pk]
    reasons = found.items[0].reasons
    assert "same goal: 6 Clean water and sanitation" in reasons
    assert "worked in Kenya" in reasons
    assert "working language: English" in reasons
    assert "similar words in the title" in reasons
    own = next(one for one in found.organizations if one.pk == helper.pk)
    assert "working language: Swahili" in own.reasons
    assert any(reason.startswith("same field: ") for reason in own.reasons)
    with translation.override("fr"):
        assert "Eau propre" in " ".join(own.reasons)


def test_it_costs_three_queries_however_much_there_is(cast, helper, warm, django_assert_num_queries):
    for number in range(30):
        item = make_practice(organization=cast.other_organization, author=cast.outsider, title=f"Pumps {number}")
        item.goals.set([6])
        item.countries.set(["KE"])
    warm()
    with django_assert_num_queries(3):
        found = fitting.fitting(WISH, ANYBODY)
        assert [one.reasons for one in found.items]
    assert len(found.items) == 5
    with django_assert_num_queries(0):
        assert not fitting.fitting(Wish(), ANYBODY)


def test_an_old_practice_of_another_continent_is_found_by_its_goal_and_topic_alone(cast, practice):
    far = make_practice(organization=cast.other_organization, author=cast.outsider, title="Far away")
    far.goals.set([6])
    far.topics.set(["water-and-sanitation"])
    found = fitting.fitting(Wish(goals=frozenset([6]), topics=frozenset(["water-and-sanitation"])), ANYBODY)
    assert [one.pk for one in found.items] == [far.pk]


def test_what_changes_is_suggested_otherwise_at_once(cast, practice, helper):
    fitting.fitting(WISH, ANYBODY)
    practice.goals.set([1])
    practice.countries.clear()
    assert not fitting.fitting(WISH, ANYBODY).items
    helper.fields.clear()
    helper.goals.clear()
    helper.countries.clear()
    helper.save()
    index_organization(helper)
    assert helper.pk not in {one.pk for one in fitting.fitting(Wish(goals=frozenset([6])), ANYBODY).organizations}


@pytest.mark.parametrize(
    ("title", "other", "language"),
    [
        ("Pumps mended by the people of six villages", "Mending a pump in your own village", "en"),
        ("Former des sages-femmes loin de la ville", "Une sage-femme formée au village", "fr"),
        ("寻找适合山区小学的饮水净化方法", "山区学校的饮水", "zh-hans"),
        ("تدريب على إصلاح الألواح الشمسية", "إصلاح لوح شمسي", "ar"),
        ('OR NOT - "pumps" (mended)', "Pump, mended", "en"),
    ],
)
def test_titles_are_alike_by_their_words_in_other_forms(cast, title, other, language):
    item = make_practice(organization=cast.other_organization, author=cast.outsider, title=other, language=language)
    item.goals.set([6])
    item.countries.set(["KE"])
    index_item(Item.objects.get(pk=item.pk))
    found = fitting.fitting(Wish(goals=frozenset([6]), countries=frozenset(["KE"]), text=title), ANYBODY)
    assert "similar words in the title" in found.items[0].reasons


@pytest.mark.parametrize("title", ["", "of the", "\x00\u202e", "🚰", "x" * 300, "' OR 1=1 --", '"'])
def test_odd_titles_are_like_nothing(cast, practice, title):
    assert fitting.fitting(Wish(text=title), ANYBODY).items == []


def test_a_common_language_alone_is_no_reason(cast, practice):
    assert not fitting.fitting(Wish(languages=frozenset(["en"]), text="Quite other things"), ANYBODY)


def test_what_shares_more_stands_first(cast, practice):
    near = make_practice(organization=cast.other_organization, author=cast.outsider, title="Wells")
    near.goals.set([6])
    near.countries.set(["UG"])
    found = fitting.fitting(WISH, ANYBODY)
    assert [one.pk for one in found.items] == [practice.pk, near.pk]
    assert any(reason.startswith("worked in the same region") for reason in found.items[1].reasons)


@pytest.mark.parametrize("status", ["draft", "submitted", "hidden", "archived"])
def test_what_is_not_published_is_not_suggested(cast, practice, status):
    Item.objects.filter(pk=practice.pk).update(status=status)
    assert not fitting.fitting(WISH, cast.outsider).items


def test_members_only_practices_are_suggested_to_members_alone(cast, practice):
    Item.objects.filter(pk=practice.pk).update(audience="members")
    assert not fitting.fitting(WISH, ANYBODY).items
    assert fitting.fitting(WISH, cast.moderator).items


def test_organizations_can_switch_it_off(cast, signed_in, helper):
    mender = helper.memberships.get().user
    path = f"/en/projects/wishes/{helper.slug}/"
    assert signed_in(cast.outsider).get(path).status_code == 404
    assert helper.pk in {one.pk for one in fitting.fitting(WISH, ANYBODY).organizations}
    signed_in(mender).post(path, {"is_told": "on"})
    assert Matching.objects.get().is_suggested is False
    assert helper.pk not in {one.pk for one in fitting.fitting(WISH, ANYBODY).organizations}


@pytest.mark.parametrize("verification", ["suspended", "listed", "registered"])
def test_only_approved_organizations_are_suggested(helper, verification):
    helper.verification = verification
    helper.save()
    assert not fitting.fitting(WISH, ANYBODY).organizations


def test_ones_own_are_not_suggested_to_oneself(helper):
    wish = Wish(goals=WISH.goals, countries=WISH.countries, fields=WISH.fields, organization_id=helper.pk)
    assert not fitting.fitting(wish, ANYBODY).organizations


def test_the_page_and_the_form_show_what_fits(cast, signed_in, visitor, practice, helper):
    request = make_request(organization=cast.organization, author=cast.author)
    request.goals.set([6])
    request.countries.set(["KE"])
    page = visitor.get(request.get_absolute_url()).content.decode()
    assert practice.title in page
    assert "same goal: 6 Clean water and sanitation" in page
    client = signed_in(cast.author)
    answer = client.post("/en/requests/new/", request_data(cast, do="save"), follow=True)
    assert practice.title in answer.content.decode()
    assert "Menders of Pumps" in answer.content.decode()
    wrong = client.post("/en/requests/new/", request_data(cast, summary="", goals=["6", "x", "\0"]))
    assert practice.title in wrong.content.decode()


def test_a_closed_request_shows_no_suggestions(cast, visitor, practice):
    request = make_request(organization=cast.organization, author=cast.author, life="solved")
    request.goals.set([6])
    request.countries.set(["KE"])
    assert 'id="suggestions"' not in visitor.get(request.get_absolute_url()).content.decode()


def test_fitting_organizations_that_chose_it_are_told_once(cast, helper):
    other = make_organization("Menders of Roofs")
    other.goals.set([6])
    other.countries.set(["KE"])
    roofer = make_user("roofer")
    join(roofer, other)
    Matching.objects.create(organization=helper, is_told=True)
    request = make_request(organization=cast.organization, author=cast.author, status="submitted")
    request.goals.set([6])
    request.countries.set(["KE"])
    request.activity_fields.set(["1-1"])
    assert telling.tell_due() == 0
    move(Item.objects.get(pk=request.pk), "approve", actor=cast.branch)
    assert (telling.tell_due(), telling.tell_due()) == (1, 0)
    told = Notice.objects.filter(kind="request_fits")
    assert [notice.recipient.username for notice in told] == ["mender"]


def test_a_wish_is_the_same_from_the_page_and_from_the_database(cast, visitor):
    request = make_request(organization=cast.organization, author=cast.author, other_languages="Swahili, Kamba ,")
    request.goals.set([6])
    request.activity_fields.set(["1-1"])
    context = visitor.get(request.get_absolute_url()).context
    assert wishes.of_page(request, context) == wishes.of_request(request)
