"""Taking in the entries of a feed: new ones become brief news, edited ones change it, deletions change nothing."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import override

from csonet.content import revising
from csonet.content.drafts import slug_for
from csonet.content.models import Item, Revision
from csonet.content.publication import move
from csonet.workflow import WorkflowError
from news.feeds import deciding
from news.feeds.identity import Keys, keys_of
from news.feeds.reading import Document, Entry
from news.feeds.words import FeedProblem
from news.forms import NewsForm
from news.models import Feed, FeedEntry, NewsItem

logger = logging.getLogger("csonet.feeds")
#: Of a feed's first answer no more than this come in, so that nobody's archive floods the lists.
FIRST_TIME = 20


def take_in(feed: Feed, document: Document) -> dict[str, int]:
    """Take in a document; {new, updated, known, left_out}. Raises FeedProblem if nobody can answer for the entries."""
    people = deciding.keepers(feed)
    if not people:
        raise FeedProblem("nobody")
    came = {"new": 0, "updated": 0, "known": 0, "left_out": document.left_out}
    rows = list(zip(document.entries, keys_of(document.entries), strict=True))
    if not feed.entries.exists():
        came["left_out"] += max(0, len(rows) - FIRST_TIME)
        rows = rows[:FIRST_TIME]
    seen: set[int] = set()
    for entry, keys in reversed(rows):  # the oldest first, as they happened
        came[_one(feed, entry, keys, people[0], seen)] += 1
    return came


def _one(feed: Feed, entry: Entry, keys: Keys, keeper: Any, seen: set[int]) -> str:
    """What became of one entry. One that can't be taken in does not stop the others."""
    try:
        with transaction.atomic():
            known = find(feed, keys)
            if known is None:
                seen.add(_bring(feed, entry, keys, keeper).pk)
                return "new"
            if known.pk in seen:
                return "known"  # twice in one answer
            seen.add(known.pk)
            return "updated" if _follow(feed, known, entry, keys) else "known"
    except IntegrityError:
        return "known"  # another worker was there first
    except (WorkflowError, ValueError) as problem:
        logger.info("feed %s: an entry was left out: %s", feed.pk, problem)
        return "left_out"


def find(feed: Feed, keys: Keys) -> FeedEntry | None:
    """The entry as it is known: by id, then by link, then by a hash."""
    ways: list[dict[str, str]] = [{"id_key": keys.identity}, {"link_key": keys.link}, {"place_key": keys.place}]
    if keys.text_tells:
        ways.append({"text_key": keys.text})
    for way in ways:
        if all(way.values()):
            found = feed.entries.filter(**way).order_by("pk").first()
            if found is not None:
                return found
    return None


def _bring(feed: Feed, entry: Entry, keys: Keys, keeper: Any) -> FeedEntry:
    """A new entry as brief news: published at once, or held for review, by the feed's trust."""
    form = _form(feed, _data(feed, entry))
    item = form.save(commit=False)
    item.author, item.key = keeper, uuid.uuid4()
    item.slug = slug_for(NewsItem.KIND, item.title)
    item.save()
    form.save_m2m()
    row = FeedEntry.objects.create(
        feed=feed,
        item=item,
        id_key=keys.identity,
        link_key=keys.link,
        place_key=keys.place,
        text_key=keys.text,
        content_hash=keys.content,
        dated=entry.dated,
    )
    if feed.trust == "publish":
        move(item, "bring-in", actor=None, at=entry.dated)
    else:
        move(item, "bring-for-review", actor=None)
    return row


def _follow(feed: Feed, known: FeedEntry, entry: Entry, keys: Keys) -> bool:
    """Carry an edit over, where there is one; False if nothing changed.

    What waits for review changes in place; what is published gets a revision, by the feed's trust applied at once or
    held for review. What was taken off the lists, or edited here by hand, stays as it is.
    """
    if known.content_hash == keys.content:
        return False
    changed = {
        "content_hash": keys.content,
        "text_key": keys.text,
        "place_key": keys.place,
        **({"id_key": keys.identity} if keys.identity and not known.id_key else {}),
        **({"link_key": keys.link} if keys.link and not known.link_key else {}),
    }
    FeedEntry.objects.filter(pk=known.pk).update(**changed)
    if known.item_id is None:
        return False
    item = NewsItem.objects.select_for_update().get(pk=known.item_id)
    if item.revisions.filter(edited_by__isnull=False).exists():
        return False
    if item.status in ("submitted", "draft", "returned"):
        form = _form(feed, _merged(item, entry), item)
        form.save()
        Item.objects.filter(pk=item.pk).update(version=item.version + 1)
        return True
    return item.status == "published" and _revise(feed, item, entry)


def _revise(feed: Feed, item: NewsItem, entry: Entry) -> bool:
    waiting = item.revisions.open().first()
    data = _merged(item, entry)
    if waiting is not None:
        Revision.objects.filter(pk=waiting.pk).update(data=data)
        return True
    revision = Revision.objects.create(item_id=item.pk, base_version=item.version, data=data)
    move(revision, "bring-in" if feed.trust == "publish" else "bring-for-review", actor=None)
    return True


def _data(feed: Feed, entry: Entry) -> revising.FormData:
    return {
        **_texts(entry),
        "language": [feed.language],
        "organization": [str(feed.organization_id)],
        "audience": ["public"],
        "topics": [str(key) for key in feed.topics.values_list("pk", flat=True)],
        "goals": [str(key) for key in feed.goals.values_list("pk", flat=True)],
        "tags": [""],
    }


def _texts(entry: Entry) -> revising.FormData:
    return {
        "title": [entry.title],
        "summary": [entry.summary],
        "body": [entry.body or f"<p>{entry.summary}</p>"],
        "source_url": [entry.link],
    }


def _merged(item: NewsItem, entry: Entry) -> revising.FormData:
    return {**NewsForm.data_of(item), **_texts(entry)}


def _form(feed: Feed, data: revising.FormData, item: NewsItem | None = None) -> Any:
    """A valid form of the data. Raises ValueError if an entry does not fit it."""
    query: QueryDict = revising.as_querydict(data)
    blank = NewsItem(organization=feed.organization)
    with override("en"):
        form = NewsForm(query, instance=item or blank, user=None)
        form.fields["organization"].queryset = type(feed.organization).objects.filter(pk=feed.organization_id)
        if not form.is_valid():
            raise ValueError(form.errors.as_json())
    return form
