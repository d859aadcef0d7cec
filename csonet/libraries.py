"""Libraries that one request in thousands needs: loaded at their first use, as each is megabytes of every worker."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

from django.utils.functional import SimpleLazyObject


def lazily(name: str) -> Any:
    """The module of this name, which is imported when something of it is first asked for.

    Raises ModuleNotFoundError then, for a name that is none.
    """
    return SimpleLazyObject(partial(import_module, name))
