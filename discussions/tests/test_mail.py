"""Answers by mail: posted once, by the same rules as on the page; held or dropped, never lost."""

import imaplib
import io
import smtplib
import socket
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from urllib.parse import quote, unquote, urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone

from csonet.engagement import following
from csonet.engagement.comments import deciding
from csonet.engagement.models import Comment, IncomingMail, Level, ReplyKey
from csonet.notifications import outbox
from csonet.notifications.models import OutboundMail
from csonet.testing.postgres import free_port
from discussions import acting, measures, membership
from discussions.mail import polling
from discussions.mail.cutting import cut
from discussions.mail.keys import address_for
from discussions.mail.receiving import receive
from discussions.tests.imap_server import PASSWORD, USER
from discussions.tests.makers import fresh, make_group, open_topic, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings):
    settings.MAIL_REPLY_ADDRESS = "reply@in.example.org"


@pytest.fixture
def topic(cast, group):
    return open_topic(group, cast.author)


def mail(to, body="Ours hold since 2009.", sender="outsider@example.org", number="<1@example.org>", **headers):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"], letter["Message-ID"] = sender, to, "Re: tanks", number
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(body)
    return letter.as_bytes()


def key_of(person, topic):
    return address_for(person.pk, topic.pk)


def test_an_answer_becomes_a_post_once_however_often_it_comes(cast, topic):
    raw = mail(key_of(cast.outsider, topic))
    assert [receive(raw), receive(raw)] == ["posted", "again"]
    comment = Comment.objects.get(item=topic.pk, number=2)
    assert (comment.body, comment.author, comment.organization) == (
        "Ours hold since 2009.",
        cast.outsider,
        cast.other_organization,
    )
    assert len(ReplyKey.objects.get().key) == 32


ANSWERS = {
    "en": "Thank you.\n\nOn Mon, 2 Mar 2026 at 10:00, CSO Net <no-reply@example.org> wrote:\n> Which tanks?\n> Ours.",
    "en broken": "Thank you.\n\nOn Monday, 2 March 2026, CSO Net\n<no-reply@example.org> wrote:\n\n> Which tanks last?",
    "fr": "Thank you.\n\nLe lun. 2 mars 2026 à 10:00, CSO Net <no-reply@example.org> a écrit :\n> Quels réservoirs ?",
    "es": "Thank you.\n\nEl lun, 2 mar 2026 a las 10:00, CSO Net (<no-reply@example.org>) escribió:\n> ¿Qué tanques?",
    "ru": "Thank you.\n\nпн, 2 мар. 2026 г. в 10:00, CSO Net <no-reply@example.org>:\n> Какие?",
    "ru wrote": "Thank you.\n\n02.03.2026 10:00, CSO Net пишет:\n> Какие?",
    "zh": "Thank you.\n\n在 2026年3月2日，CSO Net <no-reply@example.org> 写道：\n> 哪些水箱？",
    "ar": "Thank you.\n\nفي الاثنين، 2 مارس 2026 كتب CSO Net <no-reply@example.org>:\n> أي خزانات؟",
    "outlook": "Thank you.\n\nFrom: CSO Net <no-reply@example.org>\nSent: Monday, 2 March 2026\nTo: me\n\nWhich tanks?",
    "outlook fr": "Thank you.\n\nDe : CSO Net <no-reply@example.org>\nEnvoyé : lundi 2 mars 2026\nÀ : moi\n\nQuels ?",
    "outlook ru": "Thank you.\n\nОт: CSO Net <no-reply@example.org>\nОтправлено: 2 марта 2026\nКому: мне\n\nКакие?",
    "outlook zh": "Thank you.\n\n发件人: CSO Net <no-reply@example.org>\n发送时间: 2026年3月2日\n收件人: me\n\n哪些？",
    "outlook ar": "Thank you.\n\nمن: CSO Net <no-reply@example.org>\nتاريخ: 2 مارس\nإلى: me\n\nأي؟",
    "original": "Thank you.\n\n-----Original Message-----\nWhich tanks last?",
    "signature": "Thank you.\n-- \nAna\nLake Shore Cooperative",
    "telephone": "Thank you.\n\nEnvoyé de mon iPhone",
    "marker": "Thank you.\n\n> — Answer above this line: your answer is posted in the topic —\n>\n> Ours crack.",
    "marker bare": "Thank you.\n— Répondez au-dessus de cette ligne : votre réponse est publiée —\nOurs crack.",
}


@pytest.mark.parametrize("program", ANSWERS)
def test_what_is_quoted_and_signed_is_cut(program):
    assert cut(ANSWERS[program].replace("\n", "\r\n")) == "Thank you."


