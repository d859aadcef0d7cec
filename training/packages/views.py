"""The page on which authors bring a package into their course, read what became of it, and take their course away."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from csonet.content.views.common import own_item_or_404
from csonet.ui.languages import CODES, own_name
from training.models import Course, Edition, Package
from training.outline import outline_of
from training.packages import exporting, taking
from training.packages.archive import PackageError
from training.packages.report import CHANGED, DROPPED, TAKEN

#: What the report says of a line, and how its badge looks.
WORDS = {
    TAKEN: (pgettext_lazy("a part of a package that is imported", "taken"), "good"),
    CHANGED: (gettext_lazy("taken with changes"), "info"),
    DROPPED: (gettext_lazy("left out"), "warn"),
}


class PackageForm(forms.Form):
    """The file of a package."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Package (.zip, .imscc)"),
        help_text=gettext_lazy(
            "IMS Common Cartridge up to 1.3, or QTI 1.2; at most 10 MB. First you read what would become of it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.imscc,application/zip"}),
    )


class PackageView(LoginRequiredMixin, View):
    """Bring, look over, take; and the course as a package."""

    course: Course

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not know of the course, 403 for who may only read it: keys of quizzes are in packages."""
        if request.user.is_authenticated:
            self.course = own_item_or_404(Course, request.user, kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form; what was brought and waits; and the packages to take away."""
        return self._page(PackageForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Read a package, take what was read, or leave it."""
        do = request.POST.get("do", "")
        if do == "discard":
            taking.discard(self.course, request.user)
            return redirect("course_package", slug)
        if do == "take":
            return self._take()
        form = PackageForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                taking.bring(self.course, request.user, upload.read(), upload.name)
            except PackageError as error:
                form.add_error("file", str(error))
            else:
                return redirect("course_package", slug)
        return self._page(form)

    def _take(self) -> HttpResponse:
        if taking.take(self.course, self.request.user, self.request.POST.get("seen", "")) is None:
            messages.info(self.request, _("Nothing was added: the package was taken already, or another was brought."))
            return redirect("course_package", self.course.slug)
        messages.success(self.request, _("The package was added at the end of the draft. Look it over."))
        return redirect("course_write", self.course.slug)

    def _page(self, form: PackageForm) -> HttpResponse:
        editions = list(self.course.editions.order_by("-number"))
        context = {
            "item": self.course,
            "form": form,
            "waits": self._waits(taking.waiting(self.course, self.request.user)),
            "editions": editions,
            "languages": [(code, own_name(code)) for code in CODES],
        }
        return render(self.request, "training/package.html", context)

    def _waits(self, package: Package | None) -> dict[str, Any] | None:
        if package is None:
            return None
        counts = Counter(row["what"] for row in package.report)
        rows = [{**row, "label": WORDS[row["what"]][0], "tone": WORDS[row["what"]][1]} for row in package.report]
        sums = [(WORDS[what][0], counts[what]) for what in WORDS]
        return {"package": package, "rows": rows, "sums": sums, "seen": package.updated.isoformat()}


class ExportView(LoginRequiredMixin, View):
    """An edition as a file, with the keys of its quizzes: for its authors alone."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str, number: int, format: str) -> HttpResponseBase:
        """404 for who may not know of the course or an edition that there is none of; 403 for who may only read it."""
        course = own_item_or_404(Course, request.user, slug)
        edition = get_object_or_404(Edition, course=course, number=number)
        edition.course = course
        language = request.GET.get("language", "")
        wanted = (language if language in CODES else course.language, course.language)
        make = exporting.FORMATS.get(format)
        if make is None:
            raise Http404
        stream, media_type, ending = make(outline_of(edition, wanted))
        name = f"{course.slug}-{number}{ending}"
        response = FileResponse(stream, as_attachment=True, filename=name, content_type=media_type)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response
