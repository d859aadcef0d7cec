"""“We used this too”: the Branch takes words off a page with a reason, and who wrote them is told."""

import pytest
from django.urls import reverse

from csonet.content.models import Circle, Item, Reason
from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_practice
from csonet.workflow import MissingReason, NotAllowed, WrongState
from practices.models import Use, UseDecision
from practices.removing import put_back, remove
from practices.using import confirm

pytestmark = pytest.mark.django_db
BAD = "Buy our pumps at pumps.example."


@pytest.fixture
def use(cast):
    practice = make_practice(organization=cast.organization, author=cast.author, title="Tanks of rain")
    use = Use(practice=practice, organization=cast.other_organization, user=cast.outsider, result=BAD)
    confirm(use)
    return use


def counted(use):
    use.practice.refresh_from_db()
    assert use.practice.responses == use.practice.uses.shown().count()
    return use.practice.responses


def test_it_goes_from_the_page_with_a_reason_and_who_wrote_it_reads_why(cast, use, visitor):
    url = use.practice.get_absolute_url()
    assert BAD in visitor.get(url).content.decode()
    reason = Reason.objects.first()
    remove(use, actor=cast.branch, reason=reason, text="It advertises.")
    assert BAD not in visitor.get(url).content.decode()
    assert counted(use) == 0
    notice = Notice.objects.get(kind="use_removed")
    assert notice.recipient == cast.outsider
    words = render(notice, "en")[1]
    assert BAD in words
    assert "It advertises." in words
    assert reason.text_in("en") in words
    assert reason.text_in("fr") in render(notice, "fr")[1]
    entry = UseDecision.objects.get()
    assert (entry.actor, entry.action, entry.reason, entry.result) == (cast.branch, "remove", reason, BAD)
    with pytest.raises(TypeError):
        entry.delete()


def test_it_can_be_put_back_and_each_step_is_on_record(cast, use, visitor):
    remove(use, actor=cast.branch, text="It advertises.")
    put_back(use, actor=cast.branch)
    assert BAD in visitor.get(use.practice.get_absolute_url()).content.decode()
    assert counted(use) == 1
    assert list(UseDecision.objects.values_list("action", flat=True)) == ["put-back", "remove"]
    for act in (put_back, remove):
        if act is remove:
            remove(use, actor=cast.branch, text="Again.")
        with pytest.raises(WrongState):
            act(use, actor=cast.branch, text="Twice.")
    assert counted(use) == 0


@pytest.mark.parametrize("who", ["author", "moderator", "outsider", "newcomer"])
def test_nobody_but_the_branch_removes_it(cast, use, who, signed_in):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        remove(use, actor=person, text="I don't like it.")
    url = reverse("admin:practices_use_change", args=[use.pk])
    assert signed_in(person).post(url, {"decision": "remove", "text": "x"}).status_code in (302, 403)
    use.refresh_from_db()
    assert use.removed_at is None


def test_an_officer_does_not_decide_on_what_their_own_organization_wrote(cast, use, signed_in):
    cast.other_organization.memberships.create(user=cast.branch, role="member")
    client = signed_in(cast.branch)
    url = reverse("admin:practices_use_change", args=[use.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"decision": "remove", "text": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        remove(use, actor=cast.branch, text="x")


def test_without_a_reason_nothing_is_removed(cast, use, signed_in):
    with pytest.raises(MissingReason):
        remove(use, actor=cast.branch, text="  ")
    url = reverse("admin:practices_use_change", args=[use.pk])
    answer = signed_in(cast.branch).post(url, {"decision": "remove", "reason": "", "text": ""})
    assert answer.status_code == 200
    assert "Say why" in answer.content.decode()
    assert counted(use) == 1


def test_the_organization_cannot_take_it_back_to_write_it_anew(cast, use, signed_in):
    remove(use, actor=cast.branch, text="It advertises.")
    client = signed_in(cast.outsider)
    slug = use.practice.slug
    client.post(reverse("practice_use_withdraw", args=[slug]), {"organization": cast.other_organization.pk})
    client.post(
        reverse("practice_use", args=[slug]), {"organization": cast.other_organization.pk, "result": "Buy them now."}
    )
    assert list(Use.objects.values_list("result", flat=True)) == [BAD]
    assert counted(use) == 0


def test_the_desk_lists_the_newest_first_and_the_page_leads_an_officer_there(cast, use, signed_in, visitor):
    client = signed_in(cast.branch)
    url = reverse("admin:practices_use_change", args=[use.pk])
    assert url in client.get(use.practice.get_absolute_url()).content.decode()
    assert url not in visitor.get(use.practice.get_absolute_url()).content.decode()
    listed = reverse("admin:practices_use_changelist")
    assert BAD in client.get(listed).content.decode()
    assert client.post(url, {"decision": "remove", "reason": Reason.objects.first().pk, "text": ""}).status_code == 302
    assert counted(use) == 0
    assert BAD not in client.get(listed, {"shown": "yes"}).content.decode()
    assert BAD in client.get(listed, {"shown": "no"}).content.decode()
    assert "Put it back" in client.get(url).content.decode()


def test_what_belongs_to_a_circle_is_not_at_the_desk(cast, use, signed_in):
    circle = Circle.objects.create(name="Closed group")
    Item.objects.filter(pk=use.practice_id).update(audience="circle", circle=circle)
    client = signed_in(cast.branch)
    assert BAD not in client.get(reverse("admin:practices_use_changelist")).content.decode()
    answer = client.get(reverse("admin:practices_use_change", args=[use.pk]), follow=True)
    assert BAD not in answer.content.decode()
