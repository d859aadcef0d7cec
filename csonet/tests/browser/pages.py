"""The pages that the judges look at, by who opens them.

An address is a path with {} for the language, or (list, selector, suffix): what the list's first such link leads to,
and from there the relative address `suffix`.
"""

from __future__ import annotations

from urllib.parse import urljoin

from playwright.sync_api import Page

Address = str | tuple[str, str, str]

CARD = "main .card a"
ROW = "#result_list tbody a"
OWN = "/{}/organizations/wells-and-rain-association/"
HEARING = "/{}/events/hearing-with-civil-society-on-water-and-health/"
DELEGATION = HEARING + "delegations/wells-and-rain-association/"

VISITOR: dict[str, Address] = {
    "home": "/{}/",
    "practices": "/{}/practices/",
    "practices-filtered": "/{}/practices/?goal=6&language=en",
    "practices-empty": "/{}/practices/?country=AQ",
    "practice": ("/{}/practices/", CARD, ""),
    "practice-history": ("/{}/practices/", CARD, "history/"),
    "events": "/{}/events/",
    "events-filtered": "/{}/events/?mode=online&body=csw",
    "events-past": "/{}/events/?when=past",
    "calendar": "/{}/events/calendar/",
    "calendar-week": "/{}/events/calendar/?view=week",
    "calendar-list": "/{}/events/calendar/?view=list",
    "calendar-agenda": "/{}/events/calendar/?view=agenda&clock=mine",
    "event": HEARING,
    "event-series": "/{}/events/monthly-hour-with-the-ngo-branch/",
    "event-cancelled": "/{}/events/side-event-rivers-without-borders/",
    "event-paper": "/{}/events/verify/AAAA-BBBB-CCCC/",
    "organizations": "/{}/organizations/",
    "organizations-filtered": "/{}/organizations/?region=150&verified=yes",
    "organization": OWN,
    "organization-history": OWN + "history/",
    "organization-of-the-register": "/{}/organizations/quiet-rivers-international/",
    "decisions": "/{}/decisions/",
    "session": "/{}/decisions/2021-05-20/",
    "session-one-kind": "/{}/decisions/2021-05-20/?kind=granted",
    "roll-call": "/{}/decisions/votes/1/",
    "search": "/{}/search/?q=water",
    "search-empty": "/{}/search/?q=qqqqzzzz",
    "about": "/{}/about/",
    "terms": "/{}/terms/",
    "privacy": "/{}/privacy/",
    "accessibility": "/{}/accessibility/",
    "contact": "/{}/contact/",
    "not-found": "/{}/there-is-no-such-page/",
    "sign-in": "/{}/accounts/login/",
    "sign-up": "/{}/accounts/signup/",
    "forgotten": "/{}/accounts/password/reset/",
}
AUTHOR: dict[str, Address] = {
    "dashboard": "/{}/dashboard/",
    "my-events": "/{}/events/mine/",
    "new-event": "/{}/events/new/",
    "import-events": "/{}/events/import/",
    "register": "/{}/events/monthly-hour-with-the-ngo-branch/register/",
    "delegation": DELEGATION,
    "nominate": DELEGATION + "nominate/",
    "roster": DELEGATION + "file/",
    "more-seats": DELEGATION + "seats/",
    "registration": (DELEGATION, "main .card a", ""),
    "new-practice": "/{}/practices/new/",
    "own-practice": "/{}/practices/rain-water-kept-in-village-tanks/",
    "edit-published": "/{}/practices/rain-water-kept-in-village-tanks/edit/",
    "history": "/{}/practices/rain-water-kept-in-village-tanks/history/",
    "submitted": "/{}/practices/bus-stops-that-speak/",
    "preview": "/{}/practices/bus-stops-that-speak/preview/",
    "notices": "/{}/notices/",
    "notice-settings": "/{}/notices/settings/",
    "settings": "/{}/accounts/settings/",
    "email": "/{}/accounts/email/",
    "password": "/{}/accounts/password/change/",
    "second-factor": "/{}/accounts/2fa/",
    "sessions": "/{}/accounts/sessions/",
    "sign-out": "/{}/accounts/logout/",
    "members": OWN + "members/",
    "edit-organization": OWN + "edit/",
    "new-organization": "/{}/organizations/new/",
    "join": "/{}/organizations/delta-fisherfolk-forum/join/",
    "claim": "/{}/organizations/league-of-harbour-lights/claim/",
}
NEWCOMER: dict[str, Address] = {
    "waiting-dashboard": "/{}/dashboard/",
    "not-yet": "/{}/practices/new/",
}
BRANCH: dict[str, Address] = {
    "desk": "/admin/",
    "queue": "/admin/content/case/",
    "review": ("/admin/content/case/", ROW, ""),
    "look": ("/admin/content/case/", ROW, "../look/"),
    "desk-organizations": "/admin/accounts/organization/",
    "organization-review": ("/admin/accounts/organization/", ROW, ""),
    "organization-merge": ("/admin/accounts/organization/", ROW, "../merge/"),
    "organization-change": ("/admin/accounts/organization/", ROW, "../change/"),
    "people": "/admin/accounts/user/",
    "person": ("/admin/accounts/user/", "#result_list th a", ""),
    "style-guide": "/{}/style-guide/",
    "no-right": "/admin/auth/group/",
}
MODERATOR: dict[str, Address] = {
    "event-manage": HEARING + "manage/",
    "event-rule": HEARING + "manage/rules/new/",
    "event-question": (HEARING + "manage/", "#rules .card li a", ""),
    "event-people": HEARING + "people/",
    "event-door": HEARING + "door/?q=a",
    "event-changes": HEARING + "changes/",
    "event-meeting": ("/{}/events/monthly-hour-with-the-ngo-branch/changes/", "#meetings a", ""),
    "event-figures": HEARING + "figures/",
    "event-co-hosts": HEARING + "co-hosts/",
}
ROLES = {"": VISITOR, "author": AUTHOR, "newcomer": NEWCOMER, "moderator": MODERATOR, "branch": BRANCH}


def find(page: Page, address: Address, language: str) -> str:
    """The path of an address in a language; opens the list where one has to be looked into."""
    if isinstance(address, str):
        return address.format(language)
    where, selector, suffix = address
    page.goto(where.format(language))
    href = page.locator(selector).first.get_attribute("href")
    assert href, f"no {selector} on {where}"
    return urljoin(urljoin(page.url, href), suffix)
