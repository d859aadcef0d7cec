"""Certificates in the hands of their holders and of who looks after a course: revoked, renewed, corrected, listed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from csonet.notifications.models import Notice
from training.certificates.codes import new_code
from training.certificates.issuing import CertificateError, correct_name, issue, renew, revoke
from training.certificates.keys import all_keys
from training.models import Certificate, Course
from training.tests.test_certificates import _own_folders, completed  # noqa: F401
from training.tests.test_verifying import _fresh_rates, page  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(completed):  # noqa: F811
    return issue(completed, "Ana")


def test_the_courses_people_revoke_with_a_reason_and_the_holder_is_told(
    certificate, author, colleague, outsider, newcomer, signed_in, visitor
):
    url = f"{certificate.get_absolute_url()}revoke/"
    for stranger in (outsider, newcomer):
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(stranger).post(url, {"reason": "error"}).status_code == 404
    client = signed_in(author)
    assert "Ana" in page(client, url)
    for wrong in ("", "name", "renewed", "x"):
        client.post(url, {"reason": wrong})
    assert Certificate.objects.get().state == "valid"
    client.post(url, {"reason": "conduct"})
    assert "not the holder" in page(visitor, certificate.get_absolute_url())
    notice = Notice.objects.get(kind="certificate_revoked")
    assert notice.recipient == outsider
    client.post(url, {"reason": "conduct"})
    assert Notice.objects.count() == 1


def test_nobody_decides_over_their_own(certificate, cast, signed_in):
    Course.objects.update(organization=cast.other_organization)
    assert (
        signed_in(cast.outsider).post(f"{certificate.get_absolute_url()}revoke/", {"reason": "error"}).status_code
        == 404
    )
    assert signed_in(cast.outsider).post(f"{certificate.get_absolute_url()}renew/").status_code == 404


def test_an_expired_one_says_so_and_is_renewed(completed, author, outsider, signed_in, visitor):  # noqa: F811
    Course.objects.update(valid_months=24)
    completed.course.refresh_from_db()
    old = issue(completed, "Ana")
    assert (old.valid_until.year, old.valid_until.month) == (old.issued_on.year + 2, old.issued_on.month)
    Certificate.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "This certificate has expired" in page(visitor, old.get_absolute_url())
    assert signed_in(outsider).post(f"{old.get_absolute_url()}renew/").status_code == 404
    answer = signed_in(author).post(f"{old.get_absolute_url()}renew/")
    new = Certificate.objects.get(state="valid")
    assert answer["Location"] == new.get_absolute_url()
    html = page(visitor, old.get_absolute_url())
    assert "it was renewed" in html
    assert new.get_absolute_url() in html
    assert new.sha256 != old.sha256
    assert Notice.objects.get(kind="certificate_renewed").recipient == outsider


def test_months_end_where_the_month_does(completed, time_machine):  # noqa: F811
    Course.objects.update(valid_months=1)
    completed.course.refresh_from_db()
    time_machine.move_to("2028-01-31T12:00:00+00:00")
    assert issue(completed, "Ana").valid_until.isoformat() == "2028-02-29"


def test_one_that_has_ended_is_neither_renewed_nor_corrected(certificate, branch):
    with pytest.raises(CertificateError, match="without an end"):
        renew(certificate, branch)
    revoke(certificate, "error", branch)
    with pytest.raises(CertificateError):
        renew(certificate, branch)
    with pytest.raises(CertificateError):
        correct_name(certificate, "Other", branch)


def test_a_corrected_name_has_a_file_of_its_own(certificate, outsider, signed_in):
    signed_in(outsider).post(f"{certificate.get_absolute_url()}name/", {"holder": "Anna"})
    new = Certificate.objects.get(state="valid")
    assert new.sha256
    assert new.sha256 != certificate.sha256
    assert new.credential["credentialSubject"]["identifier"][0]["identityHash"] == "Anna"


def test_the_file_is_for_its_holder_and_the_courses_people(certificate, cast, signed_in, visitor):
    url = f"{certificate.get_absolute_url()}file/"
    assert visitor.get(url).status_code == 302
    for other in (cast.newcomer, cast.moderator):
        assert signed_in(other).get(url).status_code == 404
    for one in (cast.outsider, cast.author, cast.branch):
        answer = signed_in(one).get(url)
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"].startswith("private, no-store")


def test_my_certificates_are_mine(certificate, outsider, author, signed_in, django_assert_num_queries):
    html = page(signed_in(outsider), "/en/certificates/mine/")
    assert certificate.written_code in html
    assert certificate.written_code not in page(signed_in(author), "/en/certificates/mine/")


@pytest.mark.parametrize("count", [1, 20])
def test_my_certificates_cost_the_same(certificate, outsider, signed_in, django_assert_num_queries, count):
    for _number in range(count - 1):
        _another(certificate)
    client = signed_in(outsider)
    page(client, "/en/certificates/mine/")
    with django_assert_num_queries(4):
        page(client, "/en/certificates/mine/")


@pytest.mark.parametrize("count", [1, 20])
def test_the_desk_of_a_course_costs_the_same(certificate, author, signed_in, django_assert_num_queries, count):
    for _number in range(count - 1):
        _another(certificate)
    client = signed_in(author)
    url = f"{certificate.course.get_absolute_url()}certificates/"
    page(client, url)
    with django_assert_num_queries(8):
        assert page(client, url).count("<tr>") == count + 1


def _another(certificate):
    again = Certificate.objects.get(pk=certificate.pk)
    again.pk, again.code, again.state, again.reason = None, new_code(), "revoked", "error"
    again.save()


def test_the_desk_finds_by_code_and_name_and_only_in_its_course(certificate, cast, signed_in):
    url = f"{certificate.course.get_absolute_url()}certificates/"
    client = signed_in(cast.author)
    for words in (certificate.written_code.lower(), "an"):
        assert certificate.written_code in page(client, f"{url}?q={words}")
    for nothing in ("?q=Zoe", f"?q={new_code()}", "?state=revoked", "?q=%00%00Z"):
        assert certificate.written_code not in page(client, url + nothing)
    assert signed_in(cast.outsider).get(url).status_code == 403
    assert signed_in(cast.branch).get(url).status_code == 200


def test_without_a_key_there_is_no_credential_and_nothing_else_is_missing(completed, visitor, settings):  # noqa: F811
    settings.DEMONSTRATION = False
    made = issue(completed, "Ana")
    assert all_keys() == []
    assert made.credential is None
    assert made.sha256
    assert "Open Badges" not in page(visitor, made.get_absolute_url())
    for url in (f"/badges/{made.code}", "/.well-known/did.json", "/badges/status/0"):
        assert visitor.get(url).status_code == 404
