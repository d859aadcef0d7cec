"""Addresses of attachments and pictures."""

urlpatterns: list = []
