"""What the shell keeps: the pages that the Branch writes, and the messages of the contact desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from csonet.abstract import NAME_COLUMNS, Timestamped, words_in

#: Django's language codes and the suffix of the columns that hold a page in that language.
SUFFIXES = {code: column.removeprefix("name_") for code, column in NAME_COLUMNS.items()}


class Page(models.Model):
    """A page of the Branch in six languages: About, Terms of Use, Privacy Notice, Accessibility."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    title_en = models.CharField(_("title in English"), max_length=150)
    body_en = models.TextField(_("text in English"))
    title_fr = models.CharField(_("title in French"), max_length=150, blank=True)
    body_fr = models.TextField(_("text in French"), blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=150, blank=True)
    body_es = models.TextField(_("text in Spanish"), blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=150, blank=True)
    body_ar = models.TextField(_("text in Arabic"), blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=150, blank=True)
    body_zh = models.TextField(_("text in Chinese"), blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=150, blank=True)
    body_ru = models.TextField(_("text in Russian"), blank=True)
    updated = models.DateTimeField(_("last updated"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]

    def __str__(self) -> str:
        return words_in(self, "title", get_language() or "en")

    def get_absolute_url(self) -> str:
        return reverse(f"page_{self.slug}")

    def text_in(self, language: str) -> tuple[str, str, str]:
        """(language, title, body) in `language`, or in English where that text is missing."""
        suffix = SUFFIXES.get(language, "en")
        title, body = getattr(self, f"title_{suffix}"), getattr(self, f"body_{suffix}")
        return (language, title, body) if title and body else ("en", self.title_en, self.body_en)


class ContactCategory(models.TextChoices):
    QUESTION = "question", _("A question about CSO Net")
    ACCOUNT = "account", _("My account or my organization")
    STATUS = "status", _("Consultative status with ECOSOC")
    CONTENT = "content", _("Something published here")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    PROBLEM = "problem", _("Something does not work")
    OTHER = "other", _("Something else")


class ContactState(models.TextChoices):
    NEW = "new", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", pgettext_lazy("state of a message", "Closed")


class ContactMessage(Timestamped):
    """A message to the NGO Branch. It has a number, is kept, and is answered from the admin."""

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    category = models.CharField(_("what it is about"), max_length=15, choices=ContactCategory.choices)
    subject = models.CharField(_("subject"), max_length=150)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_messages",
        verbose_name=_("person"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ContactState.choices, default=ContactState.NEW)
    #: The form carries a random key, so that a message sent twice (a double click, a reload) is kept once.
    form_key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("message to the contact desk")
        verbose_name_plural = _("messages to the contact desk")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["state", "created"], name="contact_queue")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def number(self) -> str:
        """The number that the sender quotes: C-2026-000123."""
        return f"C-{self.created:%Y}-{self.pk:06d}"


class ContactReply(models.Model):
    """An answer of the Branch to a message."""

    message = models.ForeignKey(ContactMessage, models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("answer"), max_length=10000)
    created = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ContactLink(models.Model):
    """A secret link to a message; every mail to its sender carries one of its own. Only a hash is kept."""

    message = models.ForeignKey(ContactMessage, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.message_id)
