"""Taking in the entries of a feed: new ones become brief news, edited ones change it, deletions change nothing."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
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
from news.feeds.known import Known
from news.feeds.reading import Document, Entry
from news.feeds.words import FeedProblem
from news.forms import NewsForm
from news.models import Feed, FeedEntry, NewsItem

logger = logging.getLogger("csonet.feeds")
#: Of a feed's first answer no more than this come in, so that nobody's archive floods the lists.
FIRST_TIME = 20


#: So many entries are one transaction: a commit for each costs more than the entry, one for all holds others up.
AT_A_TIME = 10


@dataclass
class Taking:
    """One answer being taken in: what is the same for all of its entries is asked once."""

    feed: Feed
    keeper: Any
    known: Known
    #: Keys of topics and goals, as the feed maps them.
    topics: list[str]
    goals: list[int]
    #: Entries of this answer that were met already.
    seen: set[int] = field(default_factory=set)


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
    taking = Taking(
        feed,
        people[0],
        Known(feed, [keys for _entry, keys in rows]),
        list(feed.topics.values_list("pk", flat=True)),
        list(feed.goals.values_list("pk", flat=True)),
    )
    rows.reverse()  # the oldest first, as they happened
    for start in range(0, len(rows), AT_A_TIME):
        for outcome in _some(taking, rows[start : start + AT_A_TIME]):
            came[outcome] += 1
    return came


def _some(taking: Taking, rows: Sequence[tuple[Entry, Keys]]) -> list[str]:
    """What became of a few entries, in one transaction."""
    with transaction.atomic():
        return [_one(taking, entry, keys) for entry, keys in rows]


def _one(taking: Taking, entry: Entry, keys: Keys) -> str:
    """What became of one entry. One that can't be taken in does not stop the others."""
    row = taking.known.find(keys)
    if row is not None and (row.pk in taking.seen or row.content_hash == keys.content):
        return "known"  # twice in one answer, or as it was
    try:
        with transaction.atomic():
            made = row or _bring(taking, entry, keys)
            came = "new" if row is None else "updated" if _follow(taking, row, entry, keys) else "known"
    except IntegrityError:
        return "known"  # another worker was there first
    except (WorkflowError, ValueError) as problem:
        logger.info("feed %s: an entry was left out: %s", taking.feed.pk, problem)
        return "left_out"
    taking.seen.add(made.pk)
    taking.known.add(made)
    return came


def _bring(taking: Taking, entry: Entry, keys: Keys) -> FeedEntry:
    """A new entry as brief news: published at once, or held for review, by the feed's trust."""
    feed = taking.feed
    item = _new_item(taking, entry)
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


def _new_item(taking: Taking, entry: Entry) -> NewsItem:
    """The entry as a draft. Its terms are the feed's, which the feed's form has looked at: they are written as rows."""
    blank = NewsItem(organization=taking.feed.organization, author=taking.keeper, key=uuid.uuid4())
    item = _form(taking.feed, {**_texts(entry), "language": [taking.feed.language]}, blank).save(commit=False)
    item.slug = slug_for(NewsItem.KIND, item.title)
    item.save()
    topics, goals = Item.topics.through, Item.goals.through
    topics.objects.bulk_create(topics(item_id=item.pk, topic_id=key) for key in taking.topics)
    goals.objects.bulk_create(goals(item_id=item.pk, goal_id=key) for key in taking.goals)
    return item


def _follow(taking: Taking, row: FeedEntry, entry: Entry, keys: Keys) -> bool:
    """Carry an edit over; False if nothing changed.

    What waits for review changes in place; what is published gets a revision, by the feed's trust applied at once or
    held for review. What was taken off the lists, or edited here by hand, stays as it is; so does what another feed of
    the organization brought.
    """
    feed = taking.feed
    if row.feed_id != feed.pk:
        return False
    row.content_hash, row.text_key, row.place_key = keys.content, keys.text, keys.place
    row.id_key, row.link_key = row.id_key or keys.identity, row.link_key or keys.link
    row.save(update_fields=["content_hash", "text_key", "place_key", "id_key", "link_key", "updated"])
    if row.item_id is None:
        return False
    item = NewsItem.objects.select_for_update().get(pk=row.item_id)
    if item.revisions.filter(edited_by__isnull=False).exists():
        return False
    if item.status in ("submitted", "draft", "returned"):
        _form(feed, _merged(item, entry), item).save()
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


def _texts(entry: Entry) -> revising.FormData:
    return {
        "title": [entry.title],
        "summary": [entry.summary],
        "body": [entry.body or f"<p>{entry.summary}</p>"],
        "source_url": [entry.link],
    }


def _merged(item: NewsItem, entry: Entry) -> revising.FormData:
    return {**NewsForm.data_of(item), **_texts(entry)}


def _form(feed: Feed, data: revising.FormData, item: NewsItem) -> Any:
    """A valid form of the data. Raises ValueError if an entry does not fit it."""
    query: QueryDict = revising.as_querydict(data)
    with override("en"):
        form = NewsForm(query, instance=item, user=None)
        settled = ("organization", "audience") if item.pk is None else ("organization",)
        for name in settled:  # what the feed stands for, and what everybody may read
            del form.fields[name]
        if not form.is_valid():
            raise ValueError(form.errors.as_json())
    return form
