"""Packages for the tests: what text2qti makes, and ZIP files of any content."""

import zipfile
from io import BytesIO

from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

WRITTEN = """Quiz title: Applying for status
Quiz description: About **status**.

1.  Who decides on applications?
... The Committee recommends.
*a) The Council
... Right.
b)  The Branch
... It prepares.

2.  Which kinds report?
[*] General
[*] Special
[ ] Roster

3.  An application costs a fee.
a) True
*b) False

4.  What is the list called?
*   Roster
*   The Roster

5.  How much is it?
=   1.5 +- 0.1

6.  How many members?
=   19

7.  Between?
=   [2, 5]

8.  Say why. $x^2$
____

9.  Send us your statutes.
^^^^

Text title: A note
Text: Some text.

GROUP
pick: 1
points per question: 2

1. First
*a) yes
b) no

2. Second
*a) yes
b) no
END_GROUP
"""


def by_text2qti(written=WRITTEN):
    """The package that text2qti makes."""
    stream = BytesIO()
    quiz = Quiz(written, config=Config(), source_name="quiz")
    QTI(quiz).write(stream)
    return stream.getvalue()


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of {name: bytes or text}."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def cartridge(entries="", resources="", files=None, title="A package"):
    """A Common Cartridge of these items and resources."""
    manifest = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
 xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"><metadata><schema>IMS Common Cartridge</schema>
<schemaversion>1.3.0</schemaversion><lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>{title}
</lomimscc:string></lomimscc:title></lomimscc:general></lomimscc:lom></metadata><organizations>
<organization identifier="o" structure="rooted-hierarchy"><item identifier="root">{entries}</item></organization>
</organizations><resources>{resources}</resources></manifest>"""
    return zipped({"imsmanifest.xml": manifest, **(files or {})})


def entry(own, title, resource="", inside=""):
    """A line of the contents."""
    leads = f' identifierref="{resource}"' if resource else ""
    return f'<item identifier="{own}"{leads}><title>{title}</title>{inside}</item>'


def page(own, href, type="webcontent"):
    """A resource."""
    return f'<resource identifier="{own}" type="{type}" href="{href}"><file href="{href}"/></resource>'
