"""Lists of choices say what Django's own templates say, and no more than was meant."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from csonet.ui.choices import MANY
from csonet.ui.forms import ChoiceGroups, Renderer

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


def test_boxes_under_headings_are_folded_but_those_with_an_answer():
    choices = [("Asia & more", [("a", "A"), ("b", "B")]), ("Europe", [("c", "C")]), ("", [("d", "D")])]
    html = ChoiceGroups(choices=choices).render("x", ["b", "d"], {"id": "id_x"}, Renderer())
    assert html.count("<details") == 2
    assert '<details class="disclosure" open><summary>Asia &amp; more</summary>' in html
    assert '<details class="disclosure"><summary>Europe</summary>' in html
    assert html.count("checked") == 2
    assert "data-find" not in html


@pytest.mark.parametrize("number", [MANY, MANY + 1])
def test_in_a_long_list_one_can_look(number):
    choices = [(str(n), f"Course {n}") for n in range(number)]
    html = ChoiceGroups(choices=choices).render("x", [], {"id": "id_x"}, Renderer())
    assert ('data-find="Find in this list"' in html) == (number > MANY)
    assert html.count('<div class="choices">') == 1
    assert html.count("<input") == number


def test_an_error_leads_to_the_list_though_its_boxes_are_folded():
    class Sample(forms.Form):
        places = forms.MultipleChoiceField(choices=[("Asia", [("a", "A")])], widget=ChoiceGroups)

    html = str(Sample({"places": ["zz"]}))
    assert '<a href="#id_places">' in html
    assert ' id="id_places"' in html
