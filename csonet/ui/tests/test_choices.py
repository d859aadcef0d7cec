"""Lists of choices say what Django's own templates say, and no more than was meant."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from csonet.ui.forms import Renderer

_TEXT = st.text("aé ع<>&'\"", max_size=5)
_CHOICES = st.lists(st.tuples(_TEXT, _TEXT), max_size=4)
_GROUPED = st.lists(st.tuples(_TEXT, _TEXT) | st.tuples(_TEXT.filter(bool), _CHOICES), max_size=4)


def _words(html):
    """The mark-up apart from line ends and indentation."""
    return "".join(line.strip() for line in html.splitlines())


@given(_GROUPED, _TEXT, st.booleans())
def test_a_select_is_as_djangos(choices, chosen, required):
    attrs = {"id": "id_x", "required": required, "aria-describedby": '"<&'}
    for widget in (forms.Select(choices=choices), forms.SelectMultiple(choices=choices)):
        ours = widget.render("x", [chosen], attrs, Renderer())
        assert _words(ours) == _words(widget.render("x", [chosen], attrs, DjangoTemplates()))


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_boxes_are_labelled_and_grouped(kind):
    widget = kind(choices=[("a", "<A>"), ("Group & more", [("b'", gettext_lazy("Yes"))])])
    html = widget.render("x", ["b'"], {"id": "id_x"}, Renderer())
    assert '<label for="id_x_0">&lt;A&gt;</label>' in html
    assert "<fieldset><legend>Group &amp; more</legend>" in html
    assert 'value="b&#x27;" id="id_x_1_0" checked>' in html
    assert '<label for="id_x_1_0">Yes</label>' in html
    assert html.startswith('<div class="choices" id="id_x">')
    assert html.count("<input") == 2
