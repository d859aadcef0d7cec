"""The first texts of the Branch's pages, one file for each page and language: a title, then the text."""

from pathlib import Path

FOLDER = Path(__file__).parent
SLUGS = ("about", "terms", "privacy", "accessibility")


def read(slug: str, language: str) -> tuple[str, str]:
    """(title, text) of a page in a language. Raises FileNotFoundError where it was not written."""
    title, _line, body = (FOLDER / f"{slug}.{language}.html").read_text(encoding="utf-8").partition("\n")
    return title.strip(), body.strip()
