"""Is the file in somebody's hands the one that was issued? Asked by its SHA-256; nothing of it is kept."""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from typing import Any

from training.models import Certificate
from training.quizzes.answers import normal

#: A certificate has some fifty kilobytes; what is much larger is none.
MOST_BYTES = 5 * 1024 * 1024
_NOISE = re.compile(r"[\s:-]")
_SUM = re.compile(r"[0-9a-f]{64}")


class Answer(Enum):
    """What the comparison says."""

    SAME = "same"
    OTHER = "other"
    TOO_LARGE = "too_large"
    NO_PDF = "no_pdf"
    NO_SUM = "no_sum"
    NO_FILE = "no_file"


def sum_of(upload: Any, typed: str) -> str | Answer:
    """The SHA-256 of an uploaded PDF, or the one that was typed (any case, with spaces or colons); else why not."""
    if upload is None:
        digest = _NOISE.sub("", typed[:200]).lower()
        return digest if _SUM.fullmatch(digest) else Answer.NO_SUM
    if upload.size > MOST_BYTES:
        return Answer.TOO_LARGE
    digest, first = hashlib.sha256(), b""
    for chunk in upload.chunks():
        first = first or chunk[:5]
        digest.update(chunk)
    return digest.hexdigest() if first == b"%PDF-" else Answer.NO_PDF


def compare(certificate: Certificate, digest: str) -> Answer:
    """Is it the sum of the certificate's file?"""
    if not certificate.sha256:
        return Answer.NO_FILE
    return Answer.SAME if certificate.sha256 == digest else Answer.OTHER


def found_by_sum(digest: str) -> Certificate | None:
    """The certificate whose file has this sum: for who has the file and no code."""
    return Certificate.objects.filter(sha256=digest).first()


def is_name(certificate: Certificate, typed: str) -> bool:
    """Is it the holder's name, however it is spaced, in whatever case?"""
    return normal(typed[:500]) == normal(certificate.holder)
