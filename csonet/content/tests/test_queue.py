"""The queue: who sees what waits, in which order, and how the rows are narrowed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from csonet.content.models import Case, Circle
from csonet.content.moderation import claims
from csonet.testing.makers import make_organization, make_practice, make_user

QUEUE = "admin:content_case_changelist"


def _waiting(cast, title="Rain water kept", days=0, **kwargs):
    kwargs.setdefault("organization", cast.organization)
    kwargs.setdefault("author", cast.author)
    item = make_practice(title=title, status="submitted", **kwargs)
    opened_at = timezone.now() - timedelta(days=days)
    return Case.objects.create(item=item, submitted_by=kwargs["author"], opened_at=opened_at)


def _rows(client, **query):
    response = client.get(reverse(QUEUE), query)
    assert response.status_code == 200
    return [case.item.title for case in response.context["cl"].result_list]


def test_only_the_branch_enters(cast, signed_in, visitor):
    _waiting(cast, "Secret of the lake")
    for client in (visitor, *(signed_in(p) for p in (cast.author, cast.moderator, cast.outsider, cast.newcomer))):
        response = client.get(reverse(QUEUE), follow=True)
        assert "Secret of the lake" not in response.content.decode()
    staff_without_the_right = make_user("clerk", is_staff=True)
    assert signed_in(staff_without_the_right).get(reverse(QUEUE)).status_code == 403


def test_the_oldest_stands_first_with_its_waiting_time_and_a_word_for_late(cast, signed_in):
    _waiting(cast, "New one")
    _waiting(cast, "Old one", days=14)
    client = signed_in(cast.branch)
    assert _rows(client) == ["Old one", "New one"]
    page = client.get(reverse(QUEUE)).content.decode()
    assert "10 working days <b>late</b>" in page
    assert "0 working days" in page


def test_the_filters_stand_above_the_table_and_each_cell_says_its_column(cast, signed_in):
    _waiting(cast, "New one")
    client = signed_in(cast.branch)
    page = client.get(reverse(QUEUE)).content.decode()
    assert page.index('id="changelist-filter"') < page.index('id="result_list"')
    assert 'class="field-looked_at_by" data-label="Looked at by"' in page
    assert '<details class="desk-filters">' in page
    assert '<details class="desk-filters" open>' in client.get(reverse(QUEUE), {"claim": "free"}).content.decode()


def test_what_was_decided_leaves_the_queue_and_circles_never_enter_it(cast, signed_in):
    case = _waiting(cast, "Decided")
    case.closed_at = timezone.now()
    case.save()
    circle = Circle.objects.create(name="Closed")
    _waiting(cast, "Of a circle", audience="circle", circle=circle)
    client = signed_in(cast.branch)
    assert _rows(client) == []
    circles_case = Case.objects.get(item__title="Of a circle")
    for name in ("admin:content_case_change", "admin:content_case_look"):
        assert client.get(reverse(name, args=[circles_case.pk])).status_code == 404
    assert client.get(reverse("admin:content_item_change", args=[circles_case.item_id])).status_code == 404
    assert "Of a circle" not in client.get(reverse("admin:content_item_changelist")).content.decode()


def test_filters_narrow_by_type_language_organization_age_and_claim(cast, signed_in):
    _waiting(cast, "French", language="fr", days=14)
    other = _waiting(cast, "Other", organization=cast.other_organization, author=cast.outsider)
    claims.claim(other, make_user("ana"))
    mine = _waiting(cast, "Mine")
    claims.claim(mine, cast.branch)
    client = signed_in(cast.branch)
    assert _rows(client, language="fr") == ["French"]
    assert _rows(client, kind="practice") == ["French", "Other", "Mine"]
    assert _rows(client, kind="unknown") == []
    assert _rows(client, organization="lake shore") == ["Other"]
    assert client.get(reverse(QUEUE), {"organization": "\0"}).status_code == 400
    assert _rows(client, age="late") == ["French"]
    assert _rows(client, age="on-time") == ["Other", "Mine"]
    assert _rows(client, claim="mine") == ["Mine"]
    assert _rows(client, claim="free") == ["French"]
    assert _rows(client, claim="others") == ["Other"]


def test_the_row_says_who_is_looking(cast, signed_in):
    claims.claim(_waiting(cast), make_user("ana", name="Ana Silva"))
    Case.objects.update(claimed_until=timezone.now() + timedelta(minutes=11))
    assert "<bdi>Ana Silva</bdi> · 4 minutes" in signed_in(cast.branch).get(reverse(QUEUE)).content.decode()


def test_organizations_are_offered_from_the_queue_alone(cast, signed_in):
    _waiting(cast)
    make_organization("Nowhere in the queue")
    page = signed_in(cast.branch).get(reverse(QUEUE)).content.decode()
    assert '<option value="Water for All Association">' in page
    assert "Nowhere in the queue" not in page


@pytest.mark.parametrize("rows", [1, 20])
def test_the_queue_takes_the_same_queries_for_one_and_for_twenty(rows, cast, signed_in, django_assert_num_queries):
    for number in range(rows):
        organization = make_organization()
        case = _waiting(cast, f"Practice {number}", organization=organization, author=make_user())
        claims.claim(case, make_user())
    client = signed_in(cast.branch)
    client.get(reverse(QUEUE))
    with django_assert_num_queries(9):
        assert len(_rows(client)) == rows


def test_nobody_deletes_or_adds(cast, signed_in):
    case = _waiting(cast)
    client = signed_in(make_user("root", is_staff=True, is_superuser=True))
    assert client.post(reverse("admin:content_case_delete", args=[case.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:content_case_add")).status_code == 403
    assert "delete_selected" not in client.get(reverse(QUEUE)).content.decode()


def test_the_groups_officers_work_and_delete_nothing(cast, signed_in):
    officer = make_user("officer", is_staff=True)
    officer.groups.add(Group.objects.get(name="NGO Branch"))
    case = _waiting(cast)
    client = signed_in(officer)
    assert _rows(client) == ["Rain water kept"]
    assert client.get(reverse("admin:content_case_change", args=[case.pk])).status_code == 200
    assert client.get(reverse("admin:content_decision_changelist")).status_code == 200
    deletes = {codename for codename in _codenames("NGO Branch") if codename.startswith("delete")}
    assert deletes == {"delete_watchedword"}, "a list of words holds no history"
    assert not officer.has_perm("accounts.change_user")


def _codenames(group):
    return Group.objects.get(name=group).permissions.values_list("codename", flat=True)
