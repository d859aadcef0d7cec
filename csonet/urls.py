"""All addresses of the portal. Every page stands under its language; what machines read stands beside."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control

from csonet.content.feeds_directory import DirectoryFeedView
from csonet.libraries import lazily_included
from csonet.notifications.urls import unlocalized
from csonet.portal.api.problems import not_found
from csonet.portal.health import HealthView, ReadinessView
from csonet.portal.opendata.views import DumpView
from csonet.portal.sitemaps import RobotsView, SitemapIndexView, SitemapSectionView
from csonet.portal.views import LanguageView
from csonet.portal.wellknown import ChangePasswordView, SecurityTextView

urlpatterns = [
    path("", LanguageView.as_view(), name="language"),
    path("admin/", admin.site.urls),
    path("healthz", HealthView.as_view(), name="healthz"),
    path("readyz", ReadinessView.as_view(), name="readyz"),
    path(".well-known/security.txt", SecurityTextView.as_view(), name="security_text"),
    path(".well-known/change-password", ChangePasswordView.as_view(), name="change_password"),
    path("robots.txt", RobotsView.as_view(), name="robots"),
    path("sitemap.xml", cache_control(max_age=3600)(SitemapIndexView.as_view()), name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        cache_control(max_age=3600)(SitemapSectionView.as_view()),
        name="sitemap_section",
    ),
    lazily_included("api/v1/", "csonet.portal.api.urls", namespace="api"),
    re_path(r"^api/", not_found, name="api_nothing"),
    path("", include("training.urls_badges")),
    path("data/<str:name>", DumpView.as_view(), name="dump"),
    *unlocalized,
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL_SERVICE else []),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("csonet.portal.urls")),
        path("", include("csonet.ui.urls")),
        path("organizations/feed/", DirectoryFeedView.as_view(), name="directory_feed"),  # before profiles
        path("", include("accounts.urls")),
        path("practices/", include("practices.urls")),
        path("requests/", include("projects.urls_requests")),
        path("projects/", include("projects.urls_projects")),
        path("news/", include("news.urls_news")),
        path("articles/", include("news.urls_articles")),
        path("groups/", include("discussions.urls")),
        path("events/", include("events.urls")),
        path("training/", include("training.urls")),
        path("certificates/", include("training.urls_certificates")),
        path("", include("csonet.content.urls_feeds")),
        path("", include("csonet.content.urls_files")),
        path("", include("csonet.notifications.urls")),
        path("", include("csonet.engagement.urls")),
    ),
]

handler400 = "csonet.portal.errors.bad_request"
handler403 = "csonet.portal.errors.permission_denied"
handler404 = "csonet.portal.errors.page_not_found"
handler429 = "csonet.portal.errors.too_many_requests"
handler500 = "csonet.portal.errors.server_error"