@pytest.mark.parametrize(
    "body",
    [
        "We read on page 4: they wrote: nothing.",
        "From: the lake we carry water.\nTo the village it is far.",
        "In 2024-05-06 we measured: 12 tanks hold.",
        "First, thanks.\n\nLe Monde a écrit sur nous.",
        "On Monday we begin.\nShe wrote: yes.",
    ],
)
def test_words_that_only_look_like_a_quote_stay(body):
    assert cut(body) == body


def test_answers_between_the_quoted_lines_stay():
    body = "On Mon, CSO Net <a@b.org> wrote:\n> Which tanks last?\nFerro-cement.\n> How long?\nTwenty years."
    assert "Ferro-cement." in cut(body)
    assert "Twenty years." in cut(body)
    assert "Which tanks" not in cut(body)


def test_what_is_empty_after_cutting_is_held_with_all_it_said(cast, topic):
    body = "> Which tanks last?\n> Ours crack."
    assert receive(mail(key_of(cast.outsider, topic), body)) == "waiting"
    held = Comment.objects.get(state="held")
    assert held.held_because == "mail"
    assert "Ours crack." in held.body


def test_the_key_of_somebody_else_is_held_and_its_owner_is_told(cast, topic):
    assert receive(mail(key_of(cast.author, topic))) == "held"
    assert not Comment.objects.filter(item=topic.pk, number=2).exists()
    kept = IncomingMail.objects.get()
    assert (kept.sender, kept.user) == ("outsider@example.org", cast.author)
    assert b"Ours hold since 2009." in bytes(kept.raw)
    assert OutboundMail.objects.filter(to=cast.author.email, subject="Your answer by mail was not posted").exists()
    assert not OutboundMail.objects.filter(to="outsider@example.org", notice=None).exists()


@pytest.mark.parametrize("to", ["reply+0000@in.example.org", f"reply+{'0' * 32}@in.example.org", "x", ""])
def test_a_key_that_is_none_is_held(cast, topic, to):
    assert receive(mail(to)) == "held"
    assert IncomingMail.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<list.example.org>"},
    ],
)
def test_automatic_answers_are_dropped(cast, topic, headers):
    assert receive(mail(key_of(cast.outsider, topic), **headers)) == "dropped"
    assert IncomingMail.objects.get().state == "dropped"
    assert not OutboundMail.objects.filter(notice=None).exists()


def test_the_rules_of_the_page_hold_for_mail(cast, group, topic):
    to = key_of(cast.outsider, topic)
    acting.switch(topic, "lock", actor=fresh(cast.moderator), reason="Over.")
    assert receive(mail(to, number="<a@x>")) == "held"
    assert "locked" in OutboundMail.objects.filter(notice=None).latest("pk").body
    acting.switch(topic, "unlock", actor=fresh(cast.moderator))
    measures.hold(group, cast.outsider, actor=fresh(cast.moderator), reason="Links.")
    assert receive(mail(to, number="<b@x>")) == "waiting"
    measures.remove(group, cast.outsider, actor=fresh(cast.moderator), reason="Gone.")
    assert receive(mail(to, number="<c@x>")) == "held"
    assert Comment.objects.filter(item=topic.pk, author=cast.outsider).count() == 1


def test_a_closed_groups_topic_takes_no_mail_of_who_left_it(cast, closed):
    topic = open_topic(closed, cast.moderator)
    to = key_of(cast.author, topic)
    membership.leave(closed, fresh(cast.author))
    assert receive(mail(to, sender="author@example.org")) == "held"
    said = OutboundMail.objects.filter(notice=None).latest("pk")
    assert topic.title not in f"{said.subject} {said.body}"


@pytest.mark.parametrize(
    ("coding", "words"),
    [
        ("windows-1256", "الخزانات تصمد منذ سنوات"),
        ("gb18030", "我们的水箱已经用了二十年"),
        ("gb2312", "我们的水箱已经用了二十年"),
        ("koi8-r", "Наши баки служат двадцать лет"),
        ("iso-8859-1", "Nos réservoirs tiennent"),
    ],
)
def test_every_coding_is_read(cast, topic, coding, words):
    head = f"From: outsider@example.org\nTo: {key_of(cast.outsider, topic)}\nMessage-ID: <{coding}@x>\n"
    head += f"Content-Type: text/plain; charset={coding}\nContent-Transfer-Encoding: 8bit\n\n"
    assert receive(head.encode() + words.encode(coding)) == "posted"
    assert Comment.objects.get(item=topic.pk, number=2).body == words


def test_a_wrong_name_of_the_coding_loses_nothing(cast, topic):
    head = f"From: outsider@example.org\nTo: {key_of(cast.outsider, topic)}\n"
    head += "Content-Type: text/plain; charset=no-such-coding\nContent-Transfer-Encoding: 8bit\n\n"
    assert receive(head.encode() + "Réservoirs".encode()) == "posted"
    assert Comment.objects.get(item=topic.pk, number=2).body == "Réservoirs"


