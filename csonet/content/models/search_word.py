"""The words of titles and summaries, by which misspelt ones are recognised."""

from __future__ import annotations

from django.db import models


class SearchWord(models.Model):
    """A word that some document has. Whether a reader may know of it is asked by searching for it, never here."""

    word = models.CharField(max_length=40, unique=True)
    #: As it is written, with its accents.
    spelling = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.spelling


class SearchWordKey(models.Model):
    """A word without one of its letters, or whole: a misspelt word has a key in common with the right one."""

    key = models.CharField(max_length=40)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="keys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_word_key")]

    def __str__(self) -> str:
        return self.key
