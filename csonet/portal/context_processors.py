"""What every page of the shell needs."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The marks of the whole site."""
    return {"DEMONSTRATION": settings.DEMONSTRATION}
