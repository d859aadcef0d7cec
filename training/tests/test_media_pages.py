"""Films, sound and documents of lessons: how they are sent, who gets them, how authors put them there."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from csonet.content.files.storing import remove_orphans
from csonet.testing.makers import make_item
from training.editions import draft_of
from training.lacking import lacks
from training.media.storing import keep, remove
from training.models import Activity, Course, Edition, Medium
from training.tests.conftest import FILMS, films_for
from training.tests.files import CAPTIONS, FILM, MP3, upload

pytestmark = pytest.mark.django_db


def films(course, lesson=0):
    """The files of a lesson's film by their role."""
    rows = Medium.objects.filter(
        activity__lesson__position=lesson, activity__lesson__module__edition=course.edition or draft_of(course)
    )
    return {row.role: f"/en/training/{course.slug}/files/{row.pk}/" for row in rows}


def body(answer):
    return b"".join(answer.streaming_content)


def status(client, address):
    """What a file's address answers; read to its end, the file is closed again, and the connection is not."""
    answer = client.get(address)
    if answer.streaming:
        body(answer)
    return answer.status_code


def take(client, course):
    assert client.post(f"/en/training/{course.slug}/enrol/").status_code == 302


def test_a_lesson_plays_by_itself_nothing_and_says_what_it_weighs(film_course, visitor):
    answer = visitor.get(f"/en/training/{film_course.slug}/lessons/1/")
    html = answer.content.decode()
    assert 'preload="none"' in html
    assert "autoplay" not in html
    assert re.search(r'<track kind="captions" src="[^"]+" srclang="en" label="English" default>', html)
    assert "Good morning. Let us begin." in html
    assert re.search(r"Get the video</a> <span[^>]*><bdi>MP4</bdi> <strong>\d+\xa0bytes", html)
    assert "Get the sound alone" in html
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    assert "To download" in visitor.get(film_course.get_absolute_url()).content.decode()


def test_who_saves_data_gets_links_and_no_player(film_course, outsider, signed_in):
    outsider.data_saver = True
    outsider.save()
    html = signed_in(outsider).get(f"/en/training/{film_course.slug}/lessons/1/").content.decode()
    assert "<video" not in html
    assert "<audio" not in html
    assert "Get the video" in html
    assert "Good morning. Let us begin." in html


def test_a_film_is_sent_whole_or_in_part_and_never_as_a_page(film_course, visitor):
    address = films(film_course)["main"]
    whole = visitor.get(address)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "video/mp4", "bytes")
    assert whole["Content-Disposition"].startswith('attachment; filename="film-of-wells-en.mp4"')
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole["Content-Security-Policy"]
    assert body(whole) == FILM
    size = len(FILM)
    for asked, expected in (("bytes=8-11", FILM[8:12]), ("bytes=-4", FILM[-4:]), (f"bytes={size - 2}-", FILM[-2:])):
        answer = visitor.get(address, headers={"range": asked})
        assert answer.status_code == 206
        assert int(answer["Content-Length"]) == len(expected)
        assert answer["Content-Range"].endswith(f"/{size}")
        assert body(answer) == expected
    assert visitor.get(address, headers={"range": f"bytes={size}-"}).status_code == 416
    assert body(visitor.get(address, headers={"range": "bytes=0-1,4-5"})) == FILM
    assert body(visitor.get(address, headers={"range": "bytes=0-1", "if-range": '"other"'})) == FILM
    assert visitor.get(address, headers={"if-none-match": whole["ETag"]}).status_code == 304


def test_captions_are_text_of_the_portals_own(film_course, visitor):
    answer = visitor.get(films(film_course)["captions"])
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert body(answer).startswith(b"WEBVTT\n\n00:00:01.000 --> ")


