"""Addresses of best practices."""

from django.urls import path

from csonet.content.urls import content_urls
from practices.forms import PracticeForm
from practices.models import Practice
from practices.views import UseView, UseWithdrawView

urlpatterns = [
    *content_urls(Practice, PracticeForm),
    path("<words:slug>/use/", UseView.as_view(), name="practice_use"),
    path("<words:slug>/use/withdraw/", UseWithdrawView.as_view(), name="practice_use_withdraw"),
]
