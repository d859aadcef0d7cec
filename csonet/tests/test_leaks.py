"""What must not be known is on no surface: each secret has a word of its own, and every surface is searched for it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from csonet.content.files.pictures import picture_url
from csonet.content.models import Attachment, Case, Circle, CircleMembership, Item, Revision
from csonet.content.publication import move
from csonet.content.search.indexing import index_item
from csonet.content.search.query import find
from csonet.engagement.models import SavedSearch
from csonet.portal.saved_searches.pages import find_new
from csonet.testing.makers import join, make_item, make_organization, make_user
from practices.forms import PracticeForm
from practices.models import Practice

pytestmark = pytest.mark.django_db

WORD = "quokkaberry"
SECRETS = (
    "draft",
    "submitted",
    "returned",
    "scheduled",
    "refused",
    "hidden",
    "circle",
    "members",
    "revised",
    "suspended",
)
#: Who must not learn of a secret. The Branch sees what was submitted, but no draft and no circle's.
STRANGERS = {
    **dict.fromkeys(SECRETS, ("visitor", "newcomer", "outsider", "moderator")),
    "members": ("visitor", "newcomer"),
    "draft": ("visitor", "newcomer", "outsider", "moderator", "branch"),
    "circle": ("visitor", "newcomer", "outsider", "moderator", "branch", "colleague"),
}
CASES = [(secret, who) for secret in SECRETS for who in STRANGERS[secret]]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def secret(cast):
    """Makes an item that holds the word, with a file and a picture, as the secret has it."""

    def make(name):
        organization = make_organization("Quiet Valley Trust", acronym="QVT")
        author = make_user("quiet")
        join(author, organization)
        join(cast.colleague, organization, "member")
        states = {"circle": "published", "members": "published", "revised": "published", "suspended": "published"}
        status = states.get(name, name)
        extra = {}
        if name == "members":
            extra = {"audience": "members"}
        if name == "circle":
            circle = Circle.objects.create(name="Closed")
            CircleMembership.objects.create(circle=circle, user=author)
            extra = {"audience": "circle", "circle": circle}
        words = {} if name == "revised" else {"title": f"About {WORD}", "summary": WORD, "problem": WORD, "slug": "a"}
        item = make_item(
            Practice,
            status=status,
            organization=organization,
            author=author,
            published_at=timezone.now(),
            **words,
            **extra,
        )
        item.goals.set([6])
        item.countries.set(["KE"])
        revision = _revise(item) if name == "revised" else None
        if name == "revised":
            item.refresh_from_db()
        else:
            item.tags.add(WORD)
            item.image.save("x.webp", ContentFile(b"RIFF0000WEBP"))
        attachment = Attachment.objects.create(
            item=item, revision=revision, name=f"{WORD}.pdf", media_type="application/pdf", size=4, sha256="0" * 64
        )
        attachment.file.save("a.pdf", ContentFile(b"%PDF"))
        if name == "submitted":
            Case.objects.create(item=item, submitted_by=author)
        if name == "suspended":
            organization.verification = "suspended"
            organization.save()
        index_item(Item.objects.get(pk=item.pk))
        return item, attachment, revision

    return make


def _revise(item):
    data = {**PracticeForm.data_of(item), "title": [f"About {WORD}"], "summary": [WORD], "problem": [WORD]}
    revision = Revision.objects.create(item=item, status="working", data=data, base_version=item.version)
    move(revision, "submit", actor=item.author)
    return revision


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


#: Terms that every secret stands under.
TERMS = (("goal", 6), ("country", "KE"), ("region", "002"))


def surfaces(item):
    """Addresses on which the word could stand, and those of the item alone (which must be 404 or lead to sign in)."""
    lists = [
        reverse("practice_list"),
        reverse("practice_list") + "?goal=6",
        reverse("practice_list") + "?country=KE&language=en&sort=used",
        reverse("practice_feed"),
        reverse("practice_export", args=["csv"]),
        reverse("practice_export", args=["json"]),
        reverse("home"),
        *(reverse(f"{kind}_page", args=[key]) for kind, key in TERMS),
        *(reverse(f"{kind}_index") for kind in ("goal", "country")),
        reverse("goals_feed", args=[6]),
        reverse("regions_feed", args=["002"]),
        reverse("organization_detail", args=[item.organization.slug]),
        reverse("organization_list") + f"?q={WORD[:6]}",
        reverse("directory_feed"),
        reverse("dashboard"),
        "/sitemap.xml",
        "/sitemap-practice-en.xml",
        "/sitemap-organizations-en.xml",
        # Last: on PostgreSQL a search sets a time limit until the transaction ends, which here is the whole test.
        reverse("search") + f"?q={WORD}",
        reverse("search") + f"?q={WORD}&kind=practice",
    ]
    return lists, [
        reverse(f"practice_{page}", args=[item.slug]) for page in ("detail", "preview", "history", "edit", "use")
    ]


@pytest.mark.parametrize(("name", "who"), CASES)
def test_no_surface_tells_what_is_not_for_this_reader(cast, secret, visitor, signed_in, name, who):
    item, attachment, _revision = secret(name)
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    lists, own = surfaces(item)
    for path in lists:
        # The search page says again what was looked for; what it must not do is find it.
        text = body(client.get(path, follow=True)).replace(f'value="{WORD}"', "")
        assert f"About {WORD}" not in text, path
        if "?q=" not in path:
            assert WORD not in text, path
    if name == "revised":
        own = [path for path in own if "preview" in path or "history" in path or "edit" in path]
    for path in own:
        answer = client.get(path)
        assert answer.status_code in (302, 403, 404), path
        assert WORD not in body(answer), path
    assert client.get(reverse("attachment", args=[attachment.key])).status_code == 404
    if item.image:
        assert client.get(picture_url(item)).status_code == 404
        assert client.get(picture_url(item, "card")).status_code == 404


@pytest.mark.parametrize(("name", "who"), [case for case in CASES if case[1] != "visitor"])
def test_search_and_counts_know_nothing_of_it(cast, secret, name, who):
    secret(name)
    found = find(WORD, getattr(cast, who))
    assert (found.total, found.hits, sum(found.kinds.values())) == (0, [], 0)


#: Misspelt, so that the word itself is on no page because it was typed.
TYPOS = (WORD[:-2] + WORD[-1], WORD[:4] + "x" + WORD[4:], f"about {WORD[:-1]}", WORD[:5])


@pytest.mark.parametrize(("name", "who"), CASES)
def test_nothing_is_suggested_meant_or_counted_of_it(cast, secret, visitor, signed_in, name, who):
    secret(name)
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    for typo in TYPOS:
        for address in ("search_suggest", "search"):
            assert WORD not in body(client.get(reverse(address), {"q": typo})), (address, typo)
    user = AnonymousUser() if who == "visitor" else getattr(cast, who)
    for typed in (*TYPOS, WORD, f"{WORD} nothingelse", f"{WORD} OR {WORD[:6]}"):
        found = find(typed, user, within={"goal": ["6"]})
        assert (found.total, found.meant, found.kinds, found.everything) == (0, "", {}, []), typed


def test_the_same_words_are_suggested_and_meant_where_they_may_be(cast, secret, signed_in):
    """The test above would pass if nothing were ever suggested."""
    secret("members")
    client = signed_in(cast.outsider)
    assert f"About {WORD}" in body(client.get(reverse("search_suggest"), {"q": WORD[:5]}))
    assert f"<mark>{WORD}</mark>" in body(client.get(reverse("search"), {"q": TYPOS[0]}))


@pytest.mark.parametrize(("name", "who"), [case for case in CASES if case[0] != "revised"])
def test_no_option_of_a_facet_counts_it(cast, secret, visitor, signed_in, name, who):
    item, _attachment, _revision = secret(name)
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    for path in (reverse("practice_list"), reverse("practice_list") + "?goal=6", reverse("search") + f"?q={WORD}"):
        answer = client.get(path)
        offered = re.findall(
            r'name="(\w+)" value="[^"]*"(?: checked)?> <span>[^<]*</span> <span class="count">([1-9])', body(answer)
        )
        assert offered == [], path
    for kind, key in TERMS:
        gathered = client.get(reverse(f"{kind}_page", args=[key])).context["gathered"]
        assert (gathered.shelves, gathered.asking, gathered.along) == ([], [], [])
        assert item.organization not in gathered.organizations
    assert {entry.number for entry in client.get(reverse("goal_index")).context["entries"]} == {0}
    found = SavedSearch(user=cast.outsider if who == "visitor" else getattr(cast, who), language="en")
    found.created = timezone.now() - timedelta(days=1)
    for address in ("practices/?goal=6", f"search/?q={WORD}"):
        found.address = address
        if who != "visitor":
            assert find_new(found, found.created) == []


@pytest.mark.parametrize("name", SECRETS)
def test_neighbours_are_not_listed_beside_a_public_page(cast, secret, visitor, name):
    item, _attachment, _revision = secret(name)
    public = make_item(Practice, organization=cast.organization, author=cast.author)
    public.goals.set([6])
    sibling = make_item(Practice, organization=item.organization, author=item.author)
    for page in (public, sibling):
        assert WORD not in body(visitor.get(page.get_absolute_url()))


@pytest.mark.parametrize("name", SECRETS)
def test_writes_to_what_is_hidden_answer_as_if_it_were_not_there(cast, secret, signed_in, name):
    item, _attachment, _revision = secret(name)
    client = signed_in(cast.outsider if name != "members" else cast.newcomer)
    for page in ("edit", "move", "autosave", "discard", "delete"):
        answer = client.post(
            reverse(f"practice_{page}", args=[item.slug]), {"action": "archive", "version": item.version}
        )
        assert answer.status_code in ((403, 404) if name != "revised" else (302, 403, 404)), page
        assert WORD not in body(answer), page
    before = Item.objects.get(pk=item.pk)
    assert (before.status, before.version) == (item.status, item.version)


@pytest.mark.parametrize("name", ["draft", "circle"])
def test_the_desk_shows_no_draft_and_no_circles_item(cast, secret, signed_in, name):
    item, _attachment, _revision = secret(name)
    client = signed_in(cast.branch)
    for page in ("content_item_changelist", "content_case_changelist", "content_decision_changelist"):
        assert WORD not in body(client.get(reverse(f"admin:{page}"), follow=True))
    answer = client.get(reverse("admin:content_item_change", args=[item.pk]), follow=True)
    assert WORD not in body(answer)


@pytest.mark.parametrize("who", ["author", "moderator", "outsider", "newcomer", "visitor"])
def test_the_desk_is_closed_to_everybody_but_the_branch(cast, secret, visitor, signed_in, who):
    item, _attachment, _revision = secret("submitted")
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    for path in (
        reverse("admin:content_case_changelist"),
        reverse("admin:content_case_change", args=[item.cases.get().pk]),
        reverse("admin:content_item_change", args=[item.pk]),
    ):
        answer = client.get(path)
        assert answer.status_code in (302, 403, 404)
        assert WORD not in body(answer)


def test_each_secret_is_there_for_those_whom_it_is_for(cast, secret, signed_in):
    """The tests above would pass on empty pages: here the same words are found by the author's side."""
    for name in ("draft", "members"):
        item, attachment, _revision = secret(name)
        client = signed_in(item.author)
        assert WORD in body(client.get(item.get_absolute_url()))
        if name == "members":
            assert find(WORD, cast.outsider).total == 1
        assert body(client.get(reverse("attachment", args=[attachment.key]))) == "%PDF"
        assert body(client.get(picture_url(item))).startswith("RIFF")
        item.noun.delete()
        item.author.delete()


