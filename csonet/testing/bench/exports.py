"""The figure of open data: a CSV of all practices, streamed to one reader while the memory of the worker is watched.

At most 20 seconds for 50,000 rows, within 100 MB beyond what the worker had before.
"""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass

from csonet.testing.bench.load import worker_megabytes

PATH = "/en/practices/export.csv"
SECONDS_AT_MOST, MEGABYTES_AT_MOST = 20.0, 100.0
#: The figure is for so many rows; what the corpus has is counted in proportion.
ROWS = 50_000


@dataclass(frozen=True)
class Streamed:
    """What one export took: rows, seconds until its first and its last byte, and the worker's growth in megabytes."""

    rows: int
    first: float
    seconds: float
    megabytes: float

    @property
    def is_over(self) -> bool:
        """Is it slower, or does it take more memory, than it may?"""
        return self.seconds * ROWS / max(1, self.rows) > SECONDS_AT_MOST or self.megabytes > MEGABYTES_AT_MOST

    def __str__(self) -> str:
        return (
            f"CSV of {self.rows:,} rows: {self.seconds:.1f} s, first byte after {self.first:.1f} s, "
            f"{self.megabytes:.0f} MB more in the worker "
            f"(at most {SECONDS_AT_MOST:.0f} s for {ROWS:,} rows, {MEGABYTES_AT_MOST:.0f} MB)"
        )


def stream(port: int, pid: int) -> Streamed:
    """Read the whole list from the server on this port, whose master process is `pid`."""
    before, started = worker_megabytes(pid), time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", PATH, headers={"Connection": "close"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{PATH}: {answer.status}")
    rows, first, most = -1, 0.0, before
    while piece := answer.read(65_536):
        first = first or time.perf_counter() - started
        rows += piece.count(b"\r\n")
        most = max(most, worker_megabytes(pid))
    return Streamed(rows, first, time.perf_counter() - started, most - before)
