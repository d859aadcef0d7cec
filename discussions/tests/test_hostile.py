"""Bad input: a message at the field with what was typed, or a hold; never an error, never a loss."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from csonet.engagement.models import Comment, CommentFile
from csonet.testing.makers import make_practice
from discussions.models import Topic
from discussions.tests.makers import open_topic, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def topic(cast, group):
    return open_topic(group, cast.author)


def send(client, topic, **data):
    return client.post(reverse("topic_reply", args=[topic.slug]), {"key": str(uuid.uuid4()), **data})


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u200b", "\u202e", "\0", "\n\n\t", "\u3000"])
def test_what_is_empty_after_cleaning_is_said(cast, topic, signed_in, words):
    answer = send(signed_in(cast.author), topic, body=words)
    assert answer.status_code == 200
    assert "body" in answer.context["form"].errors
    assert 'class="error-summary"' in answer.content.decode()
    assert Comment.objects.filter(item=topic.pk).count() == 1


def test_a_hundred_thousand_characters_are_kept_in_the_form(cast, topic, signed_in):
    answer = send(signed_in(cast.author), topic, body="word " * 20_000)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "at most 20000 characters" in text
    assert "word " * 20_000 in text
    assert Comment.objects.filter(item=topic.pk).count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"body": "Words \u202e reversed"},
        {"body": "\u200fالكلمات"},
        {"body": "Words", "language": "fr"},
        {"body": "👍"},
        {"body": "😀" * 5000},
        {"body": "<b>" * 100},
        {"body": "https://" + "a" * 3000},
        {"body": "> " * 300},
        {"body": "- x\n" * 500},
        {"body": "@" * 500 + "@outsider@outsider@@"},
        {"body": "Words", "to": "", "quote": "x" * 100},
    ],
)
def test_odd_but_honest_posts_are_there_without_harm(cast, topic, signed_in, visitor, data):
    assert send(signed_in(cast.author), topic, **data).status_code == 302
    comment = Comment.objects.get(item=topic.pk, number=2)
    assert "\0" not in comment.body
    assert "\u202e" not in comment.body
    text = visitor.get(topic.get_absolute_url()).content.decode()
    assert "<b><b>" not in text


@pytest.mark.parametrize(
    "data",
    [
        {"body": "Words\0 with a null"},
        {"body": "Words", "language": "tlh"},
        {"body": "Words", "language": "\0"},
        {"body": "Words", "quote": "x" * 3000, "to": "FIRST"},
    ],
)
def test_forged_fields_are_answered_at_the_field(cast, topic, signed_in, data):
    first = Comment.objects.get(item=topic.pk)
    data = {name: str(first.pk) if value == "FIRST" else value for name, value in data.items()}
    answer = send(signed_in(cast.author), topic, **data)
    assert answer.status_code == 200
    assert 'class="error-summary"' in answer.content.decode()
    assert Comment.objects.filter(item=topic.pk).count() == 1


@pytest.mark.parametrize("to", ["x", "\0", "-1", "9" * 400, "99999999", "OTHER"])
def test_answers_to_what_is_not_there_keep_the_text(cast, group, topic, signed_in, to):
    other = open_topic(group, cast.outsider, title="Another")
    to = str(other.comments.get().pk) if to == "OTHER" else to
    answer = send(signed_in(cast.author), topic, body="My careful words.", to=to)
    assert answer.status_code == 409
    assert "My careful words." in answer.content.decode()
    assert Comment.objects.filter(item=topic.pk).count() == 1


@pytest.mark.parametrize("key", ["", "x", "\0", "0" * 9999])
def test_a_forged_key_makes_one_post_with_a_key_of_its_own(cast, topic, signed_in, key):
    assert send(signed_in(cast.author), topic, body="Words", key=key).status_code == 302
    assert Comment.objects.filter(item=topic.pk).count() == 2


@pytest.mark.parametrize(
    "data",
    [
        {"title": "", "body": "x"},
        {"title": "!!!", "body": "x"},
        {"title": "x" * 201, "body": "x"},
        {"title": "\u202e\u200b", "body": "x"},
        {"title": "Good", "body": " "},
        {"title": "Good", "body": "x" * 50_000},
    ],
)
def test_a_topic_that_cannot_be_is_not_begun(cast, group, signed_in, data):
    answer = signed_in(cast.author).post(reverse("topic_new", args=[group.slug]), {**data, "key": str(uuid.uuid4())})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Topic.objects.exists()


@pytest.mark.parametrize("title", ["Edit", "new", "Members", "2026", "queue", "题目", "x" * 200, "Which tanks last?"])
def test_every_title_gets_an_address_of_its_own(cast, group, topic, signed_in, title):
    data = {"title": title, "body": "x", "key": str(uuid.uuid4())}
    answer = signed_in(cast.author).post(reverse("topic_new", args=[group.slug]), data)
    made = Topic.objects.exclude(pk=topic.pk).get()
    assert answer.url == made.get_absolute_url()
    assert len(made.slug) <= 120
    assert signed_in(cast.author).get(made.get_absolute_url()).context["topic"].pk == made.pk


def test_files_are_kept_with_their_post_and_bad_ones_are_said(cast, topic, signed_in, visitor):
    files = [
        SimpleUploadedFile("notes.txt", b"Two hands deep.", "text/plain"),
        SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
    ]
    answer = signed_in(cast.author).post(
        reverse("topic_reply", args=[topic.slug]), {"body": "See both.", "files": files, "key": str(uuid.uuid4())}
    )
    page = signed_in(cast.author).get(answer.url).content.decode()
    assert "notes.txt" in page
    assert CommentFile.objects.count() == 1
    attachment = CommentFile.objects.get().attachment
    got = visitor.get(reverse("attachment", args=[attachment.key]))
    assert b"".join(got.streaming_content) == b"Two hands deep."


@pytest.mark.parametrize("slug", ["%00/x", "x/%E2%80%AE", "a/b/c", "x" * 3000 + "/y", "water/../x"])
def test_an_address_of_nothing_is_not_found(db, visitor, slug):
    assert visitor.get(f"/en/groups/{slug}/").status_code == 404


def test_pages_answer_to_their_methods_alone(cast, group, topic, signed_in):
    client = signed_in(cast.moderator)
    comment = write(topic, cast.author, "Words.")
    for name in ("group_read_all", "group_leave", "group_invite", "group_take_up", "group_resource"):
        assert client.get(reverse(name, args=[group.slug])).status_code == 405, name
    for name in ("group_about", "group_resources", "group_members", "group_search"):
        assert client.post(reverse(name, args=[group.slug])).status_code == 405, name
    printed = reverse("topic_print", args=[topic.slug])
    for url in (topic.get_absolute_url(), reverse("post", args=[comment.pk]), printed):
        assert client.post(url).status_code == 405, url


def test_a_session_that_ran_out_loses_no_word(cast, topic, visitor, signed_in):
    url = reverse("topic_reply", args=[topic.slug])
    answer = visitor.post(url, {"body": "Typed for an hour.", "key": str(uuid.uuid4())})
    assert answer.status_code == 302
    visitor.force_login(cast.author)
    assert "Typed for an hour." in visitor.get(url).content.decode()


def test_resources_are_what_members_may_see(cast, group, signed_in):
    shown = make_practice(organization=cast.organization, author=cast.author)
    draft = make_practice(organization=cast.organization, author=cast.author, status="draft", title="A secret draft")
    client, url = signed_in(cast.outsider), reverse("group_resource", args=[group.slug])
    for item in (shown, draft):
        client.post(url, {"address": f"https://example.org{item.get_absolute_url()}?x=1"})
    client.post(url, {"address": "\0/javascript:alert(1)"})
    page = signed_in(cast.author).get(reverse("group_resources", args=[group.slug])).content.decode()
    assert shown.title in page
    assert "A secret draft" not in page
    assert client.post(url, {"remove": shown.pk}).status_code == 404
    signed_in(cast.moderator).post(url, {"remove": shown.pk})
    assert shown.title not in client.get(reverse("group_resources", args=[group.slug])).content.decode()
