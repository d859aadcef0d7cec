"""Announcements: segments, count, preview, a test to oneself, sending that a stopped worker goes on with."""

import pytest
from django.core import mail as django_mail
from django.db.models import Q
from django.urls import reverse

from accounts.models import ConsultativeStatus, Organization
from csonet.engagement import announcing
from csonet.engagement.models import Announcement, AnnouncementStep
from csonet.notifications import outbox
from csonet.notifications.models import MailSettings, Notice
from csonet.testing.makers import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def announcement(cast):
    row = Announcement.objects.create(name="Deadline")
    row.texts.create(language="en", title="Reports are due", body="Quadrennial reports are due on 1 June.")
    row.texts.create(language="fr", title="Rapports à remettre", body="Les rapports sont à remettre le 1er juin.")
    return row


def names(announcement):
    return set(announcing.people_of(announcement).values_list("username", flat=True))


def test_segments_by_status_region_language_and_role(cast, announcement):
    Organization.objects.filter(pk=cast.organization.pk).update(country="KE")
    Organization.objects.filter(pk=cast.other_organization.pk).update(country="FR")
    ConsultativeStatus.objects.create(
        organization=cast.organization, kind="special", year_granted=2010, since="2010-07-23", source="test"
    )
    assert names(announcement) == {"branch", "moderator", "author", "colleague", "outsider", "newcomer"}
    for segment, expected in (
        ({"statuses": ["special"]}, {"author", "colleague"}),
        ({"statuses": ["none"]}, {"moderator", "outsider"}),
        ({"regions": ["150"]}, {"outsider"}),
        ({"regions": ["002", "150"], "roles": ["owner"]}, {"author", "outsider"}),
        ({"roles": ["un-entity"]}, {"moderator"}),
        ({"roles": ["none"]}, {"branch", "newcomer"}),
        ({"languages": ["fr"]}, set()),
    ):
        for name in announcing.SEGMENT:
            setattr(announcement, name, segment.get(name, []))
        assert names(announcement) == expected, segment


def test_required_ones_are_mailed_to_all_and_news_to_those_who_chose_it(cast, announcement):
    cast.outsider.language = "fr"
    cast.outsider.save()
    MailSettings.objects.create(user=cast.outsider, rhythms={"announcements": "at-once"})
    announcing.send(announcement, cast.branch)
    assert announcing.send_due() == 6
    outbox.deliver_due()
    assert [(one.to, one.subject) for one in django_mail.outbox] == [([cast.outsider.email], "Rapports à remettre")]
    assert "List-Unsubscribe" in django_mail.outbox[0].extra_headers
    Announcement.objects.update(state="draft", is_required=True, reached=0, told=0)
    announcement.refresh_from_db()
    announcing.send(announcement, cast.branch)
    announcing.send_due()
    outbox.deliver_due()
    assert len(django_mail.outbox) == 1 + 6
    assert Announcement.objects.get().told == 6
    assert "List-Unsubscribe" not in django_mail.outbox[-1].extra_headers


def test_a_reader_of_another_language_gets_a_line_that_says_so(cast, announcement):
    cast.outsider.language = "ru"
    cast.outsider.save()
    announcement.is_required = True
    announcement.save()
    announcing.send(announcement, cast.branch)
    announcing.send_due()
    outbox.deliver_due()
    [mail] = [one for one in django_mail.outbox if one.to == [cast.outsider.email]]
    assert "English" in mail.body
    assert "Quadrennial reports" in mail.body


def test_a_worker_that_was_stopped_goes_on_where_it_was_and_tells_nobody_twice(cast, announcement, monkeypatch):
    for n in range(25):
        make_user(f"reader{n}")
    monkeypatch.setattr(announcing, "CHUNK", 10)
    announcing.send(announcement, cast.branch)
    assert announcing._tell_next(announcement.pk) == 10
    assert announcing.send_due() == 21
    assert announcing.send_due() == 0
    told = Notice.objects.filter(Q(kind="announcement")).values_list("recipient", flat=True)
    assert len(told) == len(set(told)) == 31
    announcement.refresh_from_db()
    assert (announcement.state, announcement.told) == ("sent", 31)
    assert list(AnnouncementStep.objects.order_by("pk").values_list("action", "people")) == [
        ("send", 31),
        ("finish", 31),
    ]


def test_the_officer_previews_tests_and_sends_on_the_desk(cast, announcement, signed_in):
    desk = signed_in(cast.branch)
    url = reverse("admin:engagement_announcement_preview", args=[announcement.pk])
    page = desk.get(url).content.decode()
    assert "6 people are in this segment." in page
    assert "Rapports à remettre" in page
    desk.post(url, {"test": "1"})
    outbox.deliver_due()
    assert {one.subject for one in django_mail.outbox} == {"Test: Reports are due", "Test: Rapports à remettre"}
    assert {tuple(one.to) for one in django_mail.outbox} == {(cast.branch.email,)}
    desk.post(url, {"send": "1", "number": "5"})  # somebody signed up meanwhile
    assert Announcement.objects.get().state == "draft"
    desk.post(url, {"send": "1", "number": "6"})
    desk.post(url, {"send": "1", "number": "6"})
    assert Announcement.objects.get().state == "sending"
    assert AnnouncementStep.objects.filter(action="send").count() == 1