def test_a_mail_without_a_text_part_and_one_of_html_alone(cast, topic):
    to = key_of(cast.outsider, topic)
    head = f"From: outsider@example.org\nTo: {to}\n"
    picture = head + "Message-ID: <p@x>\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
    assert receive(picture.encode()) == "held"
    html = (
        "<html><head><style>p{}</style></head><body><p>Ours <b>hold</b>.</p><blockquote>Old</blockquote></body></html>"
    )
    page = head + f"Message-ID: <h@x>\nContent-Type: text/html; charset=utf-8\n\n{html}\n"
    assert receive(page.encode()) == "posted"
    assert Comment.objects.get(item=topic.pk, number=2).body == "Ours hold."


def test_a_mail_of_twenty_megabytes_is_held_and_said(cast, topic):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = cast.outsider.email, key_of(cast.outsider, topic), "<big@x>"
    letter.set_content("See the file.")
    letter.add_attachment(b"x" * 15_000_000, maintype="application", subtype="pdf", filename="a.pdf")
    assert len(letter.as_bytes()) > 20_000_000
    assert receive(letter.as_bytes()) == "held"
    kept = IncomingMail.objects.get()
    assert b"See the file." in bytes(kept.raw)
    assert len(kept.raw) == 2_000_000
    assert "larger than we take" in OutboundMail.objects.filter(notice=None).latest("pk").body


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0",
        b"\xff" * 1000,
        b"Content-Type: multipart/mixed\n\n--",
        b"From: \xff\nTo: =?x?q?\xff?=\nSubject: =?utf-8?b?////?=\n\n\xff",
        b'Content-Type: text/plain; charset="\0"\n\nx',
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 50,
    ],
)
def test_no_mail_is_an_error(db, raw):
    assert receive(raw) in ("held", "dropped")


def piped(monkeypatch, raw):
    """What a mail server's pipe gives to the command."""
    pipe = SimpleNamespace(buffer=io.BytesIO(raw))
    monkeypatch.setattr("sys.stdin", pipe)
    return pipe.buffer


def test_a_mail_is_read_from_standard_input(cast, topic, monkeypatch, capsys):
    piped(monkeypatch, mail(key_of(cast.outsider, topic)))
    call_command("receive_mail")
    assert capsys.readouterr().out.strip() == "posted"


def test_a_pipe_is_read_to_its_end_however_large_the_mail(cast, topic, monkeypatch, capsys):
    """Else the mail server would take it for a failure, and send it again or back."""
    pipe = piped(monkeypatch, mail(key_of(cast.outsider, topic)) + b"x" * 20_000_000)
    call_command("receive_mail")
    assert capsys.readouterr().out.strip() == "held"
    assert pipe.read() == b""


@pytest.fixture
def mailbox(tmp_path):
    """Starts a real IMAP server with these mails in its INBOX; the address of the box."""
    running = []

    def start(*letters):
        for number, raw in enumerate(letters):
            (tmp_path / f"{number}.eml").write_bytes(b"\r\n".join(raw.splitlines()) + b"\r\n")
        command = [sys.executable, "-m", "discussions.tests.imap_server", str(tmp_path)]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))  # noqa: S603  # our own program
        return f"imap://{quote(USER, '')}:{quote(PASSWORD, '')}@127.0.0.1:{int(running[0].stdout.readline())}/INBOX"

    yield start
    for process in running:
        process.kill()
        process.communicate()


def unseen(url):
    parts = urlsplit(url)
    with imaplib.IMAP4(parts.hostname, parts.port, timeout=10) as box:
        box.login(unquote(parts.username), unquote(parts.password))
        box.select("INBOX")
        return (box.search(None, "UNSEEN")[1][0] or b"").split()


def test_a_mailbox_is_polled_and_what_was_taken_is_marked_as_seen(cast, topic, mailbox, settings, monkeypatch, capsys):
    answer = mail(key_of(cast.outsider, topic))
    url = mailbox(
        answer,
        answer,
        mail(key_of(cast.author, topic), "الخزانات تصمد.", sender="author@example.org", number="<2@x>"),
        mail("nobody@example.org", number="<3@x>"),
        mail(key_of(cast.outsider, topic), number="<4@x>", Auto_Submitted="auto-replied"),
    )
    assert polling.poll(url) == {"posted": 2, "again": 1, "held": 1, "dropped": 1}
    posts = Comment.objects.filter(item=topic.pk, number__gt=1).order_by("number").values_list("body", flat=True)
    assert list(posts) == ["Ours hold since 2009.", "الخزانات تصمد."]
    assert unseen(url) == []
    settings.IMAP_URL = url
    assert polling.poll_due() == "{}"
    call_command("receive_mail", imap=True)
    assert capsys.readouterr().out.strip() == "{}"


