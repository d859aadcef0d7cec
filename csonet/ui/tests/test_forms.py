"""{{ form }}: labels, help and errors are tied to their controls, and nothing typed is lost."""

import re

import pytest
from django import forms
from django.utils import translation
from django.utils.html import format_html

from csonet.ui.forms import DateInput

HOSTILE = "<b>x</b>\u202e\"'"


class Sample(forms.Form):
    title = forms.CharField(max_length=20, help_text="One line.")
    story = forms.CharField(widget=forms.Textarea, max_length=100, required=False)
    mail = forms.EmailField(required=False)
    site = forms.URLField(required=False, assume_scheme="https")
    start = forms.DateField(widget=DateInput, required=False)
    scope = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="Pick one.")
    goals = forms.MultipleChoiceField(choices=[("1", "One")], widget=forms.CheckboxSelectMultiple, required=False)
    agree = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    fieldsets = [("First", ["title", "story"]), ("Second", ["scope", "goals"])]


def ids_described(html: str) -> set[str]:
    return {i for group in re.findall(r'aria-describedby="([^"]+)"', html) for i in group.split()}


@pytest.mark.parametrize("data", [None, {}])
def test_every_description_exists_and_no_id_is_used_twice(data):
    html = str(Sample(data))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert ids_described(html) <= set(ids)
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids)


def test_errors_stand_at_the_field_and_in_the_summary():
    html = str(Sample({"title": "x" * 30, "scope": "c"}))
    assert 'role="alert"' in html
    assert '<a href="#id_title">Title: Ensure this value has at most 20 characters (it has 30).</a>' in html
    assert '<a href="#id_scope_0">' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert '<fieldset class="field field--bad" aria-describedby="id_scope_helptext id_scope_error">' in html


def test_what_was_typed_stays_and_is_escaped():
    html = str(Sample({"title": HOSTILE, "story": HOSTILE, "mail": HOSTILE}))
    assert html.count("&lt;b&gt;x&lt;/b&gt;") >= 3
    assert "<b>x" not in html


def test_a_help_that_somebody_typed_is_text_and_one_of_ours_may_hold_a_link():
    class Asked(forms.Form):
        answer = forms.CharField(label=HOSTILE, help_text=HOSTILE, max_length=5, widget=forms.Textarea)
        other = forms.BooleanField(help_text=HOSTILE)
        ours = forms.CharField(help_text=format_html('<a href="{}">{}</a>', "/x/", HOSTILE))

    html = str(Asked())
    assert "<b>x" not in html
    assert html.count("&lt;b&gt;x&lt;/b&gt;") == 4
    assert '<a href="/x/">&lt;b&gt;' in html


def test_required_and_optional_are_said_in_words():
    html = str(Sample())
    assert html.count("(required)") == 3
    assert html.count("(optional)") == 5


def test_free_text_follows_its_own_direction_and_addresses_run_left_to_right():
    form = Sample()
    assert 'dir="auto"' in str(form["title"])
    assert 'dir="auto"' in str(form["story"])
    assert 'dir="ltr"' in str(form["mail"])
    assert 'dir="ltr"' in str(form["site"])
    assert "dir=" not in str(form["agree"])


def test_fieldsets_hold_their_fields_and_the_rest_comes_after():
    html = str(Sample())
    order = [html.index(f'name="{name}"') for name in ("title", "story", "scope", "goals", "mail", "agree")]
    assert order == sorted(order)
    assert "<legend>First</legend>" in html


def test_the_limit_of_a_long_text_is_said():
    with translation.override("en"):
        html = str(Sample())
    assert 'data-count-for="id_story">At most 100 characters.' in html
    assert "At most 20" not in html


def test_an_error_of_a_hidden_field_is_in_the_summary_without_a_link():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    html = str(Hidden({"version": "many"}))
    assert "Enter a whole number." in html
    assert "<a " not in html
    assert 'type="hidden"' in html


def test_a_date_is_written_as_the_browser_wants_it():
    html = str(Sample({"start": "2024-02-29"})["start"])
    assert 'type="date"' in html
    assert 'value="2024-02-29"' in html


def test_one_field_alone_looks_as_in_the_whole_form():
    form = Sample({})
    assert form["title"].as_field_group().strip() in str(form)
