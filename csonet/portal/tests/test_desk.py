"""The desk's first page: what waits, for those who may see it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from csonet.content.models import Case
from csonet.notifications.models import OutboundMail
from csonet.portal.contact import desk
from csonet.portal.models import ContactMessage
from csonet.testing.makers import make_practice, make_user

pytestmark = pytest.mark.django_db


def message(key):
    made = ContactMessage(
        name="A", email="a@example.org", category="question", subject="S", message="M", language="en", form_key=key
    )
    return desk.receive(made)[0]


def numbers(page):
    return {str(task.title): task.number for task in page.context["tasks"]}


def test_the_branch_sees_what_waits(cast, signed_in):
    Case.objects.create(item=make_practice(status="submitted"))
    message("a")
    OutboundMail.objects.create(to="x@example.org", state="dead")
    found = numbers(signed_in(cast.branch).get("/admin/"))
    assert found["Submissions to decide"] == 1
    assert found["Organizations to approve"] == 1
    assert found["Messages to answer"] == 1
    assert found["Mails that could not be sent"] == 1


def test_staff_with_a_part_of_the_rights_sees_that_part(signed_in):
    staff = make_user(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_contactmessage"))
    message("a")
    assert numbers(signed_in(staff).get("/admin/")) == {"Messages to answer": 1}
    nobody = make_user(is_staff=True)
    assert signed_in(nobody).get("/admin/").context["tasks"] == []


@pytest.mark.parametrize("number", [1, 20])
def test_the_desk_asks_the_same_number_of_queries(cast, signed_in, number, django_assert_num_queries):
    for turn in range(number):
        Case.objects.create(item=make_practice(status="submitted"))
        message(str(turn))
    client = signed_in(cast.branch)
    client.get("/admin/")
    with django_assert_num_queries(15):
        client.get("/admin/")


def test_pages_are_edited_per_language_and_cleaned(cast, signed_in, visitor):
    from csonet.portal.models import Page  # noqa: PLC0415

    page = Page.objects.get(slug="about")
    url = reverse("admin:portal_page_change", args=[page.pk])
    client = signed_in(cast.branch)
    assert client.get(url).status_code == 200
    form = {f"{name}_{suffix}": "" for name in ("title", "body") for suffix in ("fr", "es", "ar", "zh", "ru")}
    form |= {"title_en": "About us", "body_en": "<p>Hello <script>alert(1)</script><strong>world</strong></p>"}
    refused = client.post(url, {**form, "title_en": "About\u202e us"})
    assert (refused.status_code, Page.objects.get(pk=page.pk).title_en) == (200, page.title_en)
    assert client.post(url, form).status_code == 302
    shown = visitor.get("/en/about/").content.decode()
    assert "<p>Hello <strong>world</strong></p>" in shown
    arabic = visitor.get("/ar/about/").content.decode()
    assert '<div class="prose" lang="en" dir="ltr">' in arabic
    assert signed_in(cast.branch).get(reverse("admin:portal_page_add")).status_code == 403
