"""Files made for the tests: good ones, and hostile ones."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DOCX_TYPES = (
    b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(name: str = "report.pdf", extra: bytes = b"") -> SimpleUploadedFile:
    return upload(name, PDF.replace(b"<<>>", b"<<" + extra + b">>"))


def zipped(name: str, parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> SimpleUploadedFile:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return upload(name, buffer.getvalue())


def docx(name: str = "report.docx", **parts: bytes) -> SimpleUploadedFile:
    inside = {"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<document/>"}
    return zipped(name, {**inside, **{part.replace("__", "/"): content for part, content in parts.items()}})


def odt(name: str = "report.odt", **parts: bytes) -> SimpleUploadedFile:
    inside = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"}
    return zipped(name, {**inside, **parts})


def png(name: str = "chart.png") -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (80, 50), (200, 120, 10)).save(buffer, "PNG")
    return upload(name, buffer.getvalue())