def test_files_are_for_those_who_read_the_lesson(film_course, visitor, outsider, author, signed_in):
    second = films(film_course, 1)
    client = signed_in(outsider)
    for address in second.values():
        assert status(visitor, address) == 404
        assert status(client, address) == 404
        assert status(signed_in(author), address) == 200
    take(client, film_course)
    answer = client.get(second["main"])
    assert body(answer) == FILM
    assert answer["Cache-Control"] == "private, no-cache"
    other = make_item(Course, title="Another")
    assert status(client, second["main"].replace(film_course.slug, other.slug)) == 404


STRANGERS = ("visitor", "newcomer", "outsider", "moderator", "branch")


@pytest.mark.parametrize("who", STRANGERS)
def test_a_drafts_lessons_films_and_quizzes_are_not_there(make_course, cast, who, visitor, signed_in):
    course = make_course(FILMS, published=False, more=films_for, title="Quokkaberry")
    client = visitor if who == "visitor" else signed_in(getattr(cast, who))
    base = f"/en/training/{course.slug}/"
    activity = Activity.objects.filter(lesson__module__edition__course=course).first()
    pages = [base, f"{base}lessons/1/", f"{base}quiz/{activity.key}/", f"{base}work/{activity.key}/"]
    pages += [f"{base}write/preview/1/", f"{base}write/preview/quiz/{activity.pk}/", f"{base}write/"]
    for address in [*pages, *films(course).values()]:
        answer = client.get(address)
        assert answer.status_code == 404 or "/login/" in answer.get("Location", ""), address
        assert b"uokkaberry" not in answer.content or b"Quokkaberry" not in answer.content.replace(
            course.slug.encode(), b""
        )
    assert client.post(f"{base}enrol/").status_code in (302, 404)
    assert "Quokkaberry" not in client.get("/en/training/").content.decode()


def test_the_next_editions_film_is_its_authors_until_it_is_published(film_course, outsider, author, signed_in):
    draft = draft_of(film_course)
    activity = Activity.objects.filter(lesson__module__edition=draft).first()
    new = keep(activity, "main", "en", upload("new.mp4", FILM + b"\0\0\0\x08free"))
    address = f"/en/training/{film_course.slug}/files/{new.pk}/"
    client = signed_in(outsider)
    take(client, film_course)
    assert status(client, address) == 404
    assert status(signed_in(author), address) == 200
    assert status(client, films(film_course)["main"]) == 200


def test_who_decides_on_a_submitted_course_reads_it_before(make_course, cast, signed_in):
    course = make_course(FILMS, more=films_for, published=False)
    Course.objects.filter(pk=course.pk).update(status="submitted")
    client = signed_in(cast.branch)
    html = client.get(f"/en/training/{course.slug}/write/preview/2/").content.decode()
    assert "About Tanks" in html
    assert "Nothing that you do here is kept" in html
    for address in films(course, 1).values():
        assert status(client, address) == 200
    assert "Preview as a learner" in client.get(f"/en/training/{course.slug}/").content.decode()


def send(client, course, activity, **data):
    address = f"/en/training/{course.slug}/write/activity/{activity.pk}/files/"
    return client.post(address, {"language": "en", "do": "keep", **data}, follow=True).content.decode()


@pytest.fixture
def draft(make_course):
    course = make_course(FILMS, published=False)
    return course, Activity.objects.filter(lesson__module__edition__course=course).first()


def test_authors_put_files_in_their_places(draft, author, signed_in):
    course, activity = draft
    client = signed_in(author)
    assert "“Film of Wells” has no file." in lacks(draft_of(course))
    assert "The file is in its place" in send(client, course, activity, role="main", file=upload("a.mp4", FILM))
    assert "“Film of Wells” has no captions." in lacks(draft_of(course))
    first = Medium.objects.get(role="main")
    send(client, course, activity, role="main", file=upload("b.mp4", FILM + b"\0\0\0\x08free"))
    second = Medium.objects.get(role="main")
    assert second.pk != first.pk
    assert second.size == len(FILM) + 8
    html = send(client, course, activity, role="captions", file=upload("a.vtt", CAPTIONS.encode()))
    assert "Begin the transcript" not in html
    assert not [problem for problem in lacks(draft_of(course)) if "Wells" in problem]
    assert "The file is removed" in send(client, course, activity, role="main", do="remove")
    assert not Medium.objects.filter(role="main").exists()