# --- Hostile input --------------------------------------------------------------------------------------------------

HOSTILE = {
    "null character": {"title": "Tanks\0 and jars"},
    "override of direction": {"title": "Tanks \u202eexe.gpj"},
    "control characters": {"place": "Kitui\x1b[31m"},
    "too long a title": {"title": "x" * 201},
    "100 kB": {"summary": "x" * 100_000},
    "a foreign topic": {"topics": ["no-such-topic"]},
    "a foreign goal": {"goals": ["99"]},
    "a goal that is no number": {"goals": ["6; DROP TABLE"]},
    "a foreign country": {"countries": ["XX", "\0"]},
    "a foreign language": {"language": "tlh"},
    "no language": {"language": ""},
    "a closed circle": {"audience": "circle"},
    "a foreign organization": {"organization": "999999999999999999999"},
    "an organization that is none": {"organization": "' OR 1=1"},
    "a date that is none": {"started": "2024-02-30"},
    "an end before its start": {"started": "2024-02-02", "ended": "2023-01-01"},
    "a script for a link": {"links": "javascript:alert(1)"},
    "a partner that is none": {"partner_organizations": "Nobody at all of Nowhere"},
    "a forged licence": {"licence": "mine"},
    "a forged cost": {"cost": "free"},
    "too many tags": {"tags": ",".join(f"tag{n}" for n in range(40))},
    "too long a tag": {"tags": "x" * 300},
    "a tag of signs": {"tags": "!!!, \u202e"},
    "a title of blanks": {"title": "\u3000 \u200b"},
    "a file that is no picture": {"image": ContentFile(b"<svg onload=alert(1)>", name="x.png")},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_is_answered_with_a_message_and_makes_no_row(cast, signed_in, what):
    data = typed(cast, **HOSTILE[what])
    answer = signed_in(cast.author).post(reverse("practice_new"), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert 'class="error-summary"' in body(answer)
    assert "Families built tanks" in body(answer)
    assert not Item.objects.exists()


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_never_changes_what_stands(cast, signed_in, what):
    item = make_item(Practice, status="draft", organization=cast.organization, author=cast.author)
    client = signed_in(cast.author)
    data = typed(cast, version="1", **HOSTILE[what])
    assert client.post(reverse("practice_autosave", args=[item.slug]), data).status_code == 200
    data = typed(cast, version="1", **HOSTILE[what])
    assert client.post(reverse("practice_edit", args=[item.slug]), data).status_code == 200
    assert client.get(reverse("practice_edit", args=[item.slug])).status_code == 200
    assert client.get(reverse("practice_preview", args=[item.slug])).status_code == 200
    after = Item.objects.get(pk=item.pk)
    assert (after.title, after.status, after.version) == (item.title, "draft", 1)


@pytest.mark.parametrize(
    "harmless",
    [
        {"title": "Tanks 🏺 for 12 villages"},
        {"title": "w" * 200},
        {"action": f"<p>{'x' * 10_000}</p>"},
        {"action": "<script>alert(1)</script><p onclick=x>Families built tanks \u202ereversed</p>"},
        {"tags": 'Ünïcode, "two words", ماء'},
        {"title": "e\u0301cole"},
    ],
)
def test_odd_but_honest_input_is_published_without_harm(cast, signed_in, visitor, harmless):
    signed_in(cast.author).post(reverse("practice_new"), typed(cast, **harmless))
    item = Practice.objects.get()
    move(item, "approve", actor=cast.branch)
    for path in (item.get_absolute_url(), reverse("practice_list"), reverse("practice_feed")):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in body(answer)
        assert "onclick" not in body(answer)
        assert "\u202e" not in body(answer)


@pytest.mark.parametrize(
    "forged",
    [
        {"version": "x"},
        {"version": "-1"},
        {"version": "9" * 400},
        {"seen": "never"},
        {"seen": "2024-99-99T00:00:00Z"},
        {"version": "\0"},
    ],
)
def test_a_forged_version_is_a_conflict_and_no_error(cast, signed_in, forged):
    item = make_item(Practice, status="draft", organization=cast.organization, author=cast.author)
    answer = signed_in(cast.author).post(
        reverse("practice_edit", args=[item.slug]), typed(cast, **{"version": "1", **forged})
    )
    assert answer.status_code == (409 if "version" in forged else 302)


@pytest.mark.parametrize("key", ["", "x", "\0", "0" * 9999, "00000000-0000-0000-0000-000000000000"])
def test_a_forged_key_makes_one_item_with_a_key_of_its_own(cast, signed_in, key):
    assert signed_in(cast.author).post(reverse("practice_new"), typed(cast, key=key)).status_code == 302
    assert Item.objects.count() == 1


@pytest.mark.parametrize("slug", ["%00", "%E2%80%AE", "..%2f..", "x" * 5000, "no-such-practice"])
def test_an_address_of_nothing_is_not_found(db, visitor, slug):
    assert visitor.get(f"/en/practices/{slug}/").status_code == 404


def typed(cast, **changes):
    data = {
        "version": "0",
        "seen": timezone.now().isoformat(),
        "do": "submit",
        "title": "Rain water kept in village tanks",
        "summary": "Twelve villages keep rain for the dry months.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "audience": "public",
        "licence": "cc-by-4.0",
        "action": "Families built tanks",
    }
    for value in changes.values():
        if isinstance(value, ContentFile):
            value.seek(0)
    return {**data, **changes}


def test_the_exports_word_is_the_lists_word(cast, visitor):
    """Export, feed and list are one query: what one shows, the others do."""
    items = [make_item(Practice, organization=cast.organization, author=cast.author) for _number in range(3)]
    move(items[0], "archive", actor=cast.author)
    titles = {item.title for item in items[1:]}
    exported = {row["title"] for row in json.loads(body(visitor.get(reverse("practice_export", args=["json"]))))}
    listed = {item.title for item in visitor.get(reverse("practice_list")).context["items"]}
    assert exported == listed == titles
