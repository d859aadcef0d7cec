"""One noun begins another: a draft of any noun from words that the portal has already, linked to where it came from.

Nouns never import each other. They ask here by the kind's name, and the spine finds the form.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.module_loading import import_string

from csonet.content import drafts, linking
from csonet.content.models import Item
from csonet.workflow import WorkflowError


def draft_of(kind: str, data: dict[str, Any], *, author: Any, key: uuid.UUID, came_from: Item | None = None) -> Item:
    """A draft of the noun `kind`, filled like its form, owned by the author's side.

    data: the form's fields; lists for those with several values. key: names the draft, so that asking twice makes
    one. came_from: the item that the draft is linked to, as that one's noun takes it.
    Raises WorkflowError with the form's first words if the data does not fit, KeyError for a kind that is none.
    """
    before = drafts.written_by(author, kind, key)
    if before is not None:
        return before
    posted = QueryDict(mutable=True)
    for name, value in data.items():
        posted.setlist(name, [str(entry) for entry in value] if isinstance(value, list | tuple) else [str(value)])
    form = import_string(Item.nouns()[kind].FORM)(posted, user=author, draft=True)
    if not form.is_valid():
        raise WorkflowError(next(iter(form.errors.values()))[0])
    with transaction.atomic():
        item, is_new = drafts.create(form, author, key)
        if is_new and came_from is not None:
            linking.link(item, came_from)
    return item
