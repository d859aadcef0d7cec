"""A mail that came in becomes a post, by the same rights and rules as on the page; or it is held; or dropped.

The same mail twice is one post. Whoever sent something that could not be posted is told once, in their language.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from csonet.content.models import Item
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments.models import LONGEST, Comment, Held, IncomingMail, ReplyKey
from csonet.notifications.outbox import queue_mail
from csonet.workflow import WorkflowError
from discussions import posting
from discussions.mail import reading
from discussions.mail.cutting import cut
from discussions.models import Topic

logger = logging.getLogger("csonet.mail")


def receive(raw: bytes) -> str:
    """Act on one mail; what became of it: "posted", "waiting", "held", "dropped" or "again"."""
    mail = reading.read(raw)
    if _is_known(mail.mail_id):
        return "again"
    if mail.is_automatic:
        return _kept(mail, raw, IncomingMail.State.DROPPED, "automatic")
    key = ReplyKey.objects.select_related("user", "item").filter(key=mail.key).first() if mail.key else None
    if key is None:
        return _kept(mail, raw, IncomingMail.State.HELD, "no key of ours")
    with translation.override(key.user.language):
        if not _is_senders(key.user, mail.sender):
            said = _("Your answer came from an address that is not yours on CSO Net, so it was held.")
            return _held(mail, raw, key, "sent from another address", said)
        return _post(mail, raw, key)


def _is_known(mail_id: str) -> bool:
    return Comment.objects.filter(mail_id=mail_id).exists() or IncomingMail.objects.filter(mail_id=mail_id).exists()


def _is_senders(person: Any, sender: str) -> bool:
    """A confirmed address of theirs; somebody else who got the mail does not speak for them."""
    confirmed = person.emailaddress_set.filter(verified=True, email__iexact=sender)
    return bool(person.is_active and sender) and confirmed.exists()


def _post(mail: reading.Mail, raw: bytes, key: ReplyKey) -> str:
    """Post what is left of it."""
    person: Any = key.user
    topic = Topic.objects.select_related("home", "organization").filter(pk=key.item_id).first()
    if topic is None or not Item.objects.filter(pk=key.item_id).visible_to(person).exists():
        return _held(mail, raw, key, "may not see the topic", _("You may not write in this topic any more."))
    if mail.is_cut:
        return _held(mail, raw, key, "too large", _("Your mail was larger than we take. Send the text without files."))
    body, because = cut(mail.text), ""
    if not body:
        body, because = mail.text.strip(), Held.MAIL
    if not body:
        return _held(mail, raw, key, "no text", _("We found no text in your mail."))
    if len(body) > LONGEST:
        return _held(mail, raw, key, "too long", _("A post has at most %(limit)d characters.") % {"limit": LONGEST})
    try:
        draft = comments.Draft(body=body, mail_id=mail.mail_id)
        files = tuple(SimpleUploadedFile(name or "file", content) for name, content in mail.files)
        comment, _is_new, wrong = posting.post(topic, person, draft, files=files, held_because=because)
    except (WorkflowError, ValidationError) as refused:
        said = "; ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        return _held(mail, raw, key, said, said)
    logger.info("a mail became post %s", comment.pk)
    if wrong:
        _tell_of_files(person, [said for problem in wrong for said in problem.messages])
    return "posted" if comment.is_shown else "waiting"


def _held(mail: reading.Mail, raw: bytes, key: ReplyKey, why: str, said: str) -> str:
    result = _kept(mail, raw, IncomingMail.State.HELD, why, key)
    if result != "again":
        _tell(key, said)
    return result


def _kept(mail: reading.Mail, raw: bytes, state: str, why: str, key: ReplyKey | None = None) -> str:
    """Keep the mail as it came; the same one twice is kept once."""
    try:
        with transaction.atomic():
            IncomingMail.objects.create(
                mail_id=mail.mail_id,
                sender=mail.sender,
                subject=mail.subject,
                why=why[:300],
                state=state,
                user=key.user if key else None,
                item=key.item if key else None,
                raw=raw[: reading.MOST_BYTES],
            )
    except IntegrityError:
        return "again"
    return "held" if state == IncomingMail.State.HELD else "dropped"


def _tell(key: ReplyKey, said: str) -> None:
    """Answer the owner of the key at their own address, never the sender of a mail that may be forged."""
    person: Any = key.user
    if not person.is_active:
        return
    subject = _("Your answer by mail was not posted")
    ending = _("It is kept. The NGO Branch can look at it. You can post on the page of the topic as well.")
    queue_mail(person.email, subject, f"{said}\n\n{ending}\n", person.language)


def _tell_of_files(person: Any, said: list[str]) -> None:
    """Which files of a mail that was posted could not be kept, and why."""
    subject = _("Your answer was posted, without all of its files")
    queue_mail(person.email, subject, "\n".join(said) + "\n", person.language)
