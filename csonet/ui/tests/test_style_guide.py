"""The style guide is complete, and only staff know that it is there."""

import re
from pathlib import Path

from django.conf import settings as project

from csonet.ui.templatetags import ui

PARTS = {"form_groups"}  # what the form's own template is made of


def test_staff_see_every_component_in_both_directions(signed_in, branch):
    page = signed_in(branch).get("/en/style-guide/").content.decode()
    assert '<div class="stack" dir="ltr"' in page
    assert '<div class="stack" dir="rtl"' in page
    assert page.count("error-summary") == 2
    assert "<script>alert" not in page


def test_every_registered_component_is_shown():
    source = (Path(project.BASE_DIR) / "templates/ui/_components.html").read_text()
    shown = set(re.findall(r"{% (\w+)", source))
    missing = set(ui.register.tags) - shown - PARTS
    assert not missing


def test_others_get_a_404(signed_in, author, visitor):
    assert signed_in(author).get("/en/style-guide/").status_code == 404
    assert visitor.get("/en/style-guide/").status_code == 404
