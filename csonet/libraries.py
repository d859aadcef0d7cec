"""Libraries that one request in thousands needs: loaded at their first use, as each is megabytes of every worker."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.functional import SimpleLazyObject


def lazily(name: str) -> Any:
    """The module of this name, which is imported when something of it is first asked for.

    Raises ModuleNotFoundError then, for a name that is none.
    """
    return SimpleLazyObject(partial(import_module, name))


def lazily_included(route: str, module: str, namespace: str) -> URLResolver:
    """As path(route, include((module, namespace))): the module is imported with the first request below the route.

    Names inside it are reversed by the namespace, which imports it too.
    """
    return _LaterResolver(RoutePattern(route, is_endpoint=False), module, app_name=namespace, namespace=namespace)


class _LaterResolver(URLResolver):
    """Does not look for the names inside while those of the whole portal are collected.

    They are nobody's but its namespace's, for which a resolver of their own is made when one of them is reversed.
    """

    def _populate(self) -> None:
        pass
