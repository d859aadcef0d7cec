"""Queries whose SQL is written once: building and compiling a query costs more than asking the database.

A function that returns a QuerySet is marked `@prepared`. Its first call with arguments of a given shape builds the
QuerySet with stand-ins in place of the arguments' values, compiles it and remembers where the values went; each further
call fills them in and asks the database. docs/decisions/0012-cpu-a-request.md says what that saves.

What such a function may do: pass values on to filters. What it may not: look at a value, read the clock, the language
or a setting. A text, a number, a day or a list of them is a value; a class, None, True and False are part of the shape,
and so is the length of a list (rounded up). Other arguments register how they are taken apart: `shape.register(User)`.
Arguments without a shape, and queries whose SQL isn't the same for other values, are asked as Django would ask them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, datetime, timedelta
from functools import singledispatch, update_wrapper
from itertools import count
from typing import Any, Generic, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects

P = ParamSpec("P")
#: More shapes of one function than this are asked as Django would ask them.
MOST_SHAPES = 128


class Shape:
    """An argument taken apart: what the SQL depends on, the values that are filled in, and how a stand-in is made."""

    __slots__ = ("key", "make", "values")

    def __init__(self, key: Any, values: tuple[Any, ...], make: Callable[[tuple[Any, ...]], Any]):
        self.key, self.values, self.make = key, values, make


@singledispatch
def shape(argument: Any, /) -> Shape | None:
    """The shape of an argument; None for what has none."""
    return None


@shape.register(int)
@shape.register(str)
@shape.register(date)
def _of_value(argument: Any) -> Shape:
    return Shape(type(argument), (argument,), lambda values: values[0])


@shape.register(datetime)
def _of_moment(_argument: datetime) -> None:
    """Each database writes moments in its own way: they are not filled in."""


@shape.register(type)
@shape.register(bool)
@shape.register(type(None))
def _of_constant(argument: Any) -> Shape:
    return Shape(argument, (), lambda _values: argument)


@shape.register(AnonymousUser)
def _of_visitor(argument: Any) -> Shape:
    return Shape(AnonymousUser, (), lambda _values: argument)


@shape.register(list)
@shape.register(tuple)
def _of_list(argument: Any) -> Shape | None:
    """A list of values of one type, filled up to a power of two with its last one: the rows found are the same."""
    if not argument:
        return Shape((list, 0), (), lambda _values: [])
    values = tuple(argument)
    kind = type(values[0])
    if kind not in (int, str) or any(type(value) is not kind for value in values):
        return None
    values += values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))
    return Shape((list, kind, len(values)), values, list)


class _Statement:
    """One compiled query: SQL, parameters, and which of them are filled in from which value."""

    def __init__(self, queryset: QuerySet[Any], sql: str, parameters: list[Any], slots: list[tuple[int, int, type]]):
        self.sql, self.parameters, self.slots = sql, parameters, slots
        self.queryset = queryset
        self.compilers: dict[str, Any] = {}

    def rows(self, values: list[Any]) -> list[Any]:
        """What the database answers for these values."""
        parameters = self.parameters.copy()
        for position, number, kind in self.slots:
            value = values[number]
            parameters[position] = value if type(value) is kind else kind(value)
        asked = _Asked(self.queryset, self._compiler(self.queryset.db, tuple(parameters)))
        iterable: Any = self.queryset._iterable_class
        rows = list(iterable(asked))
        prefetched = self.queryset._prefetch_related_lookups  # type: ignore[attr-defined]
        if prefetched:
            prefetch_related_objects(rows, *prefetched)
        return rows

    def _compiler(self, using: str, parameters: tuple[Any, ...]) -> Any:
        """Django's compiler as it stands after compiling, which answers at once what it found then."""
        if using not in self.compilers:
            compiler = self.queryset.query.get_compiler(using)
            compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
            compiler.get_converters = lambda _expressions: converters
            self.compilers[using] = compiler
        ready = copy(self.compilers[using])
        ready.connection = connections[using]
        ready.as_sql = lambda *_args, **_options: (self.sql, parameters)
        return ready


