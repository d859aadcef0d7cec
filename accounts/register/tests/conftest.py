"""Running the import as a person does, on a folder made by hand."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.register.tests.folders import write_folder


@pytest.fixture
def folder(tmp_path) -> Callable[..., Path]:
    """Write the twelve files with the given rows."""
    return lambda **rows: write_folder(tmp_path / "files", **rows)


@pytest.fixture
def run_import(db) -> Callable[[Path], tuple[int, str, str]]:
    """Run the command; gives exit code, output and errors."""

    def run(directory: Path) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("import_committee_decisions", str(directory), stdout=out, stderr=err)
        except SystemExit as exit_:
            return exit_.code, out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return run
