"""Nightly files: every data set whole, as a visitor may see it, with checksums.

A run writes a folder of its own; then one small file that names the folder is replaced, which the file system does at
once or not at all. So nobody ever reads half a run, files of two runs, or a checksum that is another file's. The run
before stays for those who are still reading it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone, translation

from accounts.models import VerificationDecision
from csonet.content.models import Audience, Decision, Item
from csonet.opendata.datasets import Dataset, Field, datasets
from csonet.opendata.writing import csv_head, csv_line, json_line

VISITOR = AnonymousUser()
#: The file that names the newest run.
CURRENT = "current.json"
CHECKSUMS = "SHA256SUMS"
DESCRIPTION = "datapackage.json"
#: What the files are before they were packed, and what Table Schema calls the kinds of fields that are no text.
MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}
KINDS = {
    "number": "integer",
    "yes-no": "boolean",
    "date": "date",
    "time": "datetime",
    **dict.fromkeys(("codes", "numbers", "texts", "rows"), "array"),
}
#: From this hour on, UTC, a new day's files are due.
HOUR = time(2, tzinfo=UTC)
#: Steps after which something must not be given away any longer: the files are then made anew at once.
TAKEN_DOWN = ("hidden", "withdrawn")
TAKEN_OUT = ("suspended", "refused", "merged")


def latest() -> dict[str, Any]:
    """What the newest run made: made (ISO 8601, UTC), folder, files (name, dataset, format, rows, bytes, sha256).

    Empty before the first run.
    """
    try:
        return json.loads((Path(settings.DUMPS_ROOT) / CURRENT).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def path_of(name: str) -> tuple[Path, dict[str, Any]] | None:
    """Where a file of the newest run lies, and what the run says of it; None for a name that it has not."""
    run = latest()
    file = next((file for file in run.get("files", []) if file["name"] == name), None)
    return (Path(settings.DUMPS_ROOT) / run["folder"] / name, {**file, "made": run["made"]}) if file else None


def make_due(now: datetime | None = None) -> str:
    """The job: make the files once a night, and again when something was taken down since. Says what it did."""
    now = now or timezone.now()
    run = latest()
    if run and not is_due(datetime.fromisoformat(run["made"]), now):
        return "nothing to do"
    return f"{make(now)} rows"


def is_due(made: datetime, now: datetime) -> bool:
    """Are the files of yesterday, or do they hold what was taken down since?"""
    night = datetime.combine(now.astimezone(UTC).date(), HOUR)
    if made < (night if now >= night else night - timedelta(days=1)):
        return True
    gone = Decision.objects.filter(created__gte=made, to_status__in=TAKEN_DOWN)
    out = VerificationDecision.objects.filter(created__gte=made, to_state__in=TAKEN_OUT)
    return gone.exists() or out.exists() or _closed_since(made).exists()


def _closed_since(made: datetime) -> QuerySet[Item]:
    """What everybody could read, and now only members or a circle can."""
    items = Item.objects.published().exclude(audience=Audience.PUBLIC)
    return items.filter(published_at__lt=made, updated__gte=made)


def make(now: datetime | None = None) -> int:
    """Write a run and make it the newest; how many rows. Raises OSError when the disk is full; then all is as before.

    now: what the run says it was made at; the moment before the first row is read.
    """
    now = now or timezone.now()
    root = Path(settings.DUMPS_ROOT)
    folder = root / now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    folder.mkdir(parents=True)
    try:
        with translation.override("en"):
            files = [file for dataset in datasets().values() for file in _write(dataset, folder)]
            files.append(_description(files, folder, now))
        files.append(_checksums(files, folder))
        _replace(root / CURRENT, {"made": now.isoformat(), "folder": folder.name, "files": files})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _tidy(root)
    return sum(file["rows"] for file in files if file["format"] == "csv")


def _write(dataset: Dataset, folder: Path) -> list[dict[str, Any]]:
    """Both files of a data set, in one reading of it."""
    names = {"csv": f"csonet-{dataset.name}.csv.gz", "jsonl": f"csonet-{dataset.name}.jsonl.gz"}
    rows = 0
    with _packed(folder / names["csv"]) as as_csv, _packed(folder / names["jsonl"]) as as_lines:
        as_csv(csv_head(dataset.columns))
        for record in dataset.everything(VISITOR):
            as_csv(csv_line(record, dataset.columns))
            as_lines(json_line(record) + "\n")
            rows += 1
    return [_told(folder / name, dataset.name, format, rows) for format, name in names.items()]


@contextmanager
def _packed(path: Path) -> Iterator[Callable[[str], Any]]:
    """Opens a gzip file for text. It holds neither name nor time, so that the same rows make the same file."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        yield lambda text: packed.write(text.encode())


def _told(path: Path, dataset: str, format: str, rows: int) -> dict[str, Any]:
    with path.open("rb") as written:
        checksum = hashlib.file_digest(written, "sha256").hexdigest()
    return {
        "name": path.name,
        "dataset": dataset,
        "format": format,
        "rows": rows,
        "bytes": path.stat().st_size,
        "sha256": checksum,
    }


def _description(files: list[dict[str, Any]], folder: Path, now: datetime) -> dict[str, Any]:
    """What the fields are, for programs, in the words of Frictionless Data's "data package"."""
    known = datasets()
    package = {
        "name": "csonet",
        "created": now.isoformat(),
        "licenses": [{"path": settings.OPEN_DATA_LICENCE}],
        "resources": [
            {
                "name": f"{file['dataset']}-{file['format']}",
                "path": file["name"],
                "mediatype": MEDIA_TYPES[file["format"]],
                "encoding": "utf-8",
                "bytes": file["bytes"],
                "hash": f"sha256:{file['sha256']}",
                "description": str(known[file["dataset"]].about),
                "schema": {
                    "fields": [
                        _field(field, is_text=file["format"] == "csv") for field in known[file["dataset"]].fields
                    ]
                },
            }
            for file in files
        ],
    }
    path = folder / DESCRIPTION
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    return _told(path, "", "description", 0)


def _field(field: Field, *, is_text: bool) -> dict[str, Any]:
    """A field in the words of "Table Schema". In CSV several values are one text, parted by semicolons."""
    kind = KINDS.get(field.kind, "string")
    told: dict[str, Any] = {"name": field.name, "type": "string" if is_text and kind == "array" else kind}
    if is_text and kind == "boolean":
        told |= {"trueValues": ["yes"], "falseValues": ["no"]}
    return {**told, "title": str(field.label), "description": str(field.note)}


def _checksums(files: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """The list that `sha256sum --check` reads."""
    path = folder / CHECKSUMS
    path.write_text("".join(f"{file['sha256']}  {file['name']}\n" for file in files))
    return _told(path, "", "checksums", 0)


def _replace(path: Path, content: dict[str, Any]) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(content))
    os.replace(new, path)


def _tidy(root: Path) -> None:
    """Delete the runs before the one before the newest."""
    for old in sorted(path for path in root.iterdir() if path.is_dir())[:-2]:
        shutil.rmtree(old, ignore_errors=True)
