"""Articles: anchors that last, notes, reading time, and co-authors who confirm first."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import make_item
from news import headings
from news.models import Article, CoAuthor

BODY = (
    "<h3>First part</h3><p>See [1] and [2], again [1], and [9].</p><h4>Detail</h4><p>x</p><h3>First part</h3><p>y</p>"
)


def anchors(text, before=()):
    return [anchor for anchor, _words in headings.anchors_of(text, before)]


def test_anchors_come_from_the_words_and_are_never_the_same_twice():
    assert anchors(BODY) == ["part-first-part", "part-detail", "part-first-part-2"]
    assert anchors("<h3>الجزء الأول</h3><h3>第一部分</h3><h3>!</h3>") == [
        "part-الجزء-الأول",
        "part-第一部分",
        "part-part",
    ]


def test_anchors_stay_when_headings_move_are_added_or_reworded():
    first = headings.anchors_of("<h3>One</h3><h3>Two</h3>", [])
    assert anchors("<h3>Two</h3><h3>New</h3><h3>One</h3>", first) == ["part-two", "part-new", "part-one"]
    assert anchors("<h3>One, reworded</h3><h3>Two</h3>", first) == ["part-one", "part-two"]
    again = headings.anchors_of("<h3>One, reworded</h3><h3>Two</h3>", first)
    assert anchors("<h3>One, reworded</h3><h3>One</h3>", again) == ["part-one", "part-two"]


def test_notes_are_linked_where_there_is_one():
    text = headings.with_anchors(BODY, headings.anchors_of(BODY, []), notes=2)
    assert '<a href="#note-1" id="mark-1">[1]</a>' in text
    assert text.count('id="mark-1"') == 1
    assert "and [9]." in text
    assert '<h4 id="part-detail">' in text
    assert "[1]</a></a>" not in headings.with_anchors('<p><a href="https://x.example/">[1]</a></p>', [], 1)


def test_notes_lose_typed_numbers_and_keep_hostile_text_as_text():
    first, second = headings.notes_of("1. See https://example.org/a?b=1.\n\n[2] <b>x</b>")
    assert (
        first
        == 'See <a href="https://example.org/a?b=1" rel="noopener nofollow" dir="ltr">https://example.org/a?b=1</a>.'
    )
    assert second == "&lt;b&gt;x&lt;/b&gt;"


def test_reading_time_counts_words_and_signs():
    assert headings.reading_minutes("") == 1
    assert headings.reading_minutes(f"<p>{'word ' * 1100}</p>") == 5
    assert headings.reading_minutes(f"<p>{'水' * 1200}</p>") == 3


@pytest.fixture
def article(cast):
    return make_item(
        Article,
        organization=cast.organization,
        author=cast.author,
        title="A seat that fits",
        body=BODY,
        notes="First note\nSecond note",
        byline="Wanjiru Kamau\nPeter Otieno",
    )


def asked(cast, article, signed_in, name="Aoife Brennan"):
    data = {"name": name, "organization": cast.other_organization.name.upper()}
    return signed_in(cast.author).post(reverse("article_authors", args=[article.slug]), data)


def test_an_article_has_contents_notes_authors_and_a_citation(article, visitor):
    page = visitor.get(article.get_absolute_url()).content.decode()
    for part in ('href="#part-detail"', 'id="part-detail"', 'id="note-2"', 'href="#mark-1"', "1 minute to read"):
        assert part in page
    assert f"Wanjiru Kamau, Peter Otieno ({article.published_at.year}): A seat that fits." in page
    start = page.index('application/ld+json">') + len('application/ld+json">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert data["@type"] == "Article"
    assert [author["name"] for author in data["author"]] == ["Wanjiru Kamau", "Peter Otieno"]
    assert data["license"].startswith("https://creativecommons.org/")


def test_a_co_author_stands_only_after_the_other_organization_confirmed(article, cast, signed_in, visitor):
    assert asked(cast, article, signed_in).status_code == 302
    row = CoAuthor.objects.get()
    notice = Notice.objects.get(kind="coauthor_asked")
    assert notice.recipient == cast.outsider
    subject, body = render(notice, "en")
    assert "Aoife Brennan" in subject
    assert str(row.key) in body
    assert "Aoife" not in visitor.get(article.get_absolute_url()).content.decode()
    path = reverse("coauthor_answer", args=[row.key])
    for person in (cast.author, cast.moderator, cast.newcomer, cast.branch):
        assert signed_in(person).get(path).status_code == 404
        assert signed_in(person).post(path, {"answer": "confirm"}).status_code == 404
    assert visitor.get(path).status_code == 302
    client = signed_in(cast.outsider)
    assert "First part" in client.get(path).content.decode()
    assert "A seat that fits" in client.get(reverse("coauthor_requests")).content.decode()
    client.post(path, {"answer": "perhaps"})
    assert CoAuthor.objects.get().state == "asked"
    client.post(path, {"answer": "confirm"})
    page = visitor.get(article.get_absolute_url()).content.decode()
    assert "Aoife Brennan" in page
    assert Notice.objects.filter(kind="coauthor_confirmed", recipient=cast.author).count() == 1
    client.post(path, {"answer": "decline"})
    assert "Aoife" not in visitor.get(article.get_absolute_url()).content.decode()


def test_a_draft_can_be_read_by_those_who_were_asked_and_by_no_other_door(article, cast, signed_in):
    draft = make_item(
        Article, status="draft", organization=cast.organization, author=cast.author, title="Not public yet"
    )
    asked(cast, draft, signed_in)
    client = signed_in(cast.outsider)
    assert (
        "Not public yet" in client.get(reverse("coauthor_answer", args=[CoAuthor.objects.get().key])).content.decode()
    )
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_articles_side_asks_and_takes_back_and_nobody_else(article, cast, signed_in):
    path = reverse("article_authors", args=[article.slug])
    assert signed_in(cast.outsider).post(path, {"name": "X Y", "organization": "z"}).status_code == 403
    asked(cast, article, signed_in)
    again = asked(cast, article, signed_in)
    assert "asked already" in again.content.decode()
    row = CoAuthor.objects.get()
    assert signed_in(cast.colleague).post(path, {"remove": row.pk}).status_code == 302
    assert not CoAuthor.objects.exists()
    assert signed_in(cast.colleague).post(path, {"remove": "9" * 30}).status_code == 404


@pytest.mark.parametrize(
    ("name", "organization"),
    [
        ("", "x"),
        ("Aoife", ""),
        ("Aoife", "No such body"),
        ("!!!", "x"),
        ("A\u202eb", "x"),
        ("A", "\0"),
        ("n" * 200, "x"),
    ],
)
def test_bad_input_is_answered_at_the_field_and_asks_nobody(article, cast, signed_in, name, organization):
    answer = signed_in(cast.author).post(
        reverse("article_authors", args=[article.slug]), {"name": name, "organization": organization}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not CoAuthor.objects.exists()


def test_the_own_organization_is_named_in_the_form_and_not_asked(article, cast, signed_in):
    data = {"name": "Peter", "organization": cast.organization.name}
    answer = signed_in(cast.author).post(reverse("article_authors", args=[article.slug]), data)
    assert "your own organization" in answer.content.decode()


def test_an_edit_keeps_the_anchors_of_what_stayed(article):
    article.body = BODY.replace("Detail", "More detail")
    article.save(update_fields=["body"])
    assert [anchor for anchor, _words in Article.objects.get().anchors] == [
        "part-first-part",
        "part-detail",
        "part-first-part-2",
    ]
