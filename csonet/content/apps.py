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

        from accounts.organizations.sections import register_section
        from accounts.signals import organization_changed, organizations_imported
        from csonet.content import readers  # noqa: F401  # registers the shape of a person
        from csonet.content.checks import check_nouns
        from csonet.content.exports import register_nouns
        from csonet.content.of_organization import items_moved, published_section
        from csonet.content.publication import release_due
        from csonet.content.reasons import REASONS
        from csonet.content.search import checks, indexing  # noqa: F401
        from csonet.notifications import jobs
        from csonet.reference import loading

        register(check_nouns)
        loading.register(REASONS)
        organization_changed.connect(indexing.organization_changed, dispatch_uid="search-organization")
        organizations_imported.connect(indexing.organizations_imported, dispatch_uid="search-organizations")
        organization_changed.connect(items_moved, dispatch_uid="search-items-of-organization")
        register_section(published_section)
        register_nouns()
        jobs.register("scheduled-items", release_due, timedelta(seconds=30))
