"""Every page of discussions is looked at by the outside judges: axe, the HTML checker, narrow windows."""

from __future__ import annotations

import re

from django.urls import resolve, reverse

from csonet.tests.browser.pages import GROUP, ROLES, Address
from discussions.urls import urlpatterns

#: Addresses that lead on to a page, and files.
NO_PAGES = {
    *("post", "topic_unread"),
    *("group_feed", "group_topics_feed", "topic_feed"),
    *("group_export", "group_posts_export", "topic_export"),
}


def name_of(address: Address) -> str:
    """The name of the page that a judge opens; for the link on a page, by the end of its address."""
    if isinstance(address, str):
        path = address.format("en").partition("?")[0]
    else:
        _page, selector, suffix = address
        end = re.search(r"/([a-z]+)/'", selector) if not suffix else None
        path = reverse("post", args=[1]) + (suffix or (f"{end.group(1)}/" if end else ""))
        if end and end.group(1) == "members":
            path = f"{GROUP.format('en')}members/1/"
    return resolve(path).url_name


def test_every_page_is_walked():
    ours = [address for pages in ROLES.values() for address in pages.values()]
    ours = [one for one in ours if "/groups/" in (one if isinstance(one, str) else one[0])]
    walked = {name_of(address) for address in ours}
    pages = {
        pattern.name
        for pattern in urlpatterns
        if "get" in getattr(pattern.callback.view_class, "http_method_names", [])
        and hasattr(pattern.callback.view_class, "get")
    }
    assert len(pages) > 30
    assert pages - NO_PAGES - walked == set()
