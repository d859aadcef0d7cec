"""The design's app: it also says which static files of other packages are never shipped."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings

EDITOR = "ckeditor/ckeditor"
#: Parts of CKEditor's package: samples, tools of its makers, another skin, pictures of file types.
NOT_SHIPPED = [
    f"{EDITOR}/samples*",
    f"{EDITOR}/adapters*",
    f"{EDITOR}/build-config.js",
    f"{EDITOR}/bender-runner.config.json",
    f"{EDITOR}/*.md",
    f"{EDITOR}/skins/moono/*",
    "ckeditor/file-icons*",
    "ckeditor/galleriffic*",
]
#: What the editor loads of its plugins' folders: most of them are in ckeditor.js, and others no toolbar has.
EDITOR_PLUGINS = {
    *("a11yhelp", "clipboard", "copyformatting", "dialog", "divarea", "find", "link", "table"),
    *("pastefromgdocs", "pastefromlibreoffice", "pastefromword", "pastetools"),
}
#: How the editor and the admin's select2 name the portal's languages, where not as the portal does.
_OTHER_NAMES = {"zh-hans": ("zh", "zh-cn", "zh-CN")}


def not_shipped() -> list[str]:
    """Patterns of the static files of other packages that no page asks for."""
    editor = _folder(EDITOR)
    plugins = (folder.name for folder in (editor / "plugins").iterdir() if folder.is_dir())
    ours = {name for code, _label in settings.LANGUAGES for name in (code, *_OTHER_NAMES.get(code, ()))}
    spoken = (file.stem for file in (editor / "lang").glob("*.js"))
    known = (file.stem for file in _folder("admin/js/vendor/select2/i18n").glob("*.js"))
    return [
        *NOT_SHIPPED,
        *(f"{EDITOR}/plugins/{name}/*" for name in plugins if name not in EDITOR_PLUGINS),
        *(f"{EDITOR}/*lang/{name}.js" for name in spoken if name not in ours),
        *(f"admin/js/vendor/select2/i18n/{name}.js" for name in known if name not in ours),
    ]


def _folder(name: str) -> Path:
    """Where a package keeps a folder of its static files."""
    app = apps.get_app_config(name.partition("/")[0])
    return Path(app.path) / "static" / name


class UiConfig(AppConfig):
    name = "csonet.ui"
    label = "ui"

    def ready(self) -> None:
        """`collectstatic` leaves out what is not shipped."""
        static = apps.get_app_config("staticfiles")
        static.ignore_patterns = [*static.ignore_patterns, *not_shipped()]  # type: ignore[attr-defined]
