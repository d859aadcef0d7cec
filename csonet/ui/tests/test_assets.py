"""What a reading page carries stays small, and serves both directions."""

import gzip
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.utils import matches_patterns

STATIC = Path(settings.BASE_DIR) / "static"
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|min-width|max-width|min-height|max-height)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_the_style_sheet_is_light():
    assert weight(STATIC / "css" / "site.css") <= 9_000


def test_the_modules_are_few_and_light():
    modules = sorted((STATIC / "js").glob("*.js"))
    assert len(modules) <= 6
    assert weight(*modules) <= 10_000


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_no_sheet_knows_left_from_right(sheet):
    css = re.sub(r"/\*.*?\*/|\([^()]*\)", "", sheet.read_text(), flags=re.DOTALL)
    assert not PHYSICAL.findall(css)


def test_no_sheet_asks_another_host():
    for sheet in (STATIC / "css").glob("*.css"):
        assert "http" not in re.sub(r'\[href\^="http"\]', "", sheet.read_text())
        assert "@font-face" not in sheet.read_text()


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor/plugins/codesnippetgeshi/plugin.js",
        "ckeditor/ckeditor/samples/index.html",
        "ckeditor/ckeditor/lang/de.js",
        "ckeditor/ckeditor/plugins/a11yhelp/dialogs/lang/pt-br.js",
        "admin/js/vendor/select2/i18n/de.js",
        "ckeditor/galleriffic/js/jquery.opacityrollover.js",
    ],
)
def test_what_no_page_asks_for_is_not_shipped(path):
    assert matches_patterns(path, apps.get_app_config("staticfiles").ignore_patterns)


def test_the_editor_itself_is_shipped():
    patterns = apps.get_app_config("staticfiles").ignore_patterns
    assert not matches_patterns("ckeditor/ckeditor/ckeditor.js", patterns)
    assert not matches_patterns("ckeditor/ckeditor/plugins/link/dialogs/link.js", patterns)
    for language in ("ar", "en", "es", "fr", "ru", "zh", "zh-cn"):
        assert not matches_patterns(f"ckeditor/ckeditor/lang/{language}.js", patterns)
    assert not matches_patterns("admin/js/vendor/select2/i18n/zh-CN.js", patterns)
