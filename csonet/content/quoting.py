"""What a mail quotes of a text that was decided on: as it stood then, whatever its author writes before it leaves."""

from __future__ import annotations

from csonet.content.models import Item, Revision
from csonet.content.revising import form_class
from csonet.richtext import MAX_INPUT, RichTextField, clean, to_text

#: The notices that give a text back (templates/notifications/_content_kept.txt).
GIVEN_BACK = frozenset({"returned", "refused", "duplicate", "hidden", "revision_returned", "revision_refused"})
#: Characters in all: in Chinese, in both parts of a mail, they are half of what a mail may weigh.
MOST = 2_500


def quoted(item: Item, row: Item | Revision) -> list[list[str]]:
    """[field, plain text] of what was decided on: title, summary and the long texts that are written, cut at MOST.

    One query, none for an item that is its noun already. What an edit held is as it was typed: it is cleaned here.
    """
    rich, found, left = _rich_fields(item), [], MOST
    for name in ("title", "summary", *item.noun.SEARCHED):
        text = _written(item, row, name)
        if name in rich:
            text = to_text(clean(text[:MAX_INPUT]))
        if text and left > 0:
            found.append([name, text if len(text) <= left else f"{text[:left]} …"])
            left -= len(text)
    return found


def _rich_fields(item: Item) -> frozenset[str]:
    """The fields whose text is HTML; a part of another noun (a topic of a group) has no form of its own, and none."""
    if item.noun.PART_OF:
        return frozenset()
    fields = form_class(item).base_fields
    return frozenset(name for name, field in fields.items() if isinstance(field, RichTextField))


def _written(item: Item, row: Item | Revision, name: str) -> str:
    """A field as the revision has it, or the item."""
    if isinstance(row, Revision):
        return "\n".join(row.data.get(name, []))
    return str(getattr(item.noun, name) or "")
