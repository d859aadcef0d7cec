"""Courses at the desk."""

from django.contrib import admin

from csonet.content.admin_base import ItemAdmin
from training.models import Course


@admin.register(Course)
class CourseAdmin(ItemAdmin):
    """What the catalogue says of a course."""

    list_display = (*ItemAdmin.list_display, "level", "award")
    list_filter = (*ItemAdmin.list_filter, "level", "award")
