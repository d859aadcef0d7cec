"""The cast of every test: author, colleague, outsider, moderator, newcomer, branch, visitor."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import Membership, Organization, User
from csonet.reference import tallies, vocabulary
from csonet.testing import template
from csonet.testing.makers import make_organizations, make_users

# A run says the same as the one before it, on a slow machine too; CSONET_EXPLORE=500 looks for new examples instead.
_STEADY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("steady", derandomize=True, **_STEADY)
hypothesis_settings.register_profile("explore", max_examples=int(os.environ.get("CSONET_EXPLORE", "100")), **_STEADY)
hypothesis_settings.load_profile("explore" if "CSONET_EXPLORE" in os.environ else "steady")


def _restored_by(made: template.Template) -> Callable[[TransactionTestCase], None]:
    """In place of the teardown that empties every table after a test that commits: what migrations wrote went too."""

    def teardown(_case: TransactionTestCase) -> None:
        made.restore()
        vocabulary.forget()

    return teardown


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, django_db_createdb, django_db_modify_db_settings
):
    """The database of this process is a copy of one that was migrated once; --create-db, without -n, migrates anew."""
    made = template.of_this_engine()
    under_xdist = hasattr(request.config, "workerinput")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        made.begin(anew=django_db_createdb and not under_xdist)
        patch.setattr(TransactionTestCase, "_fixture_teardown", _restored_by(made))
        django_db_blocker.block()
        yield
        django_db_blocker.restore()
        made.end()


@dataclass
class Cast:
    """Who plays in the tests' stories, and for whom they act."""

    branch: User
    moderator: User
    author: User
    colleague: User
    outsider: User
    newcomer: User
    organization: Organization
    other_organization: Organization
    waiting_organization: Organization
    un_entity: Organization


@pytest.fixture(autouse=True)
def _fast_and_empty(settings):
    """Cheap passwords, an empty cache, plain static files, mails in memory."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()
    translation.deactivate()  # a page of another language that was asked before leaves nothing behind


@pytest.fixture(autouse=True)
def _vocabularies(request, monkeypatch):
    """The vocabularies are known before a test that uses the database counts queries, and don't grow old in it.

    What a test changes in them is rolled back in the database; then the process forgets it too.
    """
    monkeypatch.setattr(vocabulary, "LIFETIME", float("inf"))
    monkeypatch.setattr(tallies, "LOOK_EVERY", 0.0)
    tallies.forget()
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        vocabulary.warm()
    changes = vocabulary.changes()
    yield
    if vocabulary.changes() != changes:
        vocabulary.forget()


def _give_rights_of_officers(user: User) -> None:
    """What the group of officers may do, and no more: a hundred rows, which the database copies by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user_user_permissions (user_id, permission_id) SELECT %s, permission_id "
            "FROM auth_group_permissions JOIN auth_group ON auth_group.id = group_id WHERE name = 'NGO Branch'",
            [user.pk],
        )
        assert cursor.rowcount, "the database of the tests has no group of officers"


@pytest.fixture
def cast(db) -> Cast:
    """The whole cast with its organizations."""
    organization, other, waiting, entity = make_organizations(
        {"name": "Water for All Association", "acronym": "WAFA"},
        {"name": "Lake Shore Women's Cooperative"},
        {"name": "New Dawn Foundation", "verification": "registered"},
        {"name": "United Nations Demonstration Programme", "is_un_entity": True},
    )
    members = {
        "moderator": (entity, "owner"),
        "author": (organization, "owner"),
        "colleague": (organization, "editor"),
        "outsider": (other, "owner"),
        "newcomer": (waiting, "owner"),
    }
    *people, branch = make_users(*({"username": name} for name in members), {"username": "branch", "is_staff": True})
    _give_rights_of_officers(branch)
    belongings = zip(people, members.values(), strict=True)
    Membership.objects.bulk_create(
        Membership(user=user, organization=place, role=role) for user, (place, role) in belongings
    )
    return Cast(
        branch=branch,
        organization=organization,
        other_organization=other,
        waiting_organization=waiting,
        un_entity=entity,
        **dict(zip(members, people, strict=True)),
    )


@pytest.fixture
def branch(cast) -> User:
    return cast.branch


@pytest.fixture
def moderator(cast) -> User:
    return cast.moderator


@pytest.fixture
def author(cast) -> User:
    return cast.author


@pytest.fixture
def colleague(cast) -> User:
    return cast.colleague


@pytest.fixture
def outsider(cast) -> User:
    return cast.outsider


@pytest.fixture
def newcomer(cast) -> User:
    return cast.newcomer


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client in which the person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
