"""The verification page: what anybody learns of a certificate and of a file, and what nobody does."""

import hashlib
import io
import re

import pypdf
import pytest
import segno
import zxingcpp
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from training.certificates import comparing
from training.certificates.codes import ALPHABET, new_code, written
from training.certificates.files import FileLost, file_of, verify_url
from training.certificates.issuing import issue
from training.models import Certificate, Course
from training.tests.test_certificates import _own_folders, completed  # noqa: F401
from training.views import certificates

pytestmark = pytest.mark.django_db

NAMES = {
    "ar": "وانجيرو كاماو",
    "zh-hans": "王家明",
    "en": "Wanjiru Kamau",
    "fr": "Zoé Lefèvre",
    "ru": "Анна Смирнова",
    "es": "Íñigo Núñez",
}


@pytest.fixture(autouse=True)
def _fresh_rates():
    cache.clear()


@pytest.fixture
def certificate(completed):  # noqa: F811
    return issue(completed, "Ana")


def page(client, url, status=200, **data):
    answer = client.post(url, data) if data else client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def upload(content, name="certificate.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize("language", NAMES)
def test_the_file_is_tagged_and_right_in_each_script(completed, language):  # noqa: F811
    with translation.override(language):
        made = issue(completed, NAMES[language])
    read = pypdf.PdfReader(io.BytesIO(file_of(made)))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"].lower().startswith(language.split("-")[0])
    assert NAMES[language] in read.metadata.title
    assert len(read.pages) == 1
    words = read.pages[0].extract_text().replace("\n", " ")
    assert made.written_code in words
    if language == "ar":
        # Drawn in joined shapes: the letters are compared without their order.
        assert len(set(NAMES["ar"]) & set(words)) >= 5 or any("\ufb50" <= sign <= "\ufeff" for sign in words)
    else:
        assert NAMES[language] in words


def test_the_file_is_made_once_and_its_sum_is_on_the_page(certificate, visitor):
    content = file_of(certificate)
    assert hashlib.sha256(content).hexdigest() == certificate.sha256
    assert certificate.sha256 in page(visitor, certificate.get_absolute_url())
    stored = certificate.pdf.name
    assert (file_of(certificate), certificate.pdf.name) == (content, stored)


def test_a_file_that_was_lost_is_made_again_if_its_bytes_are_the_same(certificate):
    content = file_of(certificate)
    certificate.pdf.storage.delete(certificate.pdf.name)
    assert file_of(certificate) == content
    Certificate.objects.update(holder="Another")
    certificate.refresh_from_db()
    certificate.pdf.storage.delete(certificate.pdf.name)
    with pytest.raises(FileLost):
        file_of(certificate)


def test_a_lost_file_is_said_to_its_holder(certificate, outsider, signed_in):
    certificate.pdf.storage.delete(certificate.pdf.name)
    Certificate.objects.update(holder="Another")
    answer = signed_in(outsider).get(f"{certificate.get_absolute_url()}file/", follow=True)
    assert "can&#x27;t be given at the moment" in answer.content.decode()


def test_the_qr_code_leads_to_the_page(certificate, visitor, settings):
    url = verify_url(certificate)
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=5, border=4)
    assert zxingcpp.read_barcodes(Image.open(picture))[0].text == url
    assert "Ana" in page(visitor, url.removeprefix(settings.SITE_URL))


def test_the_file_that_was_issued_is_known_and_a_changed_one_is_caught(certificate, visitor):
    content = file_of(certificate)
    url = certificate.get_absolute_url()
    assert "This is the file that was issued" in page(visitor, url, file=upload(content))
    forged = page(visitor, url, file=upload(content.replace(b"%%EOF", b"%%EOF ")))
    assert "This file was changed" in forged
    assert "This is the file that was issued" not in forged
    assert "Ana" in forged, "what was really issued stands beside it"


