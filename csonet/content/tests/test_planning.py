"""SQLite chooses its ways by figures, which are there after every migration."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate

from csonet.content.models import Item
from csonet.content.planning import analyse
from csonet.notifications import jobs
from csonet.testing.makers import make_item
from practices.models import Practice

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its figures itself")
def test_many_keys_are_looked_up_one_by_one_and_not_among_all_that_is_published(cast):
    keys = [make_item(Practice, author=cast.author, organization=cast.organization).pk for _number in range(60)]
    rows = Item.objects.published().filter(pk__in=keys[:5])
    analyse()
    assert "PRIMARY KEY" in rows.explain()


def test_the_figures_are_made_after_migrating_and_every_night():
    assert post_migrate.has_listeners(apps.get_app_config("content"))
    assert jobs.REGISTRY["figures-of-tables"].run is analyse
