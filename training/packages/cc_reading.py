"""The manifest of a package: its contents as modules and lessons, and what each entry leads to.

IMS Common Cartridge 1.0 to 1.3 and IMS Content Packaging, in which QTI packages come: the contents are read alike. The
first level of the contents are modules, the second lessons, what stands deeper belongs to its lesson.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import dirname, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from training.packages.archive import Archive, PackageError
from training.packages.markup import called, first, inner, parsed, within

MANIFEST = "imsmanifest.xml"


@dataclass(frozen=True)
class Resource:
    """What a package holds: its kind by its type, the file that is it, and what it rests on."""

    own: str
    type: str
    href: str
    files: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def kind(self) -> str:
        """quiz, bank, link, page, or what it is that can't be taken."""
        for sign, kind in _KINDS:
            if sign in self.type:
                return kind
        if self.href.lower().endswith((".html", ".htm", ".xhtml")):
            return "page"
        return "file"


_KINDS = (
    ("imsqti_xmlv1p2/imscc_xmlv1p3/question-bank", "bank"),
    ("question-bank", "bank"),
    ("imsqti_", "quiz"),
    ("imswl_", "link"),
    ("imsdt_", "topic"),
    ("imsbasiclti_", "tool"),
    ("assignment_", "assignment"),
    ("associatedcontent", "beside"),
)


@dataclass
class Entry:
    """A line of the contents."""

    own: str
    title: str
    resource: str
    children: list[Entry] = field(default_factory=list)


@dataclass
class Manifest:
    """What a package says of itself."""

    title: str
    entries: list[Entry]
    resources: dict[str, Resource]


def manifest_of(archive: Archive) -> Manifest:
    """Read the manifest. Raises PackageError if there is none, or it can't be read."""
    name = next((name for name in archive.names if name.rpartition("/")[2].lower() == MANIFEST), "")
    if not name:
        raise PackageError(_("There is no imsmanifest.xml in it: it is no Common Cartridge and no QTI package."))
    root = parsed(archive.read(name), name)
    if called(root) != "manifest":
        raise PackageError(_("Its imsmanifest.xml is no manifest."))
    base = dirname(name)
    resources = {}
    for element in within(root, "resource"):
        resource = _resource(element, base)
        resources.setdefault(resource.own, resource)
    contents = first(root, "organization")
    entries = [_entry(child) for child in contents if called(child) == "item"] if contents is not None else []
    if len(entries) == 1 and entries[0].children and not entries[0].resource and not entries[0].title:
        entries = entries[0].children
    return Manifest(_title(root), entries, resources)


def _title(root: Element) -> str:
    metadata = next((child for child in root if called(child) == "metadata"), None)
    title = first(metadata, "title") if metadata is not None else None
    return inner(title)[:200]


def _entry(element: Element) -> Entry:
    title = next((inner(child) for child in element if called(child) == "title"), "")
    children = [_entry(child) for child in element if called(child) == "item"]
    return Entry(element.get("identifier", ""), title[:200], element.get("identifierref", ""), children)


def _resource(element: Element, base: str) -> Resource:
    base = _joined(base, element.get("{http://www.w3.org/XML/1998/namespace}base", ""))
    files = tuple(_joined(base, file.get("href", "")) for file in element if called(file) == "file")
    href = element.get("href", "")
    needs = tuple(row.get("identifierref", "") for row in element if called(row) == "dependency")
    return Resource(
        own=element.get("identifier", ""),
        type=element.get("type", "").lower(),
        href=_joined(base, href) if href else (files[0] if files else ""),
        files=files,
        needs=needs,
    )


def _joined(base: str, href: str) -> str:
    """An address inside of the package; what leads out of it leads to nothing there."""
    path = normpath(f"{base}/{unquote(href)}").lstrip("/")
    return "" if path in (".", "..") or path.startswith("../") else path
