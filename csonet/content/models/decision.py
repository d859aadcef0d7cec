"""History: every transition is one row that nobody changes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from csonet.abstract import AppendOnly, Named, words_in
from csonet.content.models.item import Item
from csonet.content.models.revision import Revision
from csonet.content.states import PUBLICATION, REVISION


class Reason(Named):
    """A reason code with the words that the author reads, in six languages. Kept by the Branch."""

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    text_en = models.TextField(_("words to the author, English"))
    text_fr = models.TextField(_("words to the author, French"), blank=True)
    text_es = models.TextField(_("words to the author, Spanish"), blank=True)
    text_ar = models.TextField(_("words to the author, Arabic"), blank=True)
    text_zh = models.TextField(_("words to the author, Chinese"), blank=True)
    text_ru = models.TextField(_("words to the author, Russian"), blank=True)
    is_active = models.BooleanField(_("can be chosen"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["position", "code"]

    def text_in(self, language: str) -> str:
        """What the author reads, in `language` (a Django language code), or in English."""
        return words_in(self, "text", language)

    @property
    def words(self) -> str:
        """What the author reads, in the active language, or in English; for templates."""
        return self.text_in(get_language() or "en")


class Decision(AppendOnly):
    """One transition of an item or of a revision: who, when (UTC), from, to, why, on which version."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="decisions", verbose_name=_("item"))
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="decisions", verbose_name=_("revision")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("action"), max_length=20)
    from_status = models.CharField(_("former state"), max_length=10)
    to_status = models.CharField(_("new state"), max_length=10)
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, related_name="+", verbose_name=_("reason"))
    text = models.TextField(_("words to the author"), blank=True)
    note = models.TextField(_("note for the staff"), blank=True)
    target = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+", verbose_name=_("duplicate of"))
    version = models.PositiveIntegerField(_("on version"))
    batch = models.UUIDField(_("decided together with"), null=True, db_index=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("takes back")
    )
    created = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.action_label}"

    @property
    def action_label(self) -> Any:
        """The act in words: the table's, or that a decision was undone."""
        if self.action == "undo":
            return _("Undone")
        return (REVISION if self.revision_id else PUBLICATION).transition(self.action).label
