"""What is new is kept by the server, counted for each person, and costs the same for one group and for many."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from csonet.engagement.comments import deciding
from csonet.engagement.models import Comment, ReadMark
from discussions import unread
from discussions.tests.makers import fresh, make_group, open_topic, trusted, write

pytestmark = pytest.mark.django_db


def new_of(person):
    return {news.group.title: news.new for news in unread.by_group(fresh(person))}


@pytest.fixture(autouse=True)
def _no_haste(settings):
    settings.POSTS_A_MINUTE = 10_000


def test_new_posts_count_until_their_page_is_read(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    for number in range(2, 45):
        write(topic, cast.author, f"Post {number}")
    assert new_of(cast.outsider) == {group.title: 44}
    assert new_of(cast.author) == {group.title: 0}
    client = signed_in(cast.outsider)
    client.get(topic.get_absolute_url())
    assert new_of(cast.outsider) == {group.title: 24}
    client.get(f"{topic.get_absolute_url()}?page=3")
    assert new_of(cast.outsider) == {group.title: 0}
    client.get(topic.get_absolute_url())
    assert new_of(cast.outsider) == {group.title: 0}
    write(topic, cast.author, "One more.")
    text = client.get(topic.get_absolute_url()).content.decode()
    assert "1 new since" in text
    latest = Comment.objects.get(item=topic.pk, number=45)
    ReadMark.objects.update(number=44)
    assert client.get(reverse("topic_unread", args=[topic.slug])).url.endswith(f"?page=3#post-{latest.pk}")


def test_who_answers_without_reading_has_still_to_read(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    for number in range(2, 24):
        write(topic, cast.author, f"Post {number}")
    client = signed_in(cast.outsider)
    client.get(topic.get_absolute_url())
    hidden = Comment.objects.get(item=topic.pk, number=22)
    Comment.objects.filter(pk=hidden.pk).update(state="hidden")
    write(topic, cast.outsider, "By mail, say.")
    assert new_of(cast.outsider) == {group.title: 2}
    assert "2 new since" in client.get(topic.get_absolute_url()).content.decode()
    client.get(f"{topic.get_absolute_url()}?page=2")
    write(topic, cast.outsider, "Once more.")
    assert ReadMark.objects.get(user=cast.outsider, item=topic.pk).number == 25


def test_the_list_is_narrowed_to_what_nobody_answered_and_to_consultations(cast, group, visitor):
    soon, later = timezone.now(), timezone.now() + timedelta(days=7)
    answered, open_one = open_topic(group, cast.author, "Answered"), open_topic(group, cast.author, "Unanswered one")
    open_topic(group, cast.moderator, "Asked by all", times=(soon, later))
    write(answered, cast.outsider, "Yes.")
    hidden = write(open_one, cast.outsider, "Spam.")
    deciding.decide(hidden, "hide", actor=fresh(cast.moderator), reason="Spam.")

    def titles(only):
        return {topic.title for topic in visitor.get(group.get_absolute_url(), {"only": only}).context["topics"]}

    assert titles("unanswered") == {"Unanswered one"}
    assert titles("consultations") == {"Asked by all"}
    assert titles("no-such") == {"Answered", "Unanswered one", "Asked by all"}


def test_what_was_written_before_one_joined_is_not_new_and_all_can_be_marked(cast, group, signed_in):
    topic = open_topic(group, cast.author)
    signed_in(cast.colleague).post(reverse("group_join", args=[group.slug]))
    assert new_of(cast.colleague) == {group.title: 0}
    write(topic, cast.author, "News.")
    open_topic(group, cast.outsider, title="Another")
    assert new_of(cast.colleague) == {group.title: 2}
    client = signed_in(cast.colleague)
    page = client.get(group.get_absolute_url()).content.decode()
    assert page.count("1 new</a>") == 2
    client.post(reverse("group_read_all", args=[group.slug]))
    assert new_of(cast.colleague) == {group.title: 0}
    assert "Mark all as read" not in client.get(group.get_absolute_url()).content.decode()


def test_hidden_held_and_own_posts_and_lines_are_not_new(cast, group):
    topic = open_topic(group, cast.moderator)
    comment = write(topic, cast.author, "To be hidden.")
    write(topic, cast.outsider, "My own.")
    Comment.objects.filter(pk=comment.pk).update(state="hidden")
    ReadMark.objects.all().delete()
    assert new_of(cast.outsider) == {group.title: 1}


@pytest.mark.parametrize("count", [1, 20])
def test_the_groups_of_the_dashboard_cost_three_queries(cast, count, django_assert_num_queries):
    for number in range(count):
        one = make_group(
            organization=cast.un_entity, author=cast.moderator, members=[cast.outsider], title=f"Group {number}"
        )
        open_topic(one, cast.moderator)
    person = fresh(cast.outsider)
    assert person.standing.is_member
    with django_assert_num_queries(3):  # the person's circles, which every page asks; their groups; what is new
        found = unread.by_group(person)
    assert [news.new for news in found] == [1] * count


def test_the_dashboard_says_what_is_new(cast, group, signed_in):
    open_topic(group, cast.author)
    page = signed_in(cast.outsider).get(reverse("dashboard")).content.decode()
    assert group.title in page
    assert "1 new since" in page
    assert "What waits for moderators" not in page
    assert "What waits for moderators" in signed_in(cast.moderator).get(reverse("dashboard")).content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_a_groups_page_costs_the_same_for_one_topic_and_for_twenty(
    cast, group, visitor, signed_in, count, django_assert_num_queries
):
    trusted(group, cast.author)
    for number in range(count):
        write(open_topic(group, cast.author, title=f"Topic {number}"), cast.moderator, "Yes.")
    with django_assert_num_queries(7):
        visitor.get(group.get_absolute_url())
    client = signed_in(cast.outsider)
    with django_assert_num_queries(17):
        client.get(group.get_absolute_url())
