"""What models share and no business knows: time stamps, names in six languages, append-only records, a yes or no."""

from typing import Any

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

#: Django's language codes and the suffix of the column that holds the name in that language.
NAME_COLUMNS = {
    "en": "name_en",
    "fr": "name_fr",
    "es": "name_es",
    "ar": "name_ar",
    "zh-hans": "name_zh",
    "ru": "name_ru",
}


def words_in(row: models.Model, column: str, language: str) -> str:
    """The text of `<column>_xx` in `language` (a Django language code), or in English where there is none."""
    suffix = NAME_COLUMNS.get(language, "name_en").removeprefix("name_")
    return getattr(row, f"{column}_{suffix}") or getattr(row, f"{column}_en")


class Timestamped(models.Model):
    """When a row was made and last changed, in UTC."""

    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True


class Named(models.Model):
    """A term of a vocabulary with its name in six languages; a missing one falls back to English."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, or in English."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """The name in `language` (a Django language code), or in English."""
        return words_in(self, "name", language)


class AppendOnly(models.Model):
    """A record of something that happened: it is written once, then neither changed nor deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only")


class Confirmation(models.TextChoices):
    """Whether an organization that was asked to stand behind something does."""

    INVITED = "invited", pgettext_lazy("state of a co-host", "Asked")
    CONFIRMED = "confirmed", pgettext_lazy("state of a co-host", "Confirmed")
    DECLINED = "declined", pgettext_lazy("state of a co-host", "Declined")
