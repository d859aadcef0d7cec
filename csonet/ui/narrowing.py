"""The one component that narrows lists: what an address chose, chips to take it away, options with their counts.

Values of one facet are joined by OR, facets by AND. Everything is a GET parameter and works without a script: a form of
check boxes, links that take one value away, a link that shows the whole of a long facet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from csonet import bits
from csonet.ui import times
from csonet.ui.markup import attributes, escaped, format_html
from csonet.ui.words import counted

#: More values of one facet than anybody chooses by hand are cut off.
MOST_VALUES = 20
#: A facet with more options than this shows the SHOWN that most stand under, and a link to all of them.
MOST_OPTIONS, SHOWN = 20, 10
#: The parameter that names the facet of which all options are shown.
ALL = "all"
#: The days between which something was published.
SINCE, UNTIL = "since", "until"


#: Value, label, number of rows.
Option = tuple[str, Any, int | None]


@dataclass(frozen=True)
class Choices:
    """One way to narrow: its parameter, its heading, its options in the reader's order.

    is_offered: has it a place in the form? What has none keeps its values in hidden fields.
    """

    name: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    is_offered: bool = True


@dataclass
class Narrowing:
    """What an address chose. `kept` are its other parameters that every link keeps (q, sort)."""

    facets: Sequence[Any]
    chosen: dict[str, list[str]]
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    shows_all: str = ""

    def __bool__(self) -> bool:
        return bool(self.chosen or self.days)

    def query(self, but: tuple[str, str] | None = None, **more: str) -> str:
        """The address's query for what is chosen, without one value, beginning with "?"."""
        query = QueryDict(mutable=True)
        for name, value in self.kept.items():
            if value:
                query[name] = value
        for name, values in self.chosen.items():
            query.setlist(name, [value for value in values if (name, value) != but])
        for name, day in self.days.items():
            if but is None or but[0] != name:
                query[name] = day.isoformat()
        for name, value in more.items():
            query[name] = value
            if not value:
                del query[name]
        return f"?{query.urlencode()}"

    def chips(self) -> list[dict[str, str]]:
        """Each chosen value with the address of the list without it."""
        labels = {facet.name: facet.label for facet in self.facets}
        found = [
            {"label": f"{labels[name]}: {self.names[name, value]}", "url": self.query(but=(name, value))}
            for name, values in self.chosen.items()
            for value in values
        ]
        words = {SINCE: _("Published since %(day)s"), UNTIL: _("Published until %(day)s")}
        return found + [
            {
                "label": words[name] % {"day": times.written(day, get_language() or "en")},
                "url": self.query(but=(name, "")),
            }
            for name, day in self.days.items()
        ]

    @property
    def cleared(self) -> str:
        """The address's query with nothing chosen."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.kept.items() if value})
        return f"?{query.urlencode()}"

    def panels(
        self,
        counts: Mapping[str, Mapping[str, int]],
        further: Mapping[str, list[Option]] | None = None,
        *,
        dated: bool = True,
    ) -> list[SafeString]:
        """The facets as parts of the form, what was chosen in hidden fields included.

        counts: facet → value → number. further: the options of facets that have no choices of their own. dated: with
        the days of publication.
        """
        found = [self._panel(facet, counts, (further or {}).get(facet.name)) for facet in self.facets]
        return [*found, self._dates()] if dated else found

    def _panel(self, facet: Any, counts: Mapping[str, Mapping[str, int]], further: list[Option] | None) -> SafeString:
        chosen = self.chosen.get(facet.name, [])
        if not facet.is_offered and not further:
            return hidden_fields((facet.name, value) for value in chosen)
        if further is not None:
            known = {option[0] for option in further}
            options = [(value, self.names[facet.name, value], None) for value in chosen if value not in known] + further
        else:
            options = options_of(facet.choices, counts.get(facet.name, {}), chosen)
        if len(options) <= MOST_OPTIONS or self.shows_all == facet.name:
            return options_html(facet.label, facet.name, options, chosen, is_open=self.shows_all == facet.name)
        link = f"{self.query(**{ALL: facet.name})}#facet-{facet.name}"
        return options_html(facet.label, facet.name, most_counted(options, chosen), chosen, more=(link, len(options)))

    def _dates(self) -> SafeString:
        """The first and the last day, to be typed or picked."""
        labels = {SINCE: pgettext("day of publication", "From"), UNTIL: pgettext("day of publication", "Until")}
        fields = "".join(
            f'<div class="field"><label class="field__label" for="facet-{name}">{labels[name]}</label>'
            f"<input{attributes(type='date', id=f'facet-{name}', name=name, value=_iso(self.days.get(name)))}></div>"
            for name in (SINCE, UNTIL)
        )
        title = _("Day of publication")
        return mark_safe(  # noqa: S308  # fixed words and dates
            f'<details class="facet"{" open" if self.days else ""}><summary>{title}</summary><fieldset>'
            f'<legend class="visually-hidden">{title}</legend>{fields}</fieldset></details>'
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def days_of(query: QueryDict) -> dict[str, date]:
    """The days that an address gives; what is no day is left out."""
    found = {}
    for name in (SINCE, UNTIL):
        try:
            day = parse_date(query.get(name, "")[:10])
        except ValueError:
            day = None
        if day is not None and 2000 <= day.year < 2200:
            found[name] = day
    return found


def values_of(query: QueryDict, name: str) -> list[str]:
    """What an address gives for one facet, each once; nothing that no key can hold."""
    return [value for value in dict.fromkeys(query.getlist(name)[:200]) if value and "\0" not in value]


def options_of(choices: Iterable[tuple[str, Any]], counts: Mapping[str, int], chosen: Iterable[str]) -> list[Option]:
    """Options with their counts; those without a single row are left out, unless chosen."""
    return [(value, label, counts.get(value, 0)) for value, label in choices if counts.get(value) or value in chosen]


def most_counted(options: list[Option], chosen: Iterable[str]) -> list[Option]:
    """The chosen ones and those with the most rows, the most first."""
    own = set(chosen)
    order = sorted(range(len(options)), key=lambda n: (options[n][0] not in own, -(options[n][2] or 0), n))
    return [options[n] for n in order[: max(SHOWN, len(own))]]


def options_html(
    legend: Any,
    name: str,
    options: Iterable[Any],
    chosen: Iterable[str],
    *,
    is_open: bool = False,
    more: tuple[str, int] | None = None,
) -> SafeString:
    """A group of check boxes behind its heading. options: (value, label) or (value, label, count).

    more: the address that shows all of the options, and how many they are.
    """
    written = tuple((str(value), escaped(label), count[0] if count else None) for value, label, *count in options)
    own = tuple(str(value) for value in chosen)
    return _options_html(escaped(legend), name, written, own, is_open, more, get_language() or "en")


@lru_cache(maxsize=1024)
def _options_html(
    title: str,
    name: str,
    options: tuple[tuple[str, str, int | None], ...],
    chosen: tuple[str, ...],
    is_open: bool,
    more: tuple[str, int] | None,
    language: str,
) -> SafeString:
    """The HTML of a facet. It depends on nothing but the arguments, which are the same for most readers of a list."""
    own = frozenset(chosen)
    rows = [_row(name, option, option[0] in own, language) for option in options]
    if not rows:
        return mark_safe("")
    figure = f' <span class="count">{counted(len(own))}</span>' if own else ""
    link = format_html('<p><a href="{}">{}</a></p>', more[0], _show_all(more[1])) if more else ""
    return mark_safe(  # noqa: S308  # every part is escaped
        f'<details class="facet" id="facet-{escaped(name)}"{" open" if is_open or own else ""}>'
        f'<summary>{title}{figure}</summary><fieldset><legend class="visually-hidden">{title}</legend>'
        f"<ul>{''.join(rows)}</ul>{link}</fieldset></details>"
    )


def _show_all(number: int) -> str:
    return pgettext("options of a filter", "Show all %(number)s") % {"number": counted(number)}


def _row(name: str, option: tuple[str, str, int | None], is_chosen: bool, language: str) -> str:
    value, label, count = option
    figure = f' <span class="count">{_figure(count, language)}</span>' if count is not None else ""
    return (
        f"<li><label><input{_input(name, value)}{' checked' if is_chosen else ''}> "
        f"<span>{label}</span>{figure}</label></li>"
    )


@lru_cache(maxsize=4096)
def _input(name: str, value: str) -> SafeString:
    return attributes(type="checkbox", name=name, value=value)


@lru_cache(maxsize=4096)
def _figure(number: int, language: str) -> str:
    return counted(number)


def hidden_fields(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Values that a form sends along without showing them."""
    return mark_safe(  # noqa: S308  # every part is escaped
        "".join(f"<input{attributes(type='hidden', name=name, value=value)}>" for name, value in pairs)
    )


