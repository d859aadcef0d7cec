"""The components of the design, as template tags with named arguments."""

from django import template

register = template.Library()
