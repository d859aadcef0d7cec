"""Makers of realistic rows for tests. They write states directly, which nothing but a test may do."""

from __future__ import annotations

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Membership, Organization, User
from accounts.names import name_key
from csonet.content.models import Item
from csonet.reference import tallies
from practices.models import Practice

_number = count(1)
PASSWORD = "correct-horse-battery"


def make_user(username: str = "", **kwargs: Any) -> User:
    """A person with a confirmed address, unless `confirmed` says otherwise."""
    return make_users({"username": username, **kwargs})[0]


def make_users(*wanted: dict[str, Any]) -> list[User]:
    """Several people, in two statements. Their `password` is PASSWORD unless they say otherwise."""
    users, confirmed = [], []
    for given in wanted:
        n, given = next(_number), dict(given)
        confirmed.append(given.pop("confirmed", True))
        username, password = given.pop("username", "") or f"person{n}", given.pop("password", PASSWORD)
        given = {"email": f"{username}@example.org", "name": username.title(), **given}
        users.append(User(username=username, password=make_password(password), **given))
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=verified, primary=True)
        for user, verified in zip(users, confirmed, strict=True)
    )
    return users


def make_organization(name: str = "", **kwargs: Any) -> Organization:
    """An approved organization unless `verification` says otherwise."""
    return make_organizations({"name": name, **kwargs})[0]


def make_organizations(*wanted: dict[str, Any]) -> list[Organization]:
    """Several organizations in two statements: their rows, and the journal that pages with figures follow."""
    organizations = []
    for given in wanted:
        n, given = next(_number), dict(given)
        name = given.pop("name", "") or f"Association {n} for Clean Water"
        given.setdefault("verification", "verified")
        given.setdefault("slug", f"{slugify(name, allow_unicode=True)[:100]}-{n}")
        organizations.append(Organization(name=name, name_key=name_key(name), **given))
    Organization.objects.bulk_create(organizations)
    tallies.note("organization", [one.pk for one in organizations])
    return organizations


def join(user: User, organization: Organization, role: str = "owner") -> Membership:
    """Make the person act for the organization."""
    user.__dict__.pop("standing", None)
    return Membership.objects.create(user=user, organization=organization, role=role)


def make_item(model: type[Item], *, status: str = "published", **kwargs: Any) -> Any:
    """An item of any noun in any state."""
    n = next(_number)
    kwargs.setdefault("title", f"Rain water kept in village tanks {n}")
    kwargs.setdefault("slug", f"{slugify(kwargs['title'], allow_unicode=True)[:100]}-{n}")
    kwargs.setdefault("summary", "Twelve villages keep rain for the dry months.")
    kwargs.setdefault("language", "en")
    if "organization" not in kwargs:
        kwargs["organization"] = make_organization()
    if "author" not in kwargs:
        kwargs["author"] = make_user()
        join(kwargs["author"], kwargs["organization"])
    if status in ("published", "archived", "expired", "hidden", "withdrawn"):
        kwargs.setdefault("published_at", timezone.now())
    return model.objects.create(status=status, **kwargs)


def make_practice(**kwargs: Any) -> Practice:
    """A best practice, published unless `status` says otherwise."""
    kwargs.setdefault("problem", "Wells fall dry from June to September.")
    kwargs.setdefault("action", "Families built tanks of ferro-cement.")
    return make_item(Practice, **kwargs)
