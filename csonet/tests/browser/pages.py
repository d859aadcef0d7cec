"""The pages that the judges look at, by who opens them.

An address is a path with {} for the language, or (list, selector, suffix): what the first such link of the list (an
address too) leads to, and from there the relative address `suffix`.
"""

from __future__ import annotations

from urllib.parse import urljoin

from playwright.sync_api import Page

Address = str | tuple["Address", str, str]

CARD = "main .card a"
ROW = "#result_list tbody a"
PUMP = "/{}/requests/a-hand-pump-that-our-own-people-can-mend/"
SEAT = "/{}/articles/a-seat-that-fits-how-small-organizations-can-be-heard-at-large-meetings/"
OWN = "/{}/organizations/wells-and-rain-association/"
GROUP = "/{}/groups/water-harvesting-in-dry-lands/"
TOPIC = GROUP + "ferro-cement-tanks-crack-after-the-first-rains/"
CONSULTATION = "/{}/groups/consultation-on-the-review-of-reporting/what-should-the-report-ask/"
HEARING = "/{}/events/hearing-with-civil-society-on-water-and-health/"
DELEGATION = HEARING + "delegations/wells-and-rain-association/"
COURSE = "/{}/training/writing-a-best-practice-that-others-can-repeat/"
APPLYING = "/{}/training/applying-for-consultative-status/"
QUIZ: Address = (APPLYING + "quizzes/", "main tbody a", "")

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
    "requests": "/{}/requests/",
    "requests-filtered": "/{}/requests/?help=training&life=open",
    "request": PUMP,
    "request-solved": "/{}/requests/semillas-que-resistan-la-sequía/",
    "request-expired": "/{}/requests/a-boat-for-the-mobile-clinic-before-the-floods/",
    "offer-accepted": ("/{}/requests/semillas-que-resistan-la-sequía/", "#accepted a[href*='/offers/']", ""),
    "still-needed-gone": "/{}/requests/still-needed/no-such-link/",
    "projects": "/{}/projects/",
    "project": "/{}/projects/rain-water-for-forty-schools/",
    "project-running": "/{}/projects/cash-and-a-coach-for-two-hundred-households/",
    "interest-accepted": ("/{}/projects/rain-water-for-forty-schools/", "#partners a[href*='/interests/']", ""),
    "partnerships": "/{}/projects/partnerships/",
    "news": "/{}/news/",
    "news-item": ("/{}/news/", CARD, ""),
    "news-archive": "/{}/news/archive/",
    "news-year": ("/{}/news/archive/", "main a[href*='/news/2']", ""),
    "articles": "/{}/articles/",
    "article": SEAT,
    "organizations": "/{}/organizations/",
    "organizations-filtered": "/{}/organizations/?region=150&verified=yes",
    "organizations-all-of-a-facet": "/{}/organizations/?all=country",
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
    "discussion": TOPIC,
    "topic-print": TOPIC + "print/",
    "consultation": CONSULTATION,
    "search": "/{}/search/?q=water",
    "search-empty": "/{}/search/?q=qqqqzzzz",
    "search-languages": "/{}/search/?q=women OR femmes OR mujeres OR women",
    "search-misspelt": "/{}/search/?q=womenn",
    "search-filtered": "/{}/search/?q=water&kind=practice&kind=news&goal=6&since=2011-01-01&all=country",
    "goals": "/{}/goals/",
    "goal": "/{}/goals/6/",
    "topics": "/{}/topics/",
    "topic": "/{}/topics/water-and-sanitation/",
    "countries": "/{}/countries/",
    "country": "/{}/countries/KE/",
    "country-empty": "/{}/countries/AQ/",
    "region": "/{}/regions/002/",
    "about": "/{}/about/",
    "terms": "/{}/terms/",
    "privacy": "/{}/privacy/",
    "accessibility": "/{}/accessibility/",
    "data": "/{}/data/",
    "contact": "/{}/contact/",
    "verify-a-certificate": "/{}/certificates/",
    "no-certificate": "/{}/certificates/?code=AAAAA-AAAAA-AAAA",
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
    "announcement": ("/{}/notices/", "main a[href*='/notices/announcements/']", ""),
    "notice-settings": "/{}/notices/settings/",
    "goal-followed": "/{}/goals/6/",
    "saved-searches": "/{}/searches/",
    "save-a-search": "/{}/searches/new/?page=/en/practices/%3Fgoal%3D6",
    "settings": "/{}/accounts/settings/",
    "email": "/{}/accounts/email/",
    "password": "/{}/accounts/password/change/",
    "second-factor": "/{}/accounts/2fa/",
    "sessions": "/{}/accounts/sessions/",
    "sign-out": "/{}/accounts/logout/",
    "course-certificates": COURSE + "certificates/",
    "certificate-to-look-after": (COURSE + "certificates/", "main tbody a", ""),
    "revoke-a-certificate": (COURSE + "certificates/?state=valid", "main tbody a", "revoke/"),
    "course-quizzes": APPLYING + "quizzes/",
    "quiz-to-look-after": QUIZ,
    "mark-again": (QUIZ, "#questions li .meta a", ""),
    "mark-again-seen": (QUIZ, "#questions li .meta a", "?rule=full"),
    "members": OWN + "members/",
    "edit-organization": OWN + "edit/",
    "new-request": "/{}/requests/new/",
    "edit-request": PUMP + "edit/",
    "own-request": PUMP,
    "offer-to-answer": (PUMP, "#offers a", ""),
    "request-needed": "/{}/requests/land-rights-explained-in-pictures/",
    "new-offer": "/{}/requests/who-has-taught-market-women-to-keep-books-by-phone/offer/",
    "link": "/{}/requests/who-has-taught-market-women-to-keep-books-by-phone/link/",
    "ask": "/{}/requests/who-has-taught-market-women-to-keep-books-by-phone/ask/",
    "new-project": "/{}/projects/new/",
    "own-project": "/{}/projects/rain-water-for-forty-schools/",
    "report": "/{}/projects/sign-language-in-every-clinic-of-the-province/report/",
    "wishes": "/{}/projects/wishes/wells-and-rain-association/",
    "new-news": "/{}/news/new/",
    "new-article": "/{}/articles/new/",
    "co-authors": SEAT + "authors/",
    "co-author-requests": "/{}/articles/coauthors/",
    "feeds": "/{}/news/feeds/",
    "new-feed": "/{}/news/feeds/new/",
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
    "event-manage": HEARING + "manage/",
    "event-rule": HEARING + "manage/rules/new/",
    "event-question": (HEARING + "manage/", "#rules .card li a", ""),
    "event-people": HEARING + "people/",
    "event-door": HEARING + "door/?q=a",
    "event-changes": HEARING + "changes/",
    "event-meeting": ("/{}/events/monthly-hour-with-the-ngo-branch/changes/", "#meetings a", ""),
    "event-figures": HEARING + "figures/",
    "event-co-hosts": HEARING + "co-hosts/",
    "groups-queue": "/{}/groups/moderation/",
    "group-queue": GROUP + "queue/",
    "group-record": GROUP + "record/",
    "topic-acts": TOPIC + "acts/",
    "closing": CONSULTATION + "closing/",
    "new-consultation": GROUP + "consult/",
    "moderate-a-post": (GROUP + "queue/", "main a[href*='/decide/']", ""),
    "look-after-a-member": (GROUP + "members/", "main li a[href*='/members/']", ""),
}
OUTSIDER: dict[str, Address] = {
    "tasks": "/{}/dashboard/",
    "my-certificates": "/{}/certificates/mine/",
    "own-certificate": ("/{}/certificates/mine/", "main .card:has(.badge--good) h2 a", ""),
    "replaced-certificate": ("/{}/certificates/mine/", "main .card:has(.badge--warn) h2 a", ""),
    "quiz-rules": (APPLYING + "lessons/3/", "main a[href*='/quiz/']", ""),
    "own-offer": ("/{}/dashboard/", "#for-me a[href*='/offers/']", ""),
    "new-interest": "/{}/projects/тёплые-классы-в-горных-школах/interest/",
    "feed": ("/{}/news/feeds/", "main .panel a", ""),
    "feed-mapping": ("/{}/news/feeds/", "main .panel a", "edit/"),
}
NEWCOMER: dict[str, Address] = {
    "waiting-dashboard": "/{}/dashboard/",
    "not-yet": "/{}/practices/new/",
}
BRANCH: dict[str, Address] = {
    "desk": "/admin/",
    "queue": "/admin/content/case/",
    "desk-feeds": "/admin/news/feed/",
    "desk-feed": ("/admin/news/feed/", "#result_list th a", ""),
    "desk-pins": "/admin/news/pin/",
    "desk-requests": "/admin/projects/solutionrequest/",
    "desk-questions": "/admin/projects/question/",
    "desk-partnerships": "/admin/projects/partnership/",
    "news-to-pin": ("/en/news/", CARD, ""),
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
    "desk-certificates": "/admin/training/certificate/",
    "desk-certificate": ("/admin/training/certificate/", ROW, ""),
    "desk-mails": "/admin/engagement/incomingmail/",
}
ROLES = {
    "": VISITOR,
    "author": AUTHOR,
    "outsider": OUTSIDER,
    "newcomer": NEWCOMER,
    "moderator": MODERATOR,
    "branch": BRANCH,
}


def find(page: Page, address: Address, language: str) -> str:
    """The path of an address in a language; opens the list where one has to be looked into."""
    if isinstance(address, str):
        return address.format(language)
    where, selector, suffix = address
    page.goto(find(page, where, language))
    href = page.locator(selector).first.get_attribute("href")
    assert href, f"no {selector} on {where}"
    return urljoin(urljoin(page.url, href), suffix)
