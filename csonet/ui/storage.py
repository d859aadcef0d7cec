"""Static files with a hash in their names, compressed beforehand."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

#: The editor loads its own parts by their plain names while it runs: hashed, they would not be found.
PLAIN = "ckeditor/ckeditor/"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names wherever files were collected; plain names while developing, and for the editor's parts."""

    manifest_strict = False

    def __init__(self, *args: Any, **options: Any):
        """Everybody's to read: another account than the one that collects them serves them (the image's, nginx's)."""
        super().__init__(*args, file_permissions_mode=0o644, **options)

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name with the hash of the content in it; the editor's parts keep theirs."""
        return name if name.startswith(PLAIN) else super().hashed_name(name, content, filename)

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str, bool]]:
        """Hash and compress what was collected; compress only what keeps its name."""
        plain = [name for name in paths if name.startswith(PLAIN)]
        hashed = {name: where for name, where in paths.items() if not name.startswith(PLAIN)}
        yield from super().post_process(hashed, **options)
        if not options.get("dry_run"):
            for name, compressed in self.compress_files(plain):
                yield name, compressed, True