def test_a_mail_that_cannot_be_taken_now_is_taken_the_next_time(cast, topic, mailbox, monkeypatch):
    url = mailbox(mail(key_of(cast.outsider, topic)))
    with monkeypatch.context() as broken:
        broken.setattr(polling, "receive", lambda _raw: 1 / 0)
        assert polling.poll(url) == {"failed": 1}
    assert unseen(url) == [b"1"]
    assert polling.poll(url) == {"posted": 1}


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(polling, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimeoutError):
        polling.poll(f"imap://a:b@127.0.0.1:{silent.getsockname()[1]}/INBOX")


def test_files_of_a_mail_stand_with_its_post_and_who_sent_a_bad_one_is_told(cast, topic, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Message-ID"] = cast.outsider.email, key_of(cast.outsider, topic), "<f@x>"
    letter.set_content("See the note.")
    letter.add_attachment(b"Two hands deep.", maintype="text", subtype="plain", filename="note.txt")
    letter.add_attachment(b"<svg onload=alert(1)>", maintype="image", subtype="svg+xml", filename="evil.svg")
    letter.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif", disposition="inline")
    assert receive(letter.as_bytes()) == "posted"
    post = Comment.objects.get(item=topic.pk, number=2)
    assert (post.body, [one.attachment.name for one in post.files.all()]) == ("See the note.", ["note.txt"])
    told = OutboundMail.objects.get(to=cast.outsider.email, subject="Your answer was posted, without all of its files")
    assert "evil" in told.body or "kind" in told.body


class Postman:
    """A real SMTP server that keeps what it is given."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.letters.append(envelope.content)
        return "250 OK"


def test_a_notice_goes_out_by_smtp_and_its_answer_comes_back_by_smtp(cast, group, settings):
    postman, port = Postman(), free_port()
    server = Controller(postman, hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_GRACE_MINUTES = "127.0.0.1", port, 0
        topic = open_topic(group, cast.outsider)
        OutboundMail.objects.all().delete()
        write(topic, cast.author, "Ours crack after two rains. @outsider, do yours?")
        assert outbox.deliver_due(timezone.now()) == 1
        notice = message_from_bytes(postman.letters.pop(), policy=policy.default)
        assert notice["To"] == cast.outsider.email
        assert notice["Reply-To"] == key_of(cast.outsider, topic)
        words = notice.get_body(("plain",)).get_content()
        assert "Ours crack after two rains." in words
        quoted = "\n".join(f"> {line}" for line in words.splitlines())
        answer = EmailMessage()
        answer["From"], answer["To"], answer["Subject"] = (
            cast.outsider.email,
            notice["Reply-To"],
            f"Re: {notice['Subject']}",
        )
        answer["Message-ID"], answer["In-Reply-To"] = "<answer@example.org>", notice["Message-ID"]
        answer.set_content(f"No: we add lime.\n\nOn Monday, CSO Net wrote:\n{quoted}\n")
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(answer)
        assert receive(postman.letters.pop()) == "posted"
    finally:
        server.stop()
    assert Comment.objects.get(item=topic.pk, number=3).body == "No: we add lime."


def test_a_post_that_was_hidden_meanwhile_is_mailed_to_nobody(cast, group, settings, mailoutbox):
    settings.MAIL_GRACE_MINUTES = 0
    topic = open_topic(group, cast.author)
    following.choose(cast.outsider, "item", topic.pk, Level.ALL)
    following.choose(cast.outsider, "circle", group.people_id, Level.ALL)
    OutboundMail.objects.all().delete()
    comment = write(topic, cast.author, "Secret slip. @outsider")
    assert OutboundMail.objects.filter(state="waiting", recipient=cast.outsider).exists()
    deciding.decide(comment, "hide", actor=fresh(cast.moderator), reason="Personal data.")
    outbox.deliver_due(timezone.now())
    assert not [letter for letter in mailoutbox if "Secret slip" in letter.body]
    assert not cast.outsider.notices.filter(context__comment=comment.pk).exists()


def test_levels_of_following(cast, settings):
    settings.POSTS_A_MINUTE = 100
    group = make_group(organization=cast.un_entity, author=cast.moderator, members=[cast.author, cast.outsider])
    heard = {}
    for level in (Level.ALL, Level.NEW, Level.NORMAL, Level.MUTED):
        following.choose(cast.outsider, "circle", group.people_id, level)
        cast.outsider.notices.all().delete()
        topic = open_topic(group, cast.author, title=f"Topic {level}")
        write(topic, cast.author, "More.")
        write(topic, cast.author, "And @outsider is called.")
        heard[level] = sorted(cast.outsider.notices.values_list("kind", flat=True))
    assert heard == {
        Level.ALL: ["group_new", "group_post", "post_mention"],
        Level.NEW: ["group_new", "post_mention"],
        Level.NORMAL: ["post_mention"],
        Level.MUTED: [],
    }
