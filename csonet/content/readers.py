"""What of a person the visibility of items depends on, so that queries for a reader can be prepared.

The SQL of `visible_to` differs by whether somebody acts for the Branch and by how many organizations they belong to in
which way; who they are and which organizations these are is filled in. People of circles are asked for as Django asks.
"""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.models.user import Standing
from csonet.content.models.circle import circles_of
from csonet.prepared import Shape, shape


@shape.register(User)
def shape_of_person(person: User) -> Shape | None:
    """The kind of reader, with the person's own key and their organizations' as values."""
    if circles_of(person):
        return None
    branch, standing = person.is_branch, person.standing
    parts = (standing.organizations, standing.editing, standing.owned, standing.waiting)
    belonging = sorted((tuple(pk in part for part in parts), pk) for pk in frozenset().union(*parts))
    ways = tuple(way for way, _pk in belonging)

    def stand_in(values: tuple[Any, ...]) -> User:
        pk, *organizations = values
        reader = User(pk=pk, is_staff=branch, is_superuser=branch)
        reader.standing = Standing(
            *(
                frozenset(one for one, way in zip(organizations, ways, strict=True) if way[number])
                for number in range(len(parts))
            )
        )
        reader._circles = {}  # type: ignore[attr-defined]
        return reader

    return Shape((User, branch, ways), (person.pk, *(pk for _way, pk in belonging)), stand_in)
