"""The certificate as a file: made once, kept as it was made, and known by the sum of its bytes."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from csonet import papers
from training.models import Certificate

#: Where the files lie within MEDIA_ROOT.
FOLDER = "certificates"


class FileLost(Exception):
    """The file that was issued is neither in the storage nor can the same bytes be made again."""


def file_of(certificate: Certificate) -> bytes:
    """The PDF as it was issued; made now if it was never made. Raises FileLost, and OSError of the storage."""
    if certificate.pdf and certificate.pdf.storage.exists(certificate.pdf.name):
        with certificate.pdf.storage.open(certificate.pdf.name) as stored:
            return bytes(stored.read())
    content = written(certificate)
    digest = hashlib.sha256(content).hexdigest()
    if certificate.sha256 and certificate.sha256 != digest:
        raise FileLost
    _keep(certificate, content, digest)
    return file_of(certificate) if certificate.sha256 != digest else content


def _keep(certificate: Certificate, content: bytes, digest: str) -> None:
    """Store the bytes and their sum; of two who make it at once the first one's stays."""
    storage = certificate.pdf.storage
    name = storage.save(f"{FOLDER}/{certificate.issued_on.year}/{uuid.uuid4().hex}.pdf", ContentFile(content))
    unmade = Certificate.objects.filter(pk=certificate.pk, pdf=certificate.pdf.name or "")
    if not unmade.update(pdf=name, sha256=digest):
        storage.delete(name)
    certificate.refresh_from_db(fields=["pdf", "sha256"])


def written(certificate: Certificate) -> bytes:
    """The bytes of the PDF, from what the certificate says and nothing else."""
    with translation.override(certificate.language):
        url = verify_url(certificate)
        words: dict[str, Any] = {
            "certificate": certificate,
            "url": url,
            "qr": papers.qr(url),
        }
    return papers.pdf("training/papers/certificate.html", words, certificate.language)


def verify_url(certificate: Certificate) -> str:
    """Where anybody looks the certificate up, in the active language."""
    return settings.SITE_URL + reverse("certificate", args=[certificate.code])
