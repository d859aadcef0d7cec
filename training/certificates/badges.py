"""The certificate as an Open Badges 3.0 credential: a Verifiable Credential with a Data Integrity proof.

This module alone knows the library that signs (openbadgeslib); docs/decisions/0021-credentials.md says why it is that.
A credential is signed once and kept: it goes on verifying when keys change. What ends a certificate is said by the
status list that the credential names (W3C Bitstring Status List).
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from csonet.libraries import lazily
from training.certificates.files import verify_url
from training.certificates.keys import all_keys, issuer_id, signing_key
from training.models import Certificate

ob3 = lazily("openbadgeslib.ob3")
NAME = "CSO Net"
#: So many certificates stand in one list: the least that the specification allows, so that one hides among many.
LIST_SIZE = 131_072
#: A copy of a list is good for so long; it is signed anew whenever a certificate ends.
LIST_HOLDS = timedelta(days=7)
#: Achievements are named by what they are, the same for everybody who reached them.
_ACHIEVEMENTS = uuid.UUID("6f0f6a0c-6f3e-4b4f-9a3f-0d3c8a1c7e55")


def credential_of(certificate: Certificate) -> dict[str, Any] | None:
    """The signed credential; signed now if it never was. None while the portal has no key."""
    if certificate.credential is None:
        key = signing_key()
        if key is None:
            return None
        signer = ob3.OB3LdpSigner(key.private_pem, key.address)
        with translation.override(certificate.language):
            signed = signer.sign(_unsigned(certificate), created=timezone.now().replace(microsecond=0))
        Certificate.objects.filter(pk=certificate.pk, credential__isnull=True).update(credential=signed)
        certificate.refresh_from_db(fields=["credential"])
    return dict(certificate.credential or {})


def _unsigned(certificate: Certificate) -> Any:
    until = certificate.valid_until
    return ob3.OpenBadgeCredential(
        id=settings.SITE_URL + reverse("badge", args=[certificate.code]),
        issuer=ob3.Issuer(id=issuer_id(), name=NAME, url=settings.SITE_URL + "/"),
        # The person is named as on the paper; no address of theirs goes into a file that is passed around.
        recipient_id=None,
        identifiers=[ob3.IdentityObject(identity_hash=certificate.holder, identity_type="name", hashed=False)],
        achievement=_achievement(certificate),
        name=certificate.title,
        issuance_date=_begin(certificate.issued_on),
        # Valid through its last day.
        expiration_date=_begin(until + timedelta(days=1)) if until else None,
        evidence=[ob3.Evidence(id=verify_url(certificate), name=str(certificate.get_kind_display()))],
        credential_status=[ob3.status_entry(list_url(list_of(certificate)), "revocation", certificate.pk % LIST_SIZE)],
    )


def _achievement(certificate: Certificate) -> Any:
    same = f"{certificate.course_id}/{certificate.edition_number}/{certificate.kind}"
    known = {"issuer": certificate.issuer, "title": certificate.title}
    narrative = ngettext(
        "Everything that counts in the course was done: %(count)d minute of study.",
        "Everything that counts in the course was done: %(count)d minutes of study.",
        certificate.minutes,
    ) % {"count": certificate.minutes}
    if certificate.pass_percent:
        passed = gettext("Every quiz was passed with at least %(percent)d %%.") % {"percent": certificate.pass_percent}
        narrative = f"{narrative} {passed}"
    return ob3.Achievement(
        id=f"urn:uuid:{uuid.uuid5(_ACHIEVEMENTS, same)}",
        name=certificate.title,
        description=gettext("“%(title)s”, a course of %(issuer)s on CSO Net.") % known,
        criteria_narrative=narrative,
        achievement_type="Certificate",
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def list_of(certificate: Certificate) -> int:
    """The number of the list that says whether it was ended."""
    return certificate.pk // LIST_SIZE


def list_url(number: int) -> str:
    """Where a status list stands, for ever."""
    return settings.SITE_URL + reverse("badge_status", args=[number])


def status_list(number: int) -> dict[str, Any] | None:
    """The signed list of what was revoked or replaced, as it is now. None if there is no such list, or no key."""
    key, first = signing_key(), number * LIST_SIZE
    inside = Certificate.objects.filter(pk__gte=first, pk__lt=first + LIST_SIZE)
    if key is None or not inside.exists():
        return None
    ended = inside.exclude(state=Certificate.State.VALID).values_list("pk", flat=True)
    now = timezone.now().replace(microsecond=0)
    unsigned = ob3.build_status_list_credential(
        issuer_id(),
        list_url(number),
        "revocation",
        [pk - first for pk in ended],
        size_bits=LIST_SIZE,
        issued=now,
        valid_until=now + LIST_HOLDS,
    )
    return ob3.add_data_integrity_proof(unsigned, key.private_pem, key.address, created=now)


def issuer_profile() -> dict[str, Any]:
    """The portal as an issuer, as Open Badges describe one."""
    profile = ob3.Issuer(id=issuer_id(), name=NAME, url=settings.SITE_URL + "/").to_dict()
    return {"@context": [ob3.VCDM_V2_CONTEXT, ob3.OB_V3_CONTEXT], **profile}


def did_document() -> dict[str, Any] | None:
    """The public keys of the portal, also those of former times. None while it has none."""
    keys = all_keys()
    if not keys:
        return None
    methods = [
        {
            "id": key.address,
            "type": "Multikey",
            "controller": issuer_id(),
            "publicKeyMultibase": ob3.multikey_from_pem(key.public_pem),
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": issuer_id(),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
