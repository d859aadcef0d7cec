"""Signing in by user name or e-mail address: one look-up, one check of the password, whatever was typed."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import get_user_by_username
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest

from accounts.models import User
from csonet.prepared import prepared


def find_account(login: str) -> User | None:
    """The account of that e-mail address or user name, without regard to case; an address goes before a name."""
    if not login or "\x00" in login:
        return None
    if "@" in login:
        found = User.objects.alias(address=Lower("email")).filter(address=login.lower()).first()
        if found:
            return found
    return get_user_by_username(login)


class SignInBackend(AuthenticationBackend):
    """As allauth's, but a known name costs one check of the password, like an unknown one (ASVS 6.3.8)."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        login = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(find_account(login), credentials.get("password") or "")

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None for one who may not be signed in any more."""
        person = _person.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        """As Django's: rights of the person ("user") or of their groups ("group"), read once and kept on the object."""
        kept = f"_{from_name}_perm_cache"
        ordinary = user_obj.is_active and not user_obj.is_anonymous and not user_obj.is_superuser and obj is None
        if ordinary and not hasattr(user_obj, kept):
            rows = (_own_rights if from_name == "user" else _rights_of_groups)(user_obj.pk)
            setattr(user_obj, kept, {f"{app}.{name}" for app, name in rows})
        return super()._get_permissions(user_obj, obj, from_name)


_RIGHT = ("content_type__app_label", "codename")


@prepared
def _own_rights(pk: int) -> QuerySet[Any]:
    return Permission.objects.filter(user=pk).order_by().values_list(*_RIGHT)


@prepared
def _rights_of_groups(pk: int) -> QuerySet[Any]:
    return Permission.objects.filter(group__user=pk).order_by().values_list(*_RIGHT)


@prepared
def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
