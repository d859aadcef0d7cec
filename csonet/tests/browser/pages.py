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
GROUP = "/{}/groups/water-harvesting-in-dry-lands/"
TOPIC = GROUP + "ferro-cement-tanks-crack-after-the-first-rains/"
CONSULTATION = "/{}/groups/consultation-on-the-review-of-reporting/what-should-the-report-ask/"

VISITOR: dict[str, Address] = {
    "home": "/{}/",
    "practices": "/{}/practices/",
    "practices-filtered": "/{}/practices/?goal=6&language=en",
    "practices-empty": "/{}/practices/?country=AQ",
    "practice": ("/{}/practices/", CARD, ""),
    "practice-history": ("/{}/practices/", CARD, "history/"),
    "organizations": "/{}/organizations/",
    "organizations-filtered": "/{}/organizations/?region=150&verified=yes",
    "organization": OWN,
    "organization-history": OWN + "history/",
    "organization-of-the-register": "/{}/organizations/quiet-rivers-international/",
    "decisions": "/{}/decisions/",
    "session": "/{}/decisions/2021-05-20/",
    "session-one-kind": "/{}/decisions/2021-05-20/?kind=granted",
    "roll-call": "/{}/decisions/votes/1/",
    "groups": "/{}/groups/",
    "group": GROUP,
    "group-about": GROUP + "about/",
    "group-resources": GROUP + "resources/",
    "group-search": GROUP + "search/?q=clay",
    "topic": TOPIC,
    "topic-print": TOPIC + "print/",
    "consultation": CONSULTATION,
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
    "member-of-a-group": GROUP,
    "members-of-a-group": GROUP + "members/",
    "topic-as-a-member": TOPIC,
    "reply": TOPIC + "reply/",
    "new-topic": GROUP + "new/",
    "new-group": "/{}/groups/new/",
    "closed-group": "/{}/groups/seed-keepers/",
    "join-a-group": "/{}/groups/青年与气候行动/join/",
}
MODERATOR: dict[str, Address] = {
    "groups-queue": "/{}/groups/moderation/",
    "group-queue": GROUP + "queue/",
    "group-record": GROUP + "record/",
    "topic-acts": TOPIC + "acts/",
    "closing": CONSULTATION + "closing/",
    "new-consultation": GROUP + "consult/",
    "moderate-a-post": (GROUP + "queue/", "main a[href*='/decide/']", ""),
    "look-after-a-member": (GROUP + "members/", "main li a[href*='/members/']", ""),
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
    "desk-posts": "/admin/engagement/comment/?waits=all",
    "desk-acts": "/admin/engagement/moderationstep/",
    "desk-mails": "/admin/engagement/incomingmail/",
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
