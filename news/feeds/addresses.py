"""Which addresses the portal may ask: http and https on public machines of the internet, and nothing else.

A name is resolved once; if any of its addresses is not public the whole name is refused, and the connection goes to the
very address that was looked at, so that a second answer of the name server changes nothing (OWASP ASVS 1.3.6).
"""

from __future__ import annotations

import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from news.feeds.words import FeedProblem

#: Ranges that carry another address inside, by which a private machine could be reached.
_CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]
#: Ordinary ports of the web, and those above the ones that systems keep for other services.
_WEB_PORTS = (80, 443)
_RESOLVERS = ThreadPoolExecutor(max_workers=24, thread_name_prefix="names")


@dataclass(frozen=True)
class Target:
    """Where to connect to, and what to ask there. ips: every address of the name, all of them looked at."""

    scheme: str
    host: str
    port: int
    path: str
    ips: tuple[str, ...]

    @property
    def host_header(self) -> str:
        """The host as HTTP wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"http": 80, "https": 443}[self.scheme] else f"{host}:{self.port}"


def target_of(address: str, seconds: float) -> Target:
    """Where an address leads. Raises FeedProblem if the portal may not go there, or nobody knows the name in time."""
    scheme, host, port, path = parts_of(address)
    return Target(scheme, host, port, path, _public(host, _resolve(host, port, seconds)))


def is_public(ip: str) -> bool:
    """Is this the address of a machine on the public internet?"""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in net for net in _CARRIERS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def parts_of(address: str) -> tuple[str, str, int, str]:
    """(scheme, host, port, path with query) of an address. Raises FeedProblem for what is none of the web's."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        raise FeedProblem("address") from None
    host = (parts.hostname or "").rstrip(".")
    plain = all(33 <= ord(sign) != 127 for sign in address.strip())
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or not plain:
        raise FeedProblem("address")
    port = port or {"http": 80, "https": 443}[parts.scheme]
    if port not in _WEB_PORTS and port < 1024:
        raise FeedProblem("port")
    path = parts.path or "/"
    return parts.scheme, _ascii(host), port, _quoted(path + (f"?{parts.query}" if parts.query else ""))


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        raise FeedProblem("address") from None


def _quoted(path: str) -> str:
    """Letters beyond ASCII as their bytes; what is quoted already stays."""
    return "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    waiting = _RESOLVERS.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = waiting.result(timeout=max(seconds, 0.01))
    except Late:
        waiting.cancel()
        raise FeedProblem("slow", seconds=round(seconds)) from None
    except (OSError, UnicodeError):
        raise FeedProblem("name", host=host[:100]) from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _public(host: str, ips: list[str]) -> tuple[str, ...]:
    for ip in ips:
        loopback = settings.FEEDS_FROM_LOOPBACK and ipaddress.ip_address(ip.partition("%")[0]).is_loopback
        if not loopback and not is_public(ip):
            raise FeedProblem("not-public")
    if not ips:
        raise FeedProblem("name", host=host[:100])
    return tuple(ips)