def test_a_transcript_begins_with_the_captions(draft, author, signed_in):
    course, activity = draft
    client = signed_in(author)
    Activity.objects.filter(pk=activity.pk).update(wording={"en": {"title": "Film"}})
    html = send(client, course, activity, role="captions", file=upload("a.srt", CAPTIONS[8:].encode()))
    assert "Begin the transcript" in html
    html = send(client, course, activity, role="captions", do="transcript")
    assert "The transcript begins with the captions" in html
    activity.refresh_from_db()
    assert activity.wording["en"] == {"title": "Film", "transcript": "<p>Good morning.</p><p>Let us begin.</p>"}


def test_a_film_in_french_has_its_own_captions_and_transcript(film_course):
    draft = draft_of(film_course)
    activity = Activity.objects.filter(lesson__module__edition=draft).first()
    keep(activity, "main", "fr", upload("film.mp4", FILM))
    problems = lacks(draft)
    assert "“Film of Wells” has no transcript in: Français." in problems
    assert "“Film of Wells” has no captions in: Français." in problems


@pytest.mark.parametrize(
    ("role", "name", "content", "said"),
    [
        ("main", "a.mp4", b"<svg onload=alert(1)>", "not what its name says"),
        ("main", "a.mp4", b"", "This file is empty"),
        ("main", "a.mp3", MP3, "Use a film in MP4 or WebM"),
        ("captions", "a.vtt", b"\xff\xfe", "Save the captions as UTF-8"),
        ("captions", "a.vtt", b"x" * 1_100_000, "larger than 1 MB"),
        ("sound", "a.mp3", FILM, "not what its name says"),
    ],
)
def test_what_is_no_file_for_the_place_is_refused_in_words(draft, author, signed_in, role, name, content, said):
    course, activity = draft
    assert said in send(signed_in(author), course, activity, role=role, file=upload(name, content))
    assert not Medium.objects.exists()


def test_too_large_a_film_is_dropped_while_it_arrives(draft, author, signed_in, settings):
    settings.LESSON_VIDEO_MB = 1
    course, activity = draft
    html = send(signed_in(author), course, activity, role="main", file=upload("a.mp4", FILM + bytes(12 * 1024 * 1024)))
    assert "larger than 1 MB" in html


def test_forged_places_and_other_peoples_courses_are_not_there(draft, author, outsider, signed_in):
    course, activity = draft
    address = f"/en/training/{course.slug}/write/activity/{activity.pk}/files/"
    client = signed_in(author)
    for data in ({"role": "poster", "language": "en"}, {"role": "main", "language": "xx"}, {}):
        assert client.post(address, {**data, "file": upload("a.mp4", FILM)}).status_code == 404
    assert "Choose a file first" in send(client, course, activity, role="main")
    assert signed_in(outsider).post(address, {"role": "main", "language": "en"}).status_code == 404
    assert status(client, address) == 405


def test_a_file_goes_with_the_last_edition_that_shows_it(film_course, author, django_capture_on_commit_callbacks):
    old = Medium.objects.filter(role="main", activity__lesson__position=0).get()
    copied = Medium.objects.get(
        activity__lesson__module__edition=draft_of(film_course), file=old.file, sha256=old.sha256
    )
    with django_capture_on_commit_callbacks(execute=True):
        remove(copied)
    assert default_storage.exists(old.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        remove(old)
    assert not default_storage.exists(old.file.name)


def test_files_of_deleted_lessons_are_cleared_away(film_course, monkeypatch):
    kept = default_storage.listdir("training")[1]
    assert len(kept) == 6
    Edition.objects.update(published_at=timezone.now())
    Course.objects.update(edition=None)
    Medium.objects.filter(activity__lesson__position=1).delete()
    monkeypatch.setattr("csonet.content.files.storing.ORPHAN_AFTER", timedelta(seconds=-5))
    remove_orphans()
    assert len(default_storage.listdir("training")[1]) == 3
