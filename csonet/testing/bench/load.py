"""The clients: threads with nothing but the standard library; and the servers' CPU and memory.

Each request has a connection of its own, as nginx makes them to the server behind it unless it is told otherwise.
"""

from __future__ import annotations

import http.client
import threading
import time
from itertools import count
from pathlib import Path


def hammer(port: int, path: str, headers: dict[str, str], clients: int, requests: int) -> list[float]:
    """GET a path `requests` times by `clients` at once; the seconds that each answer took. {n}: see numbered().

    Raises RuntimeError for an answer other than 200.
    """
    times: list[list[float]] = [[] for _ in range(clients)]
    problems: list[str] = []

    def client(n: int) -> None:
        for _ in range(requests // clients):
            started = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", numbered(path), headers={"Connection": "close", **headers})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            times[n].append(time.perf_counter() - started)
            if answer.status != 200:
                problems.append(f"{path}: {answer.status}")
                return

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise RuntimeError(problems[0])
    return [seconds for part in times for seconds in part]


_NUMBERS = count()


def numbered(path: str) -> str:
    """The path with a number in place of {n} that it had in no request before."""
    return path.replace("{n}", str(next(_NUMBERS)))


def percentile(times: list[float], share: float) -> float:
    """The time in milliseconds within which this share of the answers came."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def cpu_seconds(pid: int) -> float:
    """CPU time, user and system, that a process and its children have used, to the nanosecond.

    The clock of another process (Linux: clock_getcpuclockid(3)); /proc counts in hundredths of a second, which is
    twenty requests of the bare view.
    """
    return sum(time.clock_gettime((~process << 3) | 2) for process in family(pid))


def worker_megabytes(pid: int) -> float:
    """Resident memory of the largest child."""
    sizes = []
    for process in family(pid)[1:]:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                sizes.append(int(line.split()[1]) / 1024)
    return max(sizes, default=0.0)
