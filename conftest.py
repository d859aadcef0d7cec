"""Loads the cast and the makers for the tests of every package."""

pytest_plugins = ["csonet.testing.plugin"]
