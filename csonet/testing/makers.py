"""Makers of realistic rows for tests. They write states directly, which nothing but a test may do."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Membership, Organization, User
from accounts.names import name_key
from csonet.content.models import Item
from practices.models import Practice

_number = count(1)
PASSWORD = "correct-horse-battery"


def make_user(username: str = "", *, password: str = PASSWORD, confirmed: bool = True, **kwargs: Any) -> User:
    """A person with a confirmed address."""
    n = next(_number)
    username = username or f"person{n}"
    kwargs.setdefault("email", f"{username}@example.org")
    kwargs.setdefault("name", username.title())
    user = User.objects.create_user(username=username, password=password, **kwargs)
    user.emailaddress_set.create(email=user.email, verified=confirmed, primary=True)
    return user


def make_organization(name: str = "", **kwargs: Any) -> Organization:
    """An approved organization unless `verification` says otherwise."""
    n = next(_number)
    name = name or f"Association {n} for Clean Water"
    kwargs.setdefault("verification", "verified")
    kwargs.setdefault("slug", f"{slugify(name, allow_unicode=True)[:100]}-{n}")
    return Organization.objects.create(name=name, name_key=name_key(name), **kwargs)


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
