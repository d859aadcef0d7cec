"""Certificates: earned, looked up by anybody, corrected, taken back."""

import pytest
from django.utils import timezone

from csonet.testing.makers import make_item
from training.building import build
from training.certificates.issuing import CertificateError, issue, revoke
from training.editions import draft_of, publish
from training.models import Activity, Certificate, Course, Done, Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BADGE_KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def completed(cast):
    course = make_item(Course, title="How to apply", organization=cast.organization, author=cast.author)
    edition = draft_of(course)
    lesson = {"wording": {"en": {"title": "L", "body": "<p>x</p>"}}, "activities": [{"minutes": 12}]}
    build(edition, [{"wording": {"en": {"title": "M"}}, "lessons": [lesson]}])
    publish(edition)
    course.refresh_from_db()
    return Enrolment.objects.create(
        user=cast.outsider, course=course, edition=edition, language="en", completed_at=timezone.now()
    )


def test_it_is_given_once_and_says_every_claim(completed, outsider, signed_in, visitor):
    client = signed_in(outsider)
    for _time in range(2):
        answer = client.post(f"/en/training/{completed.course.slug}/certificate/", {"holder": "سلمى Ó Súilleabháin"})
    certificate = Certificate.objects.get()
    assert answer["Location"] == certificate.get_absolute_url()
    html = visitor.get(certificate.get_absolute_url()).content.decode()
    for claim in (
        "سلمى Ó Súilleabháin",
        "How to apply",
        "12",
        "This certificate is valid",
        completed.course.organization.name,
    ):
        assert claim in html
    assert "noindex" in html
    assert "Correct the name" not in html


def test_nothing_is_given_before_the_end(completed, outsider, signed_in):
    Enrolment.objects.update(completed_at=None)
    client = signed_in(outsider)
    client.post(f"/en/training/{completed.course.slug}/certificate/", {"holder": "A"})
    assert not Certificate.objects.exists()


def test_a_code_is_found_in_small_letters_with_dashes_and_another_is_not(completed, visitor):
    certificate = issue(completed, "Ana")
    answer = visitor.get("/en/certificates/", {"code": certificate.written_code.lower()})
    assert answer["Location"] == certificate.get_absolute_url()
    wrong = visitor.get("/en/certificates/", {"code": "AAAAA-AAAAA-AAAB"})
    assert wrong.status_code == 404
    assert "There is no certificate with this code" in wrong.content.decode()


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_says_so(completed, outsider, author, signed_in, visitor):
    old = issue(completed, "Anna")
    assert signed_in(author).post(f"{old.get_absolute_url()}name/", {"holder": "Thief"}).status_code == 404
    signed_in(outsider).post(f"{old.get_absolute_url()}name/", {"holder": "Ana"})
    new = Certificate.objects.get(state="valid")
    html = visitor.get(old.get_absolute_url()).content.decode()
    assert new.holder == "Ana"
    assert new.get_absolute_url() in html
    assert "replaced by a newer one" in html
    assert "Anna" in html


def test_a_revoked_one_says_why_and_stays_to_be_found(completed, branch, visitor):
    certificate = issue(completed, "Ana")
    revoke(certificate, "error", branch)
    html = visitor.get(certificate.get_absolute_url()).content.decode()
    assert "was revoked" in html
    assert "issued by mistake" in html
    with pytest.raises(CertificateError):
        revoke(certificate, "error", branch)


def test_what_changes_later_changes_no_certificate(completed, visitor):
    certificate = issue(completed, "Ana")
    Course.objects.update(title="Another title")
    assert "How to apply" in visitor.get(certificate.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("reason", "again"), [("conduct", False), ("error", False), ("request", True)])
def test_what_was_revoked_for_good_is_not_issued_again(completed, outsider, branch, signed_in, reason, again):
    client, course = signed_in(outsider), completed.course
    Done.objects.create(
        enrolment=completed,
        activity_key=Activity.objects.get(lesson__module__edition=completed.edition).key,
        at=timezone.now(),
    )
    assert "Get the certificate" in client.get(course.get_absolute_url()).content.decode()
    first = issue(completed, "Ana")
    revoke(first, reason, branch)
    html = client.get(course.get_absolute_url()).content.decode()
    assert ("Get the certificate" in html) is again
    assert (first.get_absolute_url() in html) is not again
    answer = client.post(f"/en/training/{course.slug}/certificate/", {"holder": "Ana"}, follow=True)
    assert Certificate.objects.filter(state="valid").exists() is again
    assert ("This certificate was revoked" in answer.content.decode()) is not again
