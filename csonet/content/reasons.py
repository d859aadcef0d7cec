"""The reasons that the portal starts with, in six languages; afterwards the Branch keeps them in the admin."""

from pathlib import Path

from csonet.reference.loading import Source

REASONS = Source("Reason", Path(__file__).parent / "data" / "reasons.json", app="content")
