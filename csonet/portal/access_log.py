"""The web server's log of requests, without what opens something or tells whom somebody looked for (ASVS 14.2.1).

Links in mails carry tokens in their path; searches, and where a form leads back to, stand in the query. Neither is
written: a path's long segments that no slug of ours looks like become "…", and a query becomes "?…".
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from gunicorn.glogging import Logger

#: Shorter ones are words of ours.
SHORTEST_SECRET = 20
#: Slugs are in lower case; tokens have capitals, or marks that divide signed ones, or are one long number.
_LIKE_A_TOKEN = re.compile(r"[A-Z.:~]|[0-9a-f]{30}")


def masked(path: str) -> str:
    """The path without tokens. Files of the design keep their names."""
    if path.startswith("/static/"):
        return path
    return "/".join("…" if _is_secret(unquote(part)) else part for part in path.split("/"))


def _is_secret(segment: str) -> bool:
    return len(segment) >= SHORTEST_SECRET and bool(_LIKE_A_TOKEN.search(segment))


class AccessLog(Logger):
    """gunicorn's own, but for what it says of addresses."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """The values of a line; see gunicorn's access_log_format."""
        atoms = super().atoms(resp, req, environ, request_time)
        path = masked(environ.get("RAW_URI", "").partition("?")[0])
        query = "?…" if environ.get("QUERY_STRING") else ""
        came_from = urlsplit(environ.get("HTTP_REFERER", ""))
        return {
            **atoms,
            "r": f"{environ['REQUEST_METHOD']} {path}{query} {environ['SERVER_PROTOCOL']}",
            "U": path,
            "q": query,
            "f": f"{came_from.scheme}://{came_from.netloc}" if came_from.netloc else "-",
        }
