"""The style guide: every component on one page, in both directions. For staff; nobody else knows that it is there."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from csonet.ui.forms import ChoiceGroups, DateInput
from csonet.ui.icons import ICONS


class SampleForm(forms.Form):
    """One field of each kind; what it says is shown, nothing is kept."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("One line that says what was done."))
    summary = forms.CharField(label=_("Summary"), max_length=600, widget=forms.Textarea, required=False)
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    start = forms.DateField(label=_("Start date"), required=False, widget=DateInput)
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=[("local", _("Local")), ("national", _("National")), ("regional", _("Regional"))],
        widget=forms.RadioSelect,
    )
    goals = forms.MultipleChoiceField(
        label=_("Goals"),
        required=False,
        choices=[("1", _("No poverty")), ("2", _("Zero hunger")), ("6", _("Clean water and sanitation"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as apply."),
    )
    places = forms.MultipleChoiceField(
        label=_("Countries and areas"),
        required=False,
        choices=[
            (_("National"), [(str(n), str(n)) for n in range(20)]),
            (_("Local"), [(f"l{n}", f"l{n}") for n in range(20)]),
        ],
        initial=["l3"],
        widget=ChoiceGroups,
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("fr", "Français")])
    picture = forms.FileField(label=_("Picture"), required=False)
    agree = forms.BooleanField(label=_("I may publish this"))

    fieldsets = [
        (_("What was done"), ["title", "summary", "website", "start"]),
        (_("Where it belongs"), ["scope", "goals", "places", "language"]),
    ]


@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component, left-to-right and right-to-left. 404 for whoever isn't staff."""
    if not request.user.is_staff:
        raise Http404
    context = {
        "now": timezone.now(),
        "icons": sorted(ICONS),
        "tones": ("neutral", "info", "good", "warn", "bad"),
        "page_obj": Paginator(range(200), 10).page(7),
        "samples": [
            (
                "ltr",
                "en",
                SampleForm(prefix="ltr"),
                SampleForm({}, prefix="ltr-bad"),
                SampleForm(prefix="ltr-one")["title"],
            ),
            (
                "rtl",
                "ar",
                SampleForm(prefix="rtl"),
                SampleForm({}, prefix="rtl-bad"),
                SampleForm(prefix="rtl-one")["title"],
            ),
        ],
        "options": [("6", _("Clean water and sanitation"), 1204), ("1", _("No poverty"), 310)],
        "selected": ["6"],
        "step_labels": [_("Your organization"), _("What was done"), _("Send")],
        "hostile": "<script>alert(1)</script> \u202eabc",
    }
    return render(request, "ui/style_guide.html", context)
