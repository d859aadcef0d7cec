from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "csonet.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Reasons load with the vocabularies; organizations go into the index; scheduled items appear at their time."""
        # Models are there only once all apps are loaded.
        from django.core.checks import register
        from django.db.models.signals import m2m_changed, post_delete, post_save

        from accounts.organizations.sections import register_section
        from accounts.signals import organization_changed, organizations_imported
        from csonet.content import (
            readers,  # noqa: F401  # registers the shape of a person
            tallying,
        )
        from csonet.content.checks import check_nouns
        from csonet.content.exports import register_nouns
        from csonet.content.of_organization import items_moved, published_section
        from csonet.content.publication import release_due
        from csonet.content.reasons import REASONS
        from csonet.content.search import checks, drift, fruitless, indexing  # noqa: F401
        from csonet.notifications import jobs
        from csonet.reference import loading, tallies

        register(check_nouns)
        loading.register(REASONS)
        organization_changed.connect(indexing.organization_changed, dispatch_uid="search-organization")
        organizations_imported.connect(indexing.organizations_imported, dispatch_uid="search-organizations")
        organization_changed.connect(items_moved, dispatch_uid="search-items-of-organization")
        register_section(published_section)
        register_nouns()
        jobs.register("scheduled-items", release_due, timedelta(seconds=30))
        jobs.register("search-drift", drift.check, timedelta(days=1))
        jobs.register("searches-without-results", fruitless.forget_old, timedelta(days=1))
        for signal in (post_save, post_delete):
            signal.connect(tallying.row_changed, dispatch_uid=f"tally-rows-{id(signal)}")
        for table, _column in tallying.THROUGH.values():
            m2m_changed.connect(tallying.terms_changed, sender=table, dispatch_uid=f"tally-{table.__name__}")
        organization_changed.connect(tallying.organization_changed, dispatch_uid="tally-organization")
        organizations_imported.connect(tallying.organizations_imported, dispatch_uid="tally-organizations")
        jobs.register("purge-journal", tallies.purge, timedelta(hours=12))
