"""A real IMAP server (Twisted's, RFC 3501) with one mailbox: `python -m discussions.tests.imap_server FOLDER`.

Each file of the folder is a mail in INBOX. It prints its port, serves until it is ended, and keeps flags in memory.
"""

from __future__ import annotations

import sys
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from typing import Any

from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.internet import protocol, reactor
from twisted.mail import imap4
from zope.interface import implementer

USER, PASSWORD = "in@example.org", "pass word/1"  # noqa: S105  # of a server that lives for one test


@implementer(imap4.IMessage, imap4.IMessageFile)
class Letter:
    """One mail of the box."""

    def __init__(self, uid: int, raw: bytes):
        self.uid, self.raw, self.flags = uid, raw, set()
        self.parsed = message_from_bytes(raw)

    def getUID(self) -> int:  # noqa: N802  # the interface's names, here and below
        return self.uid

    def getFlags(self) -> list[str]:  # noqa: N802
        return sorted(self.flags)

    def getInternalDate(self) -> str:  # noqa: N802
        return "01-Jan-2026 00:00:00 +0000"

    def getHeaders(self, negate: bool, *names: bytes) -> dict[str, str]:  # noqa: N802
        wanted = {name.decode().lower() for name in names}
        return {key.lower(): str(value) for key, value in self.parsed.items() if (key.lower() in wanted) != negate}

    def getBodyFile(self) -> BytesIO:  # noqa: N802
        return BytesIO(self.raw.partition(b"\n\n")[2])

    def getSize(self) -> int:  # noqa: N802
        return len(self.raw)

    def isMultipart(self) -> bool:  # noqa: N802
        return self.parsed.is_multipart()

    def getSubPart(self, part: int) -> Any:  # noqa: N802
        raise IndexError(part)

    def open(self) -> BytesIO:
        return BytesIO(self.raw)


@implementer(imap4.IMailbox)
class Box:
    """INBOX."""

    def __init__(self, letters: list[Letter]):
        self.letters, self.listeners = letters, []

    def getFlags(self) -> list[str]:  # noqa: N802
        return ["\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft"]

    def getHierarchicalDelimiter(self) -> str:  # noqa: N802
        return "/"

    def getUIDValidity(self) -> int:  # noqa: N802
        return 1

    def getUIDNext(self) -> int:  # noqa: N802
        return len(self.letters) + 1

    def getUID(self, message: int) -> int:  # noqa: N802
        return self.letters[message - 1].uid

    def getMessageCount(self) -> int:  # noqa: N802
        return len(self.letters)

    def getRecentCount(self) -> int:  # noqa: N802
        return 0

    def getUnseenCount(self) -> int:  # noqa: N802
        return sum("\\Seen" not in one.flags for one in self.letters)

    def isWriteable(self) -> bool:  # noqa: N802
        return True

    def destroy(self) -> None:
        self.letters.clear()

    def requestStatus(self, names: list[str]) -> Any:  # noqa: N802
        return imap4.statusRequestHelper(self, names)

    def addListener(self, listener: Any) -> None:  # noqa: N802
        self.listeners.append(listener)

    def removeListener(self, listener: Any) -> None:  # noqa: N802
        self.listeners.remove(listener)

    def fetch(self, messages: Any, uid: bool) -> list[tuple[int, Letter]]:
        messages.last = len(self.letters)
        return [(number, self.letters[number - 1]) for number in messages if 0 < number <= len(self.letters)]

    def store(self, messages: Any, flags: list[str], mode: int, uid: bool) -> dict[int, list[str]]:
        changed = {}
        for number, letter in self.fetch(messages, uid):
            kept = set() if mode == 0 else letter.flags
            letter.flags = kept - set(flags) if mode < 0 else kept | set(flags)
            changed[number] = letter.getFlags()
        return changed


@implementer(IRealm)
class Realm:
    def __init__(self, account: imap4.MemoryAccount):
        self.account = account

    def requestAvatar(self, _name: bytes, _mind: Any, *_interfaces: Any) -> Any:  # noqa: N802
        return imap4.IAccount, self.account, lambda: None


class Factory(protocol.Factory):
    def __init__(self, portal: Portal):
        self.portal = portal

    def buildProtocol(self, _address: Any) -> imap4.IMAP4Server:  # noqa: N802
        server = imap4.IMAP4Server()
        server.portal, server.factory = self.portal, self
        return server


def serve(folder: Path) -> None:
    """Serve the mails of a folder until the process is ended."""
    account = imap4.MemoryAccount(USER)
    letters = [Letter(uid, path.read_bytes()) for uid, path in enumerate(sorted(folder.iterdir()), start=1)]
    account.addMailbox("INBOX", Box(letters))
    portal = Portal(Realm(account), [InMemoryUsernamePasswordDatabaseDontUse(**{USER: PASSWORD.encode()})])
    port = reactor.listenTCP(0, Factory(portal), interface="127.0.0.1")
    print(port.getHost().port, flush=True)  # noqa: T201  # its answer
    reactor.run()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
