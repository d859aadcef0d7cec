"""Every test starts in English: the client leaves the language of its last page behind."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield
