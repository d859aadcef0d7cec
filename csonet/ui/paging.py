"""Which pages of a long list are linked to."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True)
class PageLink:
    """One link of the pagination; `gap` says that pages were left out before it."""

    number: int
    url: str
    current: bool = False
    gap: bool = False


@dataclass(frozen=True)
class PageLinks:
    """The numbered links and the two at the ends ("" where there is none)."""

    numbers: tuple[PageLink, ...]
    previous: str
    next: str


def page_links(page: Page, query: QueryDict | None, parameter: str = "page") -> PageLinks:
    """The first, the last and the neighbours of the page, with the rest of the query kept."""
    kept = query.copy() if query is not None else QueryDict(mutable=True)
    kept.pop(parameter, None)
    base = kept.urlencode()

    def url(number: int) -> str:
        return f"?{base}&{parameter}={number}" if base else f"?{parameter}={number}"

    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    numbers = tuple(
        PageLink(number, url(number), current=number == page.number, gap=bool(i) and number - shown[i - 1] > 1)
        for i, number in enumerate(shown)
    )
    return PageLinks(
        numbers,
        previous=url(page.number - 1) if page.number > 1 else "",
        next=url(page.number + 1) if page.number < last else "",
    )