class _Asked:
    """What Django's row iterables read of a QuerySet, with a query that is compiled already."""

    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, queryset: QuerySet[Any], compiler: Any):
        self.db, self._fields = queryset.db, queryset._fields  # type: ignore[attr-defined]
        self.query = _Compiled(queryset.query, compiler)


class _Compiled:
    def __init__(self, query: Any, compiler: Any):
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: Any, **_options: Any) -> Any:
        return self._compiler


class Prepared(Generic[P]):
    """A function that returned a QuerySet, and now returns its rows. `plain` is the function as it was written."""

    def __init__(self, plain: Callable[P, QuerySet[Any]]):
        self.plain = plain
        self.statements: dict[tuple[Any, ...], _Statement | None] = {}
        update_wrapper(self, plain)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Any]:
        """The rows for these arguments; one query, and none where nothing can be found."""
        if kwargs:
            raise TypeError("a prepared query takes positional arguments")
        shapes = [shape(argument) for argument in args]
        if None in shapes:
            return list(self.plain(*args, **kwargs))
        key = tuple(one.key for one in shapes)  # type: ignore[union-attr]
        if key not in self.statements:
            if len(self.statements) >= MOST_SHAPES:
                return list(self.plain(*args, **kwargs))
            self.statements[key] = _prepare(self.plain, shapes)  # type: ignore[arg-type]
        statement = self.statements[key]
        if statement is None:
            return list(self.plain(*args, **kwargs))
        return statement.rows([value for one in shapes for value in one.values])  # type: ignore[union-attr]

    def first(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """The first row, None where there is none."""
        return next(iter(self(*args, **kwargs)), None)


def prepared(function: Callable[P, QuerySet[Any]]) -> Prepared[P]:
    """Mark a function whose QuerySet is compiled once for each shape of its arguments."""
    return Prepared(function)


def _prepare(plain: Callable[..., QuerySet[Any]], shapes: list[Shape]) -> _Statement | None:
    """Compile with two sets of stand-ins: the SQL must be the same, and what differs must be theirs.

    None for a query that isn't so, or that can find nothing: then Django is asked each time.
    """
    first, second = _stand_ins(shapes, 1), _stand_ins(shapes, 2)
    queryset = plain(*_arguments(shapes, first))
    try:
        sql, parameters = _compiled(queryset)
        same, others = _compiled(plain(*_arguments(shapes, second)))
    except EmptyResultSet:
        return None
    if sql != same or len(parameters) != len(others):
        return None
    slots = []
    for position, (one, other) in enumerate(zip(parameters, others, strict=True)):
        if one == other and type(one) is type(other):
            continue
        number = _found(one, first)
        if number is None or number != _found(other, second):
            return None
        slots.append((position, number, type(one)))
    return _Statement(queryset, sql, parameters, slots)


def _compiled(queryset: QuerySet[Any]) -> tuple[str, list[Any]]:
    sql, parameters = queryset.query.get_compiler(queryset.db).as_sql()
    return sql, list(parameters)


def _found(parameter: Any, stand_ins: list[Any]) -> int | None:
    """Which stand-in a parameter is; SQLite is given days as text."""
    return next((n for n, one in enumerate(stand_ins) if parameter in (one, str(one))), None)


def _stand_ins(shapes: list[Shape], turn: int) -> list[Any]:
    """Values that nothing else in a query is equal to; numbers fit a smallint."""
    numbers = count(31_000 - 500 * turn)
    return [_stand_in(value, turn, next(numbers)) for one in shapes for value in one.values]


def _stand_in(value: Any, turn: int, number: int) -> Any:
    if isinstance(value, date):
        return date(1, 1, 1) + timedelta(days=number)
    return number if isinstance(value, int) else f"stand-in-{turn}-{number}"


def _arguments(shapes: list[Shape], values: list[Any]) -> Iterator[Any]:
    rest = iter(values)
    for one in shapes:
        own = tuple(next(rest) for _value in one.values)
        yield one.make(own)
