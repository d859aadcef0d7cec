"""Addresses of best practices."""

urlpatterns: list = []
