"""The design's app: it also says which static files of other packages are never shipped."""

from django.apps import AppConfig, apps

#: Parts of CKEditor's package that no page uses: samples, the GeSHi plugin, tools of its makers, parts that call home.
NOT_SHIPPED = [
    "ckeditor/ckeditor/plugins/codesnippetgeshi*",
    "ckeditor/ckeditor/plugins/adobeair*",
    "ckeditor/ckeditor/plugins/devtools*",
    "ckeditor/ckeditor/plugins/exportpdf*",
    "ckeditor/ckeditor/plugins/flash*",
    "ckeditor/ckeditor/plugins/mathjax*",
    "ckeditor/ckeditor/plugins/scayt*",
    "ckeditor/ckeditor/plugins/smiley*",
    "ckeditor/ckeditor/plugins/wsc*",
    "ckeditor/ckeditor/samples*",
    "ckeditor/ckeditor/bender-runner.config.json",
    "ckeditor/ckeditor/*.md",
    "ckeditor/file-icons*",
    "ckeditor/galleriffic*",
]


class UiConfig(AppConfig):
    name = "csonet.ui"
    label = "ui"

    def ready(self) -> None:
        """`collectstatic` leaves out what is not shipped."""
        static = apps.get_app_config("staticfiles")
        static.ignore_patterns = [*static.ignore_patterns, *NOT_SHIPPED]  # type: ignore[attr-defined]
