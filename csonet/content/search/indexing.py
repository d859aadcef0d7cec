"""Filling the index, in the transaction that changes what is found."""

from __future__ import annotations


def index_item(item) -> None:
    """Refresh the document of an item."""


def index_organization(organization) -> None:
    """Refresh the document of an organization."""
