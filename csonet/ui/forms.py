"""One renderer makes {{ form }} right everywhere."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms and widgets are rendered from templates/ui/."""
