"""The manifest and the pages of a Common Cartridge 1.3."""

from __future__ import annotations

from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from csonet.content.licences import Licence
from csonet.richtext import to_text, without_controls
from csonet.ui.languages import direction, tag
from training.models import Course
from training.packages.qti_elements import add, document

_CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
_SCHEMAS = (
    f"{_CP} http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_imscp_v1p2_v1p0.xsd "
    f"{_LOM} http://www.imsglobal.org/profile/cc/ccv1p3/LOM/ccv1p3_lommanifest_v1p0.xsd"
)
WEB, LINK = "webcontent", "imswl_xmlv1p3"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
BESIDE = "associatedcontent/imscc_xmlv1p3/learning-application-resource"
_LINKS = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"


class Manifest:
    """What stands in the package, written down as it is put in."""

    def __init__(self, course: Course, title: str, language: str):
        self.root = Element("manifest", {"identifier": f"course-{course.key}", "xmlns": _CP})
        self.root.set("xmlns:lomimscc", _LOM)
        self.root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        self.root.set("xsi:schemaLocation", _SCHEMAS)
        self._describe(course, title, language)
        contents = add(add(self.root, "organizations"), "organization", identifier="contents")
        contents.set("structure", "rooted-hierarchy")
        self.contents = add(contents, "item", identifier="root")
        self._resources = add(self.root, "resources")

    def _describe(self, course: Course, title: str, language: str) -> None:
        metadata = add(self.root, "metadata")
        add(metadata, "schema", "IMS Common Cartridge")
        add(metadata, "schemaversion", "1.3.0")
        lom = add(metadata, "lomimscc:lom")
        general = add(lom, "lomimscc:general")
        for name, text in (("title", title), ("description", to_text(course.summary))):
            if text:
                add(add(general, f"lomimscc:{name}"), "lomimscc:string", text, language=tag(language))
        general.insert(1, language_element(language))
        rights = add(lom, "lomimscc:rights")
        add(add(rights, "lomimscc:copyrightAndOtherRestrictions"), "lomimscc:value", "yes")
        add(add(rights, "lomimscc:description"), "lomimscc:string", licence_of(course))

    def entry(self, parent: Element, own: str, title: str, resource: str = "") -> Element:
        """A line of the contents, which may lead to a resource."""
        item = add(parent, "item", identifier=own, **({"identifierref": resource} if resource else {}))
        add(item, "title", title)
        return item

    def resource(self, own: str, type: str, href: str, *, needs: tuple[str, ...] = (), shown: bool = True) -> None:
        """A file of the package. shown: may it be opened as it is? Quizzes may not."""
        element = add(self._resources, "resource", identifier=own, type=type)
        if shown:
            element.set("href", href)
        add(element, "file", href=href)
        for other in needs:
            add(element, "dependency", identifierref=other)

    def file(self) -> bytes:
        """As it stands in the package."""
        return document(self.root)


def language_element(language: str) -> Element:
    """The language of the package, as its metadata say it."""
    element = Element("lomimscc:language")
    element.text = tag(language)
    return element


def licence_of(course: Course) -> str:
    """The licence, whose it is and its sign, for the metadata of packages and the pages of packs."""
    return f"{Licence(course.licence).label} · {without_controls(str(course.organization))}"


def page(title: str, language: str, body: str) -> bytes:
    """A page of web content: what it says and nothing else. body: cleaned rich text."""
    code, written = escape(tag(language)), direction(language)
    head = f'<!DOCTYPE html>\n<html lang="{code}" dir="{written}">\n<head><meta charset="utf-8"><title>'
    return f"{head}{escape(title)}</title></head>\n<body>\n{body}\n</body>\n</html>\n".encode()


def weblink(title: str, address: str) -> bytes:
    """A web link as a resource."""
    root = Element("webLink", {"xmlns": _LINKS})
    add(root, "title", title)
    add(root, "url", href=address)
    return document(root)


def qti_manifest(course: Course, title: str, files: dict[str, str]) -> bytes:
    """The manifest of a package of QTI 1.2 alone. files: {identifier: name of the file}."""
    root = Element("manifest", {"identifier": f"quizzes-{course.key}"})
    root.set("xmlns", "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1")
    root.set("xmlns:imsmd", "http://www.imsglobal.org/xsd/imsmd_v1p2")
    metadata = add(root, "metadata")
    add(metadata, "schema", "IMS Content")
    add(metadata, "schemaversion", "1.1.3")
    lom: Any = add(metadata, "imsmd:lom")
    add(add(add(lom, "imsmd:general"), "imsmd:title"), "imsmd:string", title)
    rights = add(lom, "imsmd:rights")
    add(add(rights, "imsmd:copyrightAndOtherRestrictions"), "imsmd:value", "yes")
    add(add(rights, "imsmd:description"), "imsmd:string", licence_of(course))
    add(root, "organizations")
    resources = add(root, "resources")
    for own, name in files.items():
        resource = add(resources, "resource", identifier=own, type="imsqti_xmlv1p2")
        add(resource, "file", href=name)
    return document(root)
