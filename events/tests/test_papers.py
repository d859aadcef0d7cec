"""Papers: six scripts, tagged, with a QR code that leads to the page that says what the paper says."""

from __future__ import annotations

import io

import pypdf
import pytest
import segno
import zxingcpp
from django.core.cache import cache
from PIL import Image

from csonet.testing.makers import make_user
from events import door, papers
from events.models import Registration
from events.tests.makers import come, make_event, make_rule
from events.views import papers as views

pytestmark = pytest.mark.django_db

NAMES = {
    "ar": "وانجيرو كاماو",
    "zh-hans": "王家明",
    "en": "Wanjiru Kamau",
    "fr": "Zoé Lefèvre",
    "ru": "Анна Смирнова",
    "es": "Íñigo Núñez",
}


@pytest.fixture
def row(cast):
    event = make_event(organization=cast.un_entity, author=cast.moderator)
    make_rule(event)
    return come(event, cast.author, cast.organization)


@pytest.mark.parametrize("language", NAMES)
def test_a_letter_is_tagged_and_right_in_each_script(row, language):
    Registration.objects.filter(pk=row.pk).update(name=NAMES[language])
    row.refresh_from_db()
    read = pypdf.PdfReader(io.BytesIO(papers.pdf(row, "letter", language)))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"].lower().startswith(language.split("-")[0])
    assert read.metadata.title
    fonts = {
        str(font["/BaseFont"])
        for page in read.pages
        for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }
    assert not any("LastResort" in font for font in fonts)
    words = "".join(page.extract_text() for page in read.pages)
    # Arabic is drawn in joined shapes: there the letters are compared without their order.
    if language == "ar":
        assert len(set(NAMES["ar"]) & set(words)) >= 5 or any("\ufb50" <= sign <= "\ufeff" for sign in words)
    else:
        assert NAMES[language] in words.replace("\n", " ")


def test_badge_and_certificate(row, cast):
    badge = pypdf.PdfReader(io.BytesIO(papers.pdf(row, "badge", "en")))
    width, height = (float(side) for side in badge.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (298, 420), "A6"
    assert not papers.may_have(row, "certificate")
    door.check_in(row.event, row.event.occurrences.get(), row.code, actor=cast.moderator)
    assert papers.may_have(row, "certificate")
    words = pypdf.PdfReader(io.BytesIO(papers.pdf(row, "certificate", "en"))).pages[0].extract_text()
    assert "Certificate of attendance" in words
    assert "Hearing on water" in words


def test_the_qr_code_leads_to_the_page_that_says_the_same(row, visitor):
    url = papers.verify_url(row, "en")
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=5, border=4)
    assert zxingcpp.read_barcodes(Image.open(picture))[0].text == url
    page = visitor.get(url[url.index("/en/") :])
    assert row.name in page.content.decode()
    assert "This registration is valid" in page.content.decode()
    assert row.email not in page.content.decode()
    assert "noindex" in page.content.decode()


def test_a_paper_that_is_no_longer_true_says_so(row, visitor):
    Registration.objects.filter(pk=row.pk).update(state="withdrawn")
    page = visitor.get(f"/en/events/verify/{row.shown_code}/").content.decode()
    assert "not valid any more" in page
    assert visitor.get("/en/events/verify/AAAA-BBBB-CCCC/").status_code == 404
    assert visitor.get("/en/events/verify/", {"code": "\0"}).status_code in (200, 404)


def test_papers_are_for_the_person_and_only_what_is_true(row, cast, visitor, signed_in):
    url = f"{row.get_absolute_url()}letter.pdf"
    assert signed_in(cast.author).get(url)["Content-Type"] == "application/pdf"
    assert signed_in(cast.outsider).get(url).status_code == 404
    assert visitor.get(url).status_code == 302
    assert signed_in(cast.author).get(f"{row.get_absolute_url()}certificate.pdf").status_code == 404
    assert signed_in(cast.author).get(f"{row.get_absolute_url()}nonsense.pdf").status_code == 404
    Registration.objects.filter(pk=row.pk).update(user=None)
    assert visitor.get(f"/en/events/attend/{row.token}/badge.pdf").status_code == 200


def test_nothing_is_fetched_for_a_paper(row):
    person = make_user(name='<img src="file:///etc/passwd"><img src="http://10.0.0.1/">')
    Registration.objects.filter(pk=row.pk).update(name=person.name)
    row.refresh_from_db()
    words = pypdf.PdfReader(io.BytesIO(papers.pdf(row, "letter", "en"))).pages[0].extract_text()
    assert "etc/passwd" in words, "as letters, not as a picture"


def test_who_looks_up_too_many_is_asked_to_wait(row, visitor, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "RATES", {"check_paper": "2/m/ip"})
    url = f"/en/events/verify/{row.shown_code}/"
    assert [visitor.get(url).status_code for _time in range(3)] == [200, 200, 429]
    cache.clear()
