"""Does an applicant's e-mail address belong to the organization's web site?"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

#: Where anybody can have an address: it says nothing about an organization.
# fmt: off
FREE_MAIL = frozenset(
    {
        "126.com", "163.com", "aol.com", "bk.ru", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net",
        "googlemail.com", "hotmail.com", "hotmail.fr", "icloud.com", "inbox.ru", "laposte.net", "libero.it",
        "list.ru", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "naver.com", "orange.fr",
        "outlook.com", "outlook.fr", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com",
        "rocketmail.com", "sina.com", "terra.com.br", "tutanota.com", "uol.com.br", "wanadoo.fr", "web.de",
        "yahoo.ca", "yahoo.co.in", "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr",
        "yahoo.in", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)
# fmt: on


@dataclass(frozen=True)
class DomainCheck:
    """The two domains, whether one lies within the other, and whether the address is of a free-mail service."""

    mail: str
    site: str
    is_same: bool
    is_free: bool


def compare(email: str, website: str) -> DomainCheck:
    """Compare the domain of an address with that of a web site; either may be empty.

    "mail.example.org" and "www.example.org" are the same when one ends in the other; suffixes of one label are not.
    """
    mail = email.rpartition("@")[2].casefold().strip(".")
    try:
        site = (urlsplit(website).hostname or "").casefold().removeprefix("www.").strip(".")
    except ValueError:  # what was imported or typed is no address
        site = ""
    is_free = mail in FREE_MAIL
    is_same = bool(mail and site) and not is_free and (_within(mail, site) or _within(site, mail))
    return DomainCheck(mail, site, is_same, is_free)


def _within(one: str, other: str) -> bool:
    return one == other or (one.endswith(f".{other}") and "." in other)