def test_a_file_finds_its_certificate_without_a_code(certificate, visitor):
    content = file_of(certificate)
    html = page(visitor, "/en/certificates/", file=upload(content))
    assert certificate.written_code in html
    assert "This is the file that was issued" in html
    assert "No certificate has this file" in page(visitor, "/en/certificates/", file=upload(b"%PDF-1.7 other"))


def test_a_sum_is_read_as_people_write_it(certificate, visitor):
    digest = certificate.sha256.upper()
    spaced = " ".join(digest[place : place + 8] for place in range(0, 64, 8))
    assert "This is the file that was issued" in page(visitor, certificate.get_absolute_url(), sum=spaced)
    other = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    assert "This file was changed" in page(visitor, certificate.get_absolute_url(), sum=other)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"sum": "abc"}, "Nothing to compare yet"),
        ({"sum": "\0" * 64}, "Nothing to compare yet"),
        ({"sum": "f" * 100_000}, "Nothing to compare yet"),
        ({"file": b"GIF89a"}, "This file is no PDF"),
        ({"file": b"%PDF-" + b"x" * comparing.MOST_BYTES}, "too large"),
    ],
    ids=["short", "nul", "long", "no pdf", "large"],
)
def test_what_can_not_be_compared_is_said(certificate, visitor, data, words):
    for url in (certificate.get_absolute_url(), "/en/certificates/"):
        sent = {name: upload(value) if isinstance(value, bytes) else value for name, value in data.items()}
        assert words in page(visitor, url, **sent)


def test_nothing_of_a_compared_file_is_kept(certificate, visitor, settings):
    before = sorted(settings.MEDIA_ROOT.rglob("*"))
    page(visitor, certificate.get_absolute_url(), file=upload(b"%PDF-1.7 my secret"))
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before


@pytest.mark.parametrize("shape", ["{}", "  {} ", "lower", "spaces", "en dashes", "no dashes"])
def test_a_code_is_read_as_it_is_typed(certificate, visitor, shape):
    code = certificate.written_code
    typed = {
        "lower": code.lower(),
        "spaces": code.replace("-", " "),
        "en dashes": code.replace("-", " – ").lower(),
        "no dashes": certificate.code,
    }.get(shape, shape.format(code))
    assert visitor.get("/en/certificates/", {"code": typed})["Location"] == certificate.get_absolute_url()


def test_o_and_0_in_small_letters_are_read_as_the_sign_that_they_look_like(certificate, visitor):
    code = next(code for code in iter(new_code, "") if "Q" in code)
    Certificate.objects.filter(pk=certificate.pk).update(code=code)
    for looks in "0oO":
        typed = written(code).lower().replace("q", looks)
        assert visitor.get("/en/certificates/", {"code": typed})["Location"] == f"/en/certificates/{code}/"


def test_a_wrong_code_and_no_code_answer_the_same(certificate, visitor):
    never_given = new_code()
    slipped = certificate.code[:-1] + next(sign for sign in ALPHABET if sign != certificate.code[-1])
    pages = set()
    for code in (never_given, slipped, "x", "\u202e", "A" * 3000):
        answer = visitor.get("/en/certificates/", {"code": code})
        assert answer.status_code == 404
        pages.add(re.sub(r'value="[^"]*"|href="[^"]*"|<meta[^>]*>|<link[^>]*>', "", answer.content.decode()))
        assert "Ana" not in answer.content.decode()
    assert len(pages) == 1
    assert visitor.post(f"/en/certificates/{never_given}/", {"sum": "a" * 64}).status_code == 404


