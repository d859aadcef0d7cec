"""Which files are accepted: extension, first bytes and decoder agree; bombs, macros and odd names are refused."""

import contextlib
import io
import socket
import threading
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from csonet.content.files.kinds import recognize
from csonet.content.files.names import cleaned_name, content_disposition
from csonet.content.files.scanning import scan
from csonet.content.tests.files import DOCX_TYPES, EICAR, PDF, docx, odt, pdf, png, upload, zipped


@pytest.mark.parametrize(
    ("file", "extension"),
    [
        (pdf(), "pdf"),
        (pdf("REPORT.PDF"), "pdf"),
        (docx(), "docx"),
        (odt(), "odt"),
        (upload("notes.txt", "Wells fall dry. آبار".encode()), "txt"),
        (upload("table.csv", b"a;b\r\n1;2\r\n"), "csv"),
        (upload("excel.csv", "سنة;عدد".encode("utf-16")), "csv"),
        (upload("old.csv", "année;été".encode("cp1252")), "csv"),
        (png(), "png"),
    ],
)
def test_files_that_people_really_have_are_recognized(file, extension):
    assert recognize(file).extension == extension


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (upload("a.exe", b"MZ"), "kind"),
        (upload("a.html", b"<script>"), "kind"),
        (upload("a.svg", b"<svg/>"), "kind"),
        (upload("noname", PDF), "kind"),
        (upload("a.docm", b"PK\x03\x04"), "kind"),
        (upload("page.pdf", b"<html><script>alert(1)</script>"), "mismatch"),
        (upload("late.pdf", b"<script>\n" + PDF), "mismatch"),
        (upload("half.pdf", PDF[:30]), "damaged"),
        (upload("both.pdf", PDF + zipped("x.zip", {"a": b"b"}).read()), "mismatch"),
        (upload("fake.docx", PDF), "mismatch"),
        (zipped("plain.docx", {"a.txt": b"x"}), "damaged"),
        (odt("wrong.docx"), "damaged"),
        (docx("wrong.xlsx"), "mismatch"),
        (docx(word__vbaProject_bin=b"x", **{"word/vbaProject.bin": b"x"}), "macros"),
        (odt(**{"Basic/Standard/Module1.xml": b"x"}), "macros"),
        (upload("cut.docx", docx().read()[:-30]), "damaged"),
        (upload("binary.txt", b"abc\x00\x01"), "mismatch"),
        (upload("binary.csv", b"\x7fELF\x02"), "mismatch"),
        (upload("fake.png", PDF), "mismatch"),
    ],
)
def test_what_is_not_what_it_says_is_refused(file, code):
    with pytest.raises(ValidationError) as refused:
        recognize(file)
    assert refused.value.code == code


@given(place=st.integers(0), value=st.integers(0, 255))
def test_a_document_with_a_byte_that_is_another_is_taken_or_refused_in_words(place, value):
    content = bytearray(docx().read())
    content[place % len(content)] = value
    with contextlib.suppress(ValidationError):
        assert recognize(upload("bent.docx", bytes(content))).extension == "docx"


def test_a_document_whose_label_does_not_unpack_is_damaged():
    content = bytearray(docx().read())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        label = archive.getinfo("[Content_Types].xml")
    start = label.header_offset + 30 + len(label.filename)
    content[start : start + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(ValidationError) as refused:
        recognize(upload("bent.docx", bytes(content)))
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_document_that_is_packed_as_no_office_program_does_is_damaged(packing):
    """LZMA asks for as much memory as five bytes of the file say, and its errors are nobody's."""
    with pytest.raises(ValidationError) as refused:
        recognize(zipped("odd.docx", {"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<d/>"}, packing))
    assert refused.value.code == "damaged"


def test_a_document_that_unpacks_to_hundreds_of_megabytes_is_refused_before_unpacking():
    bomb = docx(**{"word/media/image1.bin": b"\0" * 20_000_000})
    assert bomb.size < 100_000
    with pytest.raises(ValidationError) as refused:
        recognize(bomb)
    assert refused.value.code == "bomb"


def test_a_document_of_thousands_of_parts_is_refused():
    with pytest.raises(ValidationError) as refused:
        recognize(docx(**{f"part{number}": b"" for number in range(3001)}))
    assert refused.value.code == "bomb"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ana\\Rapport été.pdf", "Rapport été.pdf"),
        ("gpj.\u202efdp.exe.pdf", "gpj.fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("\x00.pdf", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names_are_cleaned(name, cleaned):
    assert cleaned_name(name, "pdf") == cleaned


@given(st.text(max_size=300))
def test_any_name_makes_a_header_of_one_line(name):
    header = content_disposition(cleaned_name(name, "pdf"))
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2


def test_the_header_carries_the_true_name_beside_an_ascii_one():
    assert (
        content_disposition("Résumé.pdf")
        == "attachment; filename=\"Resume.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf"
    )


class _Scanner(threading.Thread):
    """A stand-in for clamd that finds EICAR."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self):
        connection, _address = self.socket.accept()
        with connection:
            sent = b""
            while not sent.endswith(b"\0\0\0\0"):
                sent += connection.recv(65536)
            connection.sendall(b"stream: Eicar FOUND\0" if EICAR in sent else b"stream: OK\0")
        self.socket.close()


@pytest.mark.parametrize(("content", "code"), [(EICAR, "virus"), (b"harmless", None)])
def test_the_scanner_refuses_what_it_finds(settings, content, code):
    scanner = _Scanner()
    scanner.start()
    settings.CLAMD = scanner.address
    if code is None:
        scan(upload("a.txt", content))
    else:
        with pytest.raises(ValidationError) as refused:
            scan(upload("a.txt", content))
        assert refused.value.code == code
    scanner.join(5)


def test_without_an_answer_of_the_scanner_nothing_is_accepted(settings):
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(ValidationError) as refused:
        scan(upload("a.txt", b"x"))
    assert refused.value.code == "unscanned"


def test_nothing_is_asked_where_no_scanner_is_set(settings):
    settings.CLAMD = ""
    scan(upload("a.txt", EICAR))
