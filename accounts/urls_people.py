"""Addresses of a person's account and of belonging to an organization; sign in and the like are allauth's."""

from django.urls import path

from accounts.people.views import SettingsView
from accounts.people.views_joining import ClaimView, InvitationAcceptView, JoinView
from accounts.people.views_members import (
    InvitationChangeView,
    JoinRequestAnswerView,
    MembershipChangeView,
    MembersView,
)

urlpatterns = [
    path("accounts/settings/", SettingsView.as_view(), name="account_settings"),
    path("invitations/<str:token>/", InvitationAcceptView.as_view(), name="invitation_accept"),
    path("organizations/<str:slug>/members/", MembersView.as_view(), name="organization_members"),
    path("organizations/<str:slug>/members/<int:pk>/", MembershipChangeView.as_view(), name="membership_change"),
    path("organizations/<str:slug>/invitations/<int:pk>/", InvitationChangeView.as_view(), name="invitation_change"),
    path("organizations/<str:slug>/requests/<int:pk>/", JoinRequestAnswerView.as_view(), name="join_request_answer"),
    path("organizations/<str:slug>/join/", JoinView.as_view(), name="organization_join"),
    path("organizations/<str:slug>/claim/", ClaimView.as_view(), name="organization_claim"),
]