def test_the_desk_saves_a_draft_with_its_segment_and_texts(cast, signed_in):
    desk = signed_in(cast.branch)
    assert desk.get(reverse("admin:engagement_announcement_add")).status_code == 200
    data = {
        "name": "News",
        "statuses": ["special", "none"],
        "languages": ["ar"],
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-0-language": "ar",
        "texts-0-title": "أخبار",
        "texts-0-body": "نص",
        "steps-TOTAL_FORMS": "0",
        "steps-INITIAL_FORMS": "0",
    }
    answer = desk.post(reverse("admin:engagement_announcement_add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    row = Announcement.objects.get()
    assert (row.statuses, row.languages, row.roles) == (["special", "none"], ["ar"], [])
    for bad in ({"statuses": ["'"]}, {"name": "Ne\u202ews"}, {"texts-0-title": "a\u202eb"}, {"texts-0-body": "a\x07b"}):
        assert desk.post(reverse("admin:engagement_announcement_add"), {**data, **bad}).status_code == 200, bad


def test_nobody_else_reaches_the_desk(cast, announcement, signed_in, visitor):
    url = reverse("admin:engagement_announcement_preview", args=[announcement.pk])
    for client in (visitor, signed_in(cast.author)):
        assert client.get(url).status_code in (302, 403)
        client.post(url, {"send": "1", "number": "6"})
    assert Announcement.objects.get().state == "draft"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_no_text_at_all_cannot_be_sent(cast, language):
    row = Announcement.objects.create(name="Empty", languages=[language])
    with pytest.raises(ValueError, match="needs a text"):
        announcing.send(row, cast.branch)


def test_who_was_told_reads_the_announcement_whole_in_the_portal_and_nobody_else(cast, announcement, signed_in):
    cast.outsider.language = "fr"
    cast.outsider.save()
    announcement.languages = ["fr"]
    announcement.save()
    announcing.send(announcement, cast.branch)
    announcing.send_due()
    client = signed_in(cast.outsider)
    listed = client.get("/fr/notices/").content.decode()
    url = f"/fr/notices/announcements/{announcement.pk}/"
    assert url in listed
    page = client.get(url).content.decode()
    assert "Rapports à remettre</span></h1>" in page
    assert "Les rapports sont à remettre le 1er juin." in page
    assert not Notice.objects.filter(recipient=cast.outsider, read_at=None).exists()
    other = client.get(url.replace("/fr/", "/ar/")).content.decode()
    assert 'lang="en" dir="ltr"><p>Quadrennial reports' in other, "a text of another language is marked as such"
    assert signed_in(cast.newcomer).get(url).status_code == 404
    assert client.get("/fr/notices/announcements/99999999999999999999999/").status_code == 404


def test_twenty_announcements_cost_the_list_no_more_queries_than_one(
    cast, announcement, signed_in, django_assert_num_queries
):
    client = signed_in(cast.outsider)
    for number in (1, 19):
        for n in range(number):
            row = Announcement.objects.create(name=f"News {number} {n}", state="sending")
            row.texts.create(language="en", title=f"News {number} {n}", body="Words")
        announcing.send_due()
        client.get(reverse("notice_list"))
        with django_assert_num_queries(7):
            page = client.get(reverse("notice_list"), {"stream": "announcements"})
        assert page.status_code == 200


def test_role_and_status_are_those_of_one_membership(cast, announcement):
    """An owner of an organization without status who is a member of one with status is no owner of one with status."""
    ConsultativeStatus.objects.create(
        organization=cast.organization, kind="general", year_granted=2010, since="2010-07-23", source="test"
    )
    cast.organization.memberships.create(user=cast.outsider, role="member")
    announcement.statuses, announcement.roles = ["general"], ["owner"]
    assert names(announcement) == {"author"}
    announcement.roles = ["member"]
    assert names(announcement) == {"outsider"}
    announcement.statuses, announcement.roles = ["none"], ["owner"]
    assert names(announcement) == {"moderator", "outsider"}


def test_what_was_sent_is_looked_at_on_the_desk_and_not_changed(cast, announcement, signed_in):
    announcement.state = "sent"
    announcement.save()
    answer = signed_in(cast.branch).get(reverse("admin:engagement_announcement_change", args=[announcement.pk]))
    assert answer.status_code == 200
    assert announcement.name in answer.content.decode()
    assert 'name="statuses"' not in answer.content.decode()
