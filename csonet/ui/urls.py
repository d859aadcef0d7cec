"""The address of the style guide."""

from django.urls import path

from csonet.ui.views import style_guide

urlpatterns = [path("style-guide/", style_guide, name="style_guide")]
