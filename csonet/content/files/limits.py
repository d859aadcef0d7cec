"""How much of an upload is kept while it arrives."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

#: The largest file that is accepted, in bytes.
MAX_BYTES = 10 * 1024 * 1024
#: Files of one item, those of its held edit included.
MAX_FILES = 10


class LimitingUploadHandler(FileUploadHandler):
    """Drops what comes after the first byte too many: the form refuses the file, and nothing typed is lost.

    It stands first, so that the handlers after it never see more than the limit and one chunk. The limit is MAX_BYTES,
    or for people who are signed in the `most_bytes` of the view that the address belongs to.
    """

    def handle_raw_input(self, *_args: Any, **_kwargs: Any) -> None:
        """Find the limit of this page."""
        request: Any = self.request
        match = getattr(request, "resolver_match", None)
        view = getattr(match.func, "view_class", None) if match else None
        most: int = getattr(view, "most_bytes", MAX_BYTES)
        self.limit = most if most <= MAX_BYTES or request.user.is_authenticated else MAX_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk for the handlers that follow, or None once the file is too large anyway."""
        return None if start > self.limit else raw_data

    def file_complete(self, file_size: int) -> Any:
        """Nothing: a handler that follows makes the file."""
        return None
