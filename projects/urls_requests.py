"""The addresses under /requests/."""

from django.urls import path

from csonet.content.urls import content_urls
from projects.forms.requests import OfferForm, RequestForm
from projects.models import Offer, SolutionRequest
from projects.views import requests as views
from projects.views.approaches import ApproachAnswerView, ApproachCreateView, ApproachDetailView

urlpatterns = [
    path("still-needed/<str:token>/", views.StillNeededView.as_view(), name="request_still_needed"),
    path("offers/<int:pk>/", ApproachDetailView.as_view(model=Offer), name="offer_detail"),
    path("offers/<int:pk>/answer/", ApproachAnswerView.as_view(model=Offer), name="offer_answer"),
    path(
        "<words:slug>/offer/",
        ApproachCreateView.as_view(model=Offer, item_model=SolutionRequest, form_class=OfferForm),
        name="offer_new",
    ),
    path("<words:slug>/ask/", views.QuestionAskView.as_view(), name="request_ask"),
    path("<words:slug>/ask/<int:pk>/", views.QuestionAnswerView.as_view(), name="request_answer"),
    path("<words:slug>/step/", views.RequestStepView.as_view(), name="request_step"),
    path("<words:slug>/outcome/", views.OutcomeView.as_view(), name="request_outcome"),
    path("<words:slug>/practice/", views.RequestPracticeView.as_view(), name="request_practice"),
    *content_urls(
        SolutionRequest,
        RequestForm,
        detail=views.RequestDetailView,
        create=views.RequestCreateView,
        update=views.RequestUpdateView,
    ),
]
