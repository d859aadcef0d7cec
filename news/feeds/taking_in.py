"""The worker's rounds: fetch the feeds that are due, side by side, and take in what came; no fault stops the others."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from news.feeds import deciding, entries, fetching, reading
from news.feeds.words import FeedProblem
from news.models import Feed

logger = logging.getLogger("csonet.feeds")

#: Fetches that run at a time; each may wait ten seconds for a stranger's server.
AT_ONCE = 20
#: Feeds of one round; what is over waits for the next one.
MOST_A_ROUND = 500
EVERY = timedelta(hours=1)
#: A feed that fails is asked again after longer and longer pauses, and pauses by itself after MOST_FAILURES.
AFTER_FAILURE = timedelta(hours=1)
MOST_FAILURES = 5

Fetched = tuple[Feed, fetching.Answer | FeedProblem, reading.Document | None]


def fetch_due(now: datetime | None = None) -> str:
    """Fetch what is due; a sentence of what was done. Safe to run twice: what came already is known."""
    feeds = list(Feed.objects.due(now).select_related("organization").order_by("next_fetch_at")[:MOST_A_ROUND])
    done = [fetched(*row) for row in fetch_all(feeds)]
    return f"{len(feeds)} feeds, {sum(row.get('new', 0) for row in done)} new entries"


def fetch_all(feeds: Iterable[Feed]) -> Iterable[Fetched]:
    """Each feed with the answer and the document that it holds, or the problem, in the order of their coming.

    The threads touch no database: what came is taken in by the caller's.
    """
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="feeds") as pool:
        for future in as_completed([pool.submit(_fetch, feed) for feed in feeds]):
            yield future.result()


def _fetch(feed: Feed) -> Fetched:
    try:
        answer = fetching.fetch(feed.address, feed.etag, feed.modified)
        document = None if answer.body is None else reading.read(answer.body, answer.address, answer.headers)
    except FeedProblem as problem:
        return feed, problem, None
    except Exception:  # a fault of ours with one feed must not stop the others
        logger.exception("feed %s failed", feed.pk)
        return feed, FeedProblem("fault"), None
    return feed, answer, document


def fetched(feed: Feed, answer: fetching.Answer | FeedProblem, document: reading.Document | None) -> dict[str, int]:
    """Take in what came and note how it went; {new, updated, known, left_out}, empty for a failure."""
    if isinstance(answer, FeedProblem):
        failed(feed, answer)
        return {}
    try:
        came = entries.take_in(feed, document) if document is not None else {}
    except FeedProblem as problem:
        failed(feed, problem)
        return {}
    except DatabaseError:
        raise
    except Exception:  # as above
        logger.exception("feed %s could not be taken in", feed.pk)
        failed(feed, FeedProblem("fault"))
        return {}
    _note(
        feed,
        lambda now: {
            "failures": 0,
            "problem": "",
            "problem_details": {},
            "came": came,
            "etag": answer.headers.get("etag", "")[:300] if answer.status == 200 else feed.etag,
            "modified": answer.headers.get("last-modified", "")[:100] if answer.status == 200 else feed.modified,
            "next_fetch_at": now + _about(EVERY),
            **({"title": document.title[:200]} if document and document.title else {}),
        },
    )
    return came


def failed(feed: Feed, problem: FeedProblem) -> None:
    """Note a failure; after MOST_FAILURES in a row the feed pauses and its owner is told."""
    failures = min(feed.failures + 1, 1000)
    _note(
        feed,
        lambda now: {
            "failures": failures,
            "problem": problem.code,
            "problem_details": problem.details,
            "came": {},
            "next_fetch_at": now + _about(AFTER_FAILURE * 2 ** min(failures, 5)),
        },
    )
    if failures >= MOST_FAILURES and feed.state == "active":
        deciding.decide(feed, "give-up", actor=None)


def _note(feed: Feed, values: Callable[[datetime], dict[str, Any]]) -> None:
    now = timezone.now()
    columns = {"fetched_at": now, **values(now)}
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(**columns, updated=now)
    for name, value in columns.items():
        setattr(feed, name, value)


def _about(pause: timedelta) -> timedelta:
    """The pause, spread a little, so that not all feeds are due in the same minute."""
    return pause * random.uniform(0.9, 1.1)  # noqa: S311  # no secret
