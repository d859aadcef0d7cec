"""Learning offline: packs of modules, pages to print, and sending in afterwards what was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from csonet.richtext import without_controls
from training.learning import SAID_DONE, standing
from training.models import Enrolment
from training.offline import applying
from training.offline.packing import Pack, files_of, part_of
from training.offline.sheet import MOST_TEXT, Sheet, day_in, read_sheet, write_sheet
from training.outline import ModuleInside, Outline
from training.progress import Progress
from training.views.learning import own_enrolment_or_404
from training.wording import said


class _LearnersPage(LoginRequiredMixin, View):
    """What the pages share: whose enrolment, its edition, how far the learner is."""

    enrolment: Enrolment
    outline: Outline
    progress: Progress

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who doesn't take the course."""
        if request.user.is_authenticated:
            self.enrolment = own_enrolment_or_404(request, kwargs["slug"])
            self.outline, self.progress = standing(self.enrolment)
        return super().dispatch(request, *args, **kwargs)

    def module(self, number: int) -> ModuleInside:
        """A module that is open to this learner. 404 for one that there is none of or that is locked."""
        found = next((module for module in self.outline.modules if module.number == number), None)
        if found is None or self.progress.lock_of(found):
            raise Http404
        return found

    def shown(self, template: str, **context: Any) -> HttpResponse:
        """A page of the course."""
        shared = {"item": self.enrolment.course, "outline": self.outline, "progress": self.progress}
        return render(self.request, template, shared | context)


class OfflineView(_LearnersPage):
    """The packs with their sizes, the pages to print, and where to send in what was done."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Shows; sizes are those of the packs as they would be now."""
        return self.shown("training/offline.html", rows=[self._row(module) for module in self.outline.modules])

    def _row(self, module: ModuleInside) -> dict[str, Any]:
        if lock := self.progress.lock_of(module):
            return {"module": module, "lock": lock}
        pack = Pack(self.enrolment, self.outline, self.progress, module)
        with pack.write() as stream:
            size = stream.seek(0, 2)
        return {"module": module, "size": size, "whole": size + pack.weight if pack.weight else 0}


class PackView(_LearnersPage):
    """The pack of a module."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
        """The ZIP; ?files=1 with the files of the lessons. 404 for a module that is not open to this learner."""
        files = request.GET.get("files") == "1"
        pack = Pack(self.enrolment, self.outline, self.progress, self.module(number), files=files)
        response = FileResponse(pack.write(), as_attachment=True, filename=pack.name, content_type="application/zip")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response


class PrintView(_LearnersPage):
    """A module, or all that is open of the course, on one page."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
        """404 for a module that is not open to this learner."""
        chosen = [self.module(number)] if number else self.outline.modules
        opened = [module for module in chosen if not self.progress.lock_of(module)]
        wanted = self.outline.wanted
        every = (row for module in opened for lesson in module.lessons for row in lesson.activities)
        media = files_of(every, wanted)
        modules = [
            {
                "module": module,
                "lessons": [
                    {
                        "inside": lesson,
                        "body": said(lesson.lesson.wording, "body", wanted),
                        "parts": [part_of(row, wanted, media, {}) for row in lesson.activities],
                    }
                    for lesson in module.lessons
                ],
            }
            for module in opened
        ]
        one = modules[0]["module"] if number else None
        return self.shown("training/print.html", modules=modules, one=one, locked=len(chosen) - len(opened))


class SheetForm(forms.Form):
    """A filled-in answer sheet: as a file, or its text."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Answer sheet"),
        required=False,
        help_text=gettext_lazy("The file answers.txt of a pack, filled in."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a file that is no text, and for nothing at all."""
        cleaned = super().clean() or self.cleaned_data
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if upload:
            text = self._text_of(upload)
        if not self.errors and not text.strip():
            self.add_error("text", _("Choose the file, or paste its text."))
        cleaned["sheet"] = without_controls(text)
        return cleaned

    def _text_of(self, upload: Any) -> str:
        content = upload.read(4 * MOST_TEXT + 1)
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            self.add_error("file", _("This is no text in Unicode: save it as UTF-8."))
            return ""
        if len(text) > MOST_TEXT:
            self.add_error("file", _("This text is too long for an answer sheet."))
            return ""
        return text


class SendInView(_LearnersPage):
    """What was done offline: said by days or by an answer sheet, shown, then applied."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Both forms."""
        return self._forms(SheetForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show what would change, or apply what was shown."""
        if request.POST.get("do") == "apply":
            return self._apply(request.POST.get("sheet", "")[:MOST_TEXT])
        if request.POST.get("do") == "days":
            text = self._days()
            if not text:
                messages.info(request, _("Write the day beside at least one lesson."))
                return redirect("course_send_in", slug)
            return self._preview(text)
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._forms(form)
        if read_sheet(form.cleaned_data["sheet"]).is_empty:
            form.add_error("text", _("There is no answer and no day in this sheet."))
            return self._forms(form)
        return self._preview(form.cleaned_data["sheet"])

    def _days(self) -> str:
        """The days beside the lessons, as a sheet; "" for none."""
        sheet = Sheet()
        for key in self.outline.activities:
            day = self.request.POST.get(f"day-{key}", "").strip()[:40]
            if day:
                sheet.days[key] = str(day_in(day) or day)
        return write_sheet(sheet, {}) if sheet.days else ""

    def _apply(self, text: str) -> HttpResponse:
        plan = applying.apply(self.enrolment, read_sheet(text))
        saved = sum(step.outcome == applying.WILL for step in plan.steps)
        if saved:
            messages.success(self.request, _("What you sent in is written down. Answers are saved, not submitted yet."))
        else:
            messages.info(self.request, _("Nothing changed: all of it was here already, or could not be taken."))
        return redirect(self.enrolment.course)

    def _preview(self, text: str) -> HttpResponse:
        plan = applying.plan_of(self.enrolment, read_sheet(text))
        return self.shown("training/send_in_preview.html", plan=plan, sheet=text)

    def _forms(self, form: SheetForm) -> HttpResponse:
        rows = [
            {"lesson": lesson, "activity": activity, "title": said(activity.wording, "title", self.outline.wanted)}
            for module in self.outline.modules
            if not self.progress.lock_of(module)
            for lesson in module.lessons
            for activity in lesson.activities
            if activity.kind in SAID_DONE and activity.key not in self.progress.done
        ]
        return self.shown("training/send_in.html", form=form, rows=rows)
