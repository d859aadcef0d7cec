"""The keys that sign credentials: files in BADGE_KEYS_DIR, the newest signs, the older ones stay to be verified by.

A file `2026.pem` holds the Ed25519 key "2026": private, or public alone for a key that signs no more. For the
demonstration a key is made when the folder has none; elsewhere there are no credentials without one.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Key:
    """A key under its name, which never changes."""

    name: str
    public: Ed25519PublicKey
    #: None for a key of former times.
    private: Ed25519PrivateKey | None

    @property
    def address(self) -> str:
        """What credentials call it."""
        return f"{issuer_id()}#{self.name}"

    @property
    def public_pem(self) -> bytes:
        """For the library that writes it as a Multikey."""
        return self.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def private_pem(self) -> bytes:
        """For the library that signs. Raises ValueError for a key that signs no more."""
        if self.private is None:
            raise ValueError(self.name)
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def issuer_id() -> str:
    """The portal as an issuer: did:web of its host (https://w3c-ccg.github.io/did-method-web/)."""
    parts = urlsplit(settings.SITE_URL)
    folders = [quote(folder, safe="") for folder in parts.path.split("/") if folder]
    return ":".join(["did", "web", quote(parts.netloc, safe=""), *folders])


def all_keys() -> list[Key]:
    """Every key that the portal ever signed with, the newest first. Raises ImproperlyConfigured for what is no key."""
    folder = Path(settings.BADGE_KEYS_DIR)
    if settings.DEMONSTRATION and not any(folder.glob("*.pem")):
        _make(folder)
    return [_read(path) for path in sorted(folder.glob("*.pem"), reverse=True)]


def signing_key() -> Key | None:
    """The newest key that can sign; None if there is none: then no credential is offered."""
    return next((key for key in all_keys() if key.private is not None), None)


def _read(path: Path) -> Key:
    content = path.read_bytes()
    private: Any = None
    try:
        if b"PRIVATE" in content:
            private = load_pem_private_key(content, password=None)
        public: Any = private.public_key() if private else load_pem_public_key(content)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{path.name} in BADGE_KEYS_DIR is no key: {error}") from error
    if not isinstance(public, Ed25519PublicKey):
        raise ImproperlyConfigured(f"{path.name} in BADGE_KEYS_DIR is no Ed25519 key.")
    return Key(path.stem, public, private)


def _make(folder: Path) -> None:
    """A key for the demonstration; of two processes that make one, the first one's stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    made = folder / f".{os.getpid()}"
    made.touch(mode=0o600)
    made.write_bytes(pem)
    with contextlib.suppress(FileExistsError):
        os.link(made, folder / "demonstration.pem")
    made.unlink()
