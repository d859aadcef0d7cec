"""Static files with a hash in their names, compressed beforehand."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names wherever files were collected; plain names while developing."""

    manifest_strict = False
