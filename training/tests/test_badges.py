"""Credentials: signed by one implementation, verified by another one, and ended for both when a certificate ends.

The second implementation here shares nothing with the library that signs: JSON-LD and the canonical form (RDFC-1.0)
are Oxigraph's, in Rust; the signature is checked by cryptography, the list of bits is read by hand. Only the published
contexts are taken from the library's wheel, for the tests ask no other machine.
"""

import base64
import copy
import gzip
import hashlib
import json
from datetime import timedelta

import pyoxigraph
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, verify_data_integrity_proof
from openbadgeslib.ob3.contexts import document_loader

from training.certificates.badges import credential_of
from training.certificates.issuing import correct_name, issue, revoke
from training.certificates.keys import all_keys, issuer_id
from training.models import Certificate, Course
from training.tests.test_certificates import _own_folders, completed  # noqa: F401

pytestmark = pytest.mark.django_db

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def _site(settings):
    cache.clear()
    settings.SITE_URL = "https://csonet.example.org"


@pytest.fixture
def certificate(completed):  # noqa: F811
    return issue(completed, "سلمى Ó Súilleabháin")


@pytest.fixture
def asked(visitor):
    """What a verifier fetches: an address of the portal as JSON."""

    def get(url):
        answer = visitor.get(url.removeprefix("https://csonet.example.org"))
        assert answer.status_code == 200, url
        assert answer["Access-Control-Allow-Origin"] == "*"
        return json.loads(answer.content)

    return get


