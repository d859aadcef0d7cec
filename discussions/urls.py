"""Addresses of groups and of what is in them."""

from csonet.content.urls import content_urls
from discussions.forms import GroupForm
from discussions.models import Group

urlpatterns = [
    *content_urls(Group, GroupForm),
]
