"""The optional look for viruses: ClamAV's daemon, asked over its INSTREAM command.

It fails closed: where a scanner is set and does not answer, no file is accepted.
"""

from __future__ import annotations

import logging
import socket
import struct
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)
SECONDS = 20
_CHUNK = 64 * 1024


def scan(stream: IO[bytes]) -> None:
    """Raises ValidationError if the scanner finds something or can't be asked. Does nothing where none is set."""
    if not settings.CLAMD:
        return
    try:
        answer = _ask(stream)
    except OSError:
        logger.exception("The virus scanner at %s does not answer", settings.CLAMD)
        answer = b""
    if answer.endswith(b"FOUND"):
        logger.warning("An upload was refused by the virus scanner: %s", answer.decode("ascii", "replace"))
        raise ValidationError(_("The virus scanner refused this file."), "virus")
    if not answer.endswith(b"OK"):
        raise ValidationError(_("Files can't be checked for viruses just now: try again in some minutes."), "unscanned")


def _ask(stream: IO[bytes]) -> bytes:
    """The daemon's one line of answer. Raises OSError."""
    stream.seek(0)
    with _connection() as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := stream.read(_CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    stream.seek(0)
    return answer.strip(b"\0\n ")


def _connection() -> socket.socket:
    if settings.CLAMD.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(settings.CLAMD)
        return connection
    host, _colon, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