def unbase58(text):
    number = 0
    for sign in text:
        number = number * 58 + BASE58.index(sign)
    zeros = len(text) - len(text.lstrip(BASE58[0]))  # one signature in 256 begins with a byte of zero
    return bytes(zeros) + number.to_bytes(-(-number.bit_length() // 8), "big")


def with_contexts(document):
    """The document with the contexts themselves in place of their addresses."""
    load, held = document_loader(), copy.deepcopy(document)
    contexts = [load(address)["document"]["@context"] for address in document["@context"]]
    held["@context"] = [one for part in contexts for one in (part if isinstance(part, list) else [part])]
    return held


def canonical(document):
    text = json.dumps(with_contexts(document))
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


def verify_by_the_other(document, did_document):
    """eddsa-rdfc-2022 as the W3C writes it. Raises InvalidSignature."""
    document = copy.deepcopy(document)
    proof = document.pop("proof")
    signature = unbase58(proof.pop("proofValue").removeprefix("z"))
    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    assert proof["verificationMethod"] in did_document["assertionMethod"]
    method = next(one for one in did_document["verificationMethod"] if one["id"] == proof["verificationMethod"])
    multikey = unbase58(method["publicKeyMultibase"].removeprefix("z"))
    assert multikey[:2] == b"\xed\x01"
    proof["@context"] = document["@context"]
    data = hashlib.sha256(canonical(proof)).digest() + hashlib.sha256(canonical(document)).digest()
    Ed25519PublicKey.from_public_bytes(multikey[2:]).verify(signature, data)


def bit_of(credential, asked):
    """What the status list says of a credential, the list itself verified."""
    entry = credential["credentialStatus"]
    document = asked(entry["statusListCredential"])
    verify_by_the_other(document, asked("/.well-known/did.json"))
    packed = document["credentialSubject"]["encodedList"].removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert len(bits) * 8 == 131_072
    index = int(entry["statusListIndex"])
    return bits[index // 8] >> (7 - index % 8) & 1


def verify_by_the_library(credential, visitor):
    def download(url):
        return visitor.get(url.removeprefix("https://csonet.example.org")).content

    # Of lists it verifies proofs in JWT alone: that of ours is verified beside it.
    verifier = OB3LdpVerifier.for_issuer_did(issuer_id())
    verified = verifier.verify(credential, check_status=True, verify_status_list=False, download=download)
    status = json.loads(download(credential["credentialStatus"]["statusListCredential"]))
    verify_data_integrity_proof(status, all_keys()[0].public_pem)
    return verified


def test_a_credential_says_what_the_certificate_says(certificate, asked):
    credential = asked(f"/badges/{certificate.code}")
    assert credential["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert credential["id"] == f"https://csonet.example.org/badges/{certificate.code}"
    assert credential["issuer"]["id"] == "did:web:csonet.example.org"
    subject = credential["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "سلمى Ó Súilleabháin"
    assert subject["achievement"]["name"] == "How to apply"
    assert "12 minutes" in subject["achievement"]["criteria"]["narrative"]
    assert certificate.issuer in subject["achievement"]["description"]
    assert credential["evidence"][0]["id"].endswith(certificate.get_absolute_url())
    assert credential["validFrom"].startswith(certificate.issued_on.isoformat())
    assert "@" not in json.dumps(subject), "no mail address"


def test_two_implementations_verify_it(certificate, asked, visitor):
    credential = asked(f"/badges/{certificate.code}")
    verify_by_the_other(credential, asked("/.well-known/did.json"))
    verify_by_the_library(credential, visitor)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["credentialSubject"]["identifier"][0].update(identityHash="Thief"),
        lambda one: one["credentialSubject"]["achievement"].update(name="Another course"),
        lambda one: one.update(validFrom="2001-01-01T00:00:00Z"),
        lambda one: one["credentialStatus"].update(statusListIndex="0"),
    ],
    ids=["name", "course", "date", "status"],
)
def test_a_changed_credential_is_refused_by_both(certificate, asked, visitor, change):
    credential = asked(f"/badges/{certificate.code}")
    change(credential)
    with pytest.raises(InvalidSignature):
        verify_by_the_other(credential, asked("/.well-known/did.json"))
    with pytest.raises(OB3VerificationError):
        verify_by_the_library(credential, visitor)


def test_a_revoked_certificate_is_a_revoked_credential(certificate, asked, visitor, branch):
    credential = asked(f"/badges/{certificate.code}")
    assert bit_of(credential, asked) == 0
    revoke(certificate, "error", branch)
    assert bit_of(credential, asked) == 1
    with pytest.raises(OB3VerificationError, match="is set"):
        verify_by_the_library(credential, visitor)


def test_a_corrected_name_ends_the_old_credential_alone(certificate, asked, outsider, visitor):
    old = asked(f"/badges/{certificate.code}")
    new = asked(f"/badges/{correct_name(certificate, 'Salma', outsider).code}")
    assert (bit_of(old, asked), bit_of(new, asked)) == (1, 0)
    verify_by_the_library(new, visitor)


def test_an_expired_one_expires_for_verifiers_too(completed, asked, visitor, time_machine):  # noqa: F811
    Course.objects.update(valid_months=1)
    completed.course.refresh_from_db()
    time_machine.move_to("2026-03-10T12:00:00+00:00", tick=False)
    made = issue(completed, "Ana")
    credential = asked(f"/badges/{made.code}")
    time_machine.move_to("2026-04-10T23:00:00+00:00", tick=False)
    verify_by_the_library(credential, visitor)
    time_machine.move_to("2026-04-11T01:00:00+00:00", tick=False)
    with pytest.raises(OB3VerificationError):
        verify_by_the_library(credential, visitor)


def test_it_is_signed_once_and_verifies_after_the_key_was_changed(certificate, asked, visitor, settings):
    before = asked(f"/badges/{certificate.code}")
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (settings.BADGE_KEYS_DIR / "z-newer.pem").write_bytes(pem)
    assert asked(f"/badges/{certificate.code}") == before
    did = asked("/.well-known/did.json")
    assert [one["id"] for one in did["verificationMethod"]] == [
        "did:web:csonet.example.org#z-newer",
        "did:web:csonet.example.org#demonstration",
    ]
    verify_by_the_other(before, did)
    # The list is signed by the new key.
    assert bit_of(before, asked) == 0


def test_a_key_that_signs_no_more_stays_as_a_public_one(certificate, asked, settings):
    before = asked(f"/badges/{certificate.code}")
    old = all_keys()[0]
    (settings.BADGE_KEYS_DIR / "demonstration.pem").write_bytes(old.public_pem)
    verify_by_the_other(before, asked("/.well-known/did.json"))
    assert credential_of(Certificate.objects.get())["proof"] == before["proof"]
    assert old.public.public_bytes(Encoding.Raw, PublicFormat.Raw) == all_keys()[0].public.public_bytes(
        Encoding.Raw, PublicFormat.Raw
    )


def test_what_is_no_key_is_refused_in_words_and_the_certificate_stands(completed, settings, visitor):  # noqa: F811
    settings.BADGE_KEYS_DIR.mkdir()
    (settings.BADGE_KEYS_DIR / "2026.pem").write_text("-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n")
    with pytest.raises(ImproperlyConfigured, match=r"2026\.pem"):
        all_keys()
    made = issue(completed, "Ana")
    assert made.sha256
    assert made.credential is None


def test_the_key_of_the_demonstration_is_nobody_elses_to_read(certificate, settings):
    path = settings.BADGE_KEYS_DIR / "demonstration.pem"
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in settings.BADGE_KEYS_DIR.iterdir()] == ["demonstration.pem"]


def test_the_issuer_says_who_it_is(asked):
    profile = asked("/badges/issuer")
    assert (profile["id"], profile["type"], profile["name"]) == (issuer_id(), ["Profile"], "CSO Net")


def test_no_list_and_no_code_are_404(certificate, visitor):
    for url in ("/badges/status/77", "/badges/AAAAA", "/badges/" + "A" * 14):
        assert visitor.get(url).status_code == 404
    assert visitor.post("/badges/status/0").status_code in (403, 405)


def test_a_list_is_good_for_a_week(certificate, asked):
    document = asked("/badges/status/0")
    until = timezone.datetime.fromisoformat(document["validUntil"])
    assert timedelta(days=6) < until - timezone.now() <= timedelta(days=7)