def counts_of(
    facets: Iterable[Any], chosen: Mapping[str, Any], rows: int, sets: Callable[[Any], Mapping[str, int]]
) -> tuple[int, dict[str, dict[str, int]]]:
    """The rows that fit all facets; and for each facet, how many stand under each option, of those the others leave.

    rows: the rows before any facet, as a set of bits. sets: facet → value → set.
    """
    facets = list(facets)
    masks = {facet.name: any_of(sets(facet), chosen[facet.name]) for facet in facets if facet.name in chosen}
    fitting = _all_of(rows, masks, "")
    found = {}
    for facet in facets:
        left = _all_of(rows, masks, facet.name) if facet.name in masks else fitting
        found[facet.name] = bits.shared(left, sets(facet))
    return fitting, found


def fitting(
    facets: Iterable[Any], chosen: Mapping[str, Any], rows: int, sets: Callable[[Any], Mapping[str, int]]
) -> int:
    """Those of the rows that fit these facets, of each of which something is chosen."""
    for facet in facets:
        rows &= any_of(sets(facet), chosen[facet.name])
    return rows


def any_of(sets: Mapping[str, int], values: Iterable[str]) -> int:
    """The rows that stand under any of the values."""
    found = 0
    for value in values:
        found |= sets.get(value, 0)
    return found


def _all_of(rows: int, masks: Mapping[str, int], but: str) -> int:
    for name, mask in masks.items():
        if name != but:
            rows &= mask
    return rows