def test_who_asks_too_often_is_asked_to_wait(certificate, visitor, monkeypatch):
    monkeypatch.setattr(certificates, "RATE", {"verify_certificate": "3/m/ip"})
    url = certificate.get_absolute_url()
    answers = [visitor.get(url).status_code for _time in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert visitor.post("/en/certificates/", {"sum": "a" * 64}).status_code == 429
    assert visitor.get(f"/badges/{certificate.code}").status_code == 429
    assert visitor.get("/en/certificates/").status_code == 200, "the empty form is for everybody"


def test_the_name_can_be_asked_for_instead_of_shown(certificate, outsider, author, signed_in, visitor):
    url = certificate.get_absolute_url()
    assert signed_in(author).post(f"{url}shows/", {"shows": "no"}).status_code == 404
    signed_in(outsider).post(f"{url}shows/", {"shows": "no"})
    html = page(visitor, url)
    assert "Ana" not in html
    assert "This is the name on the certificate" in page(visitor, url, name="  aNa ")
    assert "bears another name" in page(visitor, url, name="Anna")
    assert "Ana" not in page(visitor, url, name="Anna")
    assert visitor.get(f"/badges/{certificate.code}").status_code == 404
    assert signed_in(outsider).get(f"/badges/{certificate.code}").status_code == 200
    assert "Ana" in page(signed_in(outsider), url)


def test_a_name_that_is_hidden_is_hidden_on_earlier_codes_too(certificate, outsider, signed_in, visitor):
    client = signed_in(outsider)
    client.post(f"{certificate.get_absolute_url()}name/", {"holder": "Ana María"})
    newer = Certificate.objects.get(state="valid")
    assert "Ana" in page(visitor, certificate.get_absolute_url())
    client.post(f"{newer.get_absolute_url()}shows/", {"shows": "no"})
    for one in (certificate, newer):
        assert "Ana" not in page(visitor, one.get_absolute_url())
    client.post(f"{certificate.get_absolute_url()}shows/", {"shows": "yes"})
    assert "Ana María" in page(visitor, newer.get_absolute_url())


def test_it_verifies_when_the_person_is_gone(certificate, visitor, branch, signed_in):
    certificate.enrolment.user.delete()
    html = page(visitor, certificate.get_absolute_url())
    assert "This certificate is valid" in html
    assert "Ana" in html
    assert "Ana" in page(signed_in(branch), f"/admin/training/certificate/?q={certificate.written_code.lower()}")


def test_it_verifies_when_the_course_is_hidden_or_gone(certificate, visitor, branch, signed_in):
    Course.objects.update(status="hidden")
    assert "This certificate is valid" in page(visitor, certificate.get_absolute_url())
    Certificate.objects.update(course=None, enrolment=None)
    assert "How to apply" in page(visitor, certificate.get_absolute_url())
    url = f"{certificate.get_absolute_url()}revoke/"
    assert signed_in(branch).post(url, {"reason": "error"}).status_code == 302
    assert "issued by mistake" in page(visitor, certificate.get_absolute_url())


def test_the_code_goes_to_no_other_site_and_the_forms_still_work(certificate, visitor):
    answer = visitor.get(certificate.get_absolute_url())
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("typed", ["Ana\0", "\u202eAna\u202c", "  Ana \n ", "A\u2066na"])
def test_no_hidden_sign_gets_into_a_name(completed, outsider, signed_in, typed):  # noqa: F811
    signed_in(outsider).post(f"{completed.course.get_absolute_url()}certificate/", {"holder": typed})
    assert Certificate.objects.get().holder == "Ana"


@pytest.mark.parametrize("typed", ["", "\0", "…", "9" * 300, "A" * 201])
def test_what_is_no_name_is_refused(certificate, outsider, signed_in, typed):
    client = signed_in(outsider)
    client.post(f"{certificate.get_absolute_url()}name/", {"holder": typed})
    assert Certificate.objects.get().holder == "Ana"


def test_hostile_addresses_are_404(certificate, branch, signed_in):
    client = signed_in(branch)
    for value in ("%00", "%E2%80%AE", "9" * 5_000, "-1", "..%2f..%2fetc", "w" * 60_000):
        for page_ in ("", "file/", "revoke/"):
            assert client.get(f"/en/certificates/{value}/{page_}").status_code in (404, 429)
        assert client.get(f"/badges/{value}").status_code in (404, 429)
        assert client.get(f"/badges/status/{value}").status_code == 404
        assert (
            client.get(f"/en/training/{certificate.course.slug}/certificates/?page={value}&q={value}").status_code < 500
        )
