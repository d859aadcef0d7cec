"""What a lesson takes as film, sound and captions: looked into, and every fault said in words."""

import contextlib
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from training.media.captions import as_transcript, read_captions, written_captions
from training.media.kinds import recognize_film, recognize_sound
from training.tests.files import CAPTIONS, FILM, MP3, OGG, SOUND, WEBM, mp4, upload


@pytest.mark.parametrize(
    ("name", "content", "media_type"), [("a.mp4", FILM, "video/mp4"), ("a.WEBM", WEBM, "video/webm")]
)
def test_films_are_known_by_what_is_in_them(name, content, media_type):
    assert recognize_film(upload(name, content)).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [("a.mp3", MP3, "audio/mpeg"), ("a.m4a", SOUND, "audio/mp4"), ("a.opus", OGG, "audio/ogg")],
)
def test_sounds_are_known_by_what_is_in_them(name, content, media_type):
    assert recognize_sound(upload(name, content)).media_type == media_type


def polyglot() -> bytes:
    packed = BytesIO(FILM)
    packed.seek(0, 2)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("a.txt", "a")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.mp4", b"<html><script>alert(1)</script>", "not what its name says"),
        ("a.mp4", b"\0\0\0\x08ftyp", "not what its name says"),
        ("a.mp4", FILM[:-50], "not what its name says"),
        ("a.mp4", b"\xff\xff\xff\xff" + FILM[4:], "not what its name says"),
        ("a.mp4", mp4(b"soun"), "no picture"),
        ("a.mp4", polyglot(), "not what its name says"),
        ("a.webm", FILM, "not what its name says"),
        ("a.exe", FILM, "MP4 or WebM"),
        ("a", FILM, "MP4 or WebM"),
        ("a.mp4.svg", FILM, "MP4 or WebM"),
    ],
)
def test_what_is_no_film_is_refused_in_words(name, content, fault):
    with pytest.raises(ValidationError, match=fault):
        recognize_film(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.mp3", FILM, "not what its name says"),
        ("a.mp3", b"\xff\xfb\x90\x00" + bytes(100), "not what its name says"),
        ("a.m4a", FILM, "more than sound"),
        ("a.ogg", b"OggS" + bytes(10) + b"\x80theora", "not what its name says"),
        ("a.wav", b"RIFF", "MP3, M4A"),
    ],
)
def test_what_is_no_sound_is_refused_in_words(name, content, fault):
    with pytest.raises(ValidationError, match=fault):
        recognize_sound(upload(name, content))


@given(st.binary(max_size=300), st.sampled_from(["mp4", "webm", "mp3", "m4a", "ogg"]))
def test_any_bytes_are_known_or_refused_in_words(content, ending):
    for recognize in (recognize_film, recognize_sound):
        with contextlib.suppress(ValidationError):
            recognize(upload(f"a.{ending}", FILM[:40] + content))


def test_captions_are_written_anew():
    cues = read_captions(CAPTIONS.encode())
    assert [(cue.start, cue.end) for cue in cues] == [(1000, 3000), (6000, 8500)]
    assert read_captions(written_captions(cues)) == cues
    assert as_transcript(cues) == "<p>Good morning.</p><p>Let us begin.</p>"


def test_subrip_is_taken_as_well():
    cues = read_captions(b"1\r\n00:00:01,000 --> 00:00:02,000\r\nOne\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nTwo")
    assert [cue.text for cue in cues] == ["One", "Two"]


def test_nothing_that_could_do_harm_is_kept():
    text = (
        "WEBVTT\n\nSTYLE\n::cue { background: url(https://example.org/spy) }\n\nNOTE nothing\n\n"
        "00:01.000 --> 00:02.000 line:0 position:20%\n<script>alert(1)</script> <b>AT&amp;T</b> \u202e1 < 2\n"
    )
    written = written_captions(read_captions(text.encode())).decode()
    assert "url(" not in written
    assert "<script" not in written
    assert "\u202e" not in written
    assert "<b>AT&amp;T</b>" in written
    assert "1 &lt; 2" in written


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Hello", "first line"),
        ("WEBVTT\n", "no captions"),
        ("WEBVTT\n\n00:01.000 --> 00:01.000\nA", "line 3 ends before"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "line 3 says nothing"),
        ("WEBVTT\n\n0:1 --> 0:2\nA", "Line 3 is no time"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB", "Line 6 begins before"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\nB", "Line 6 has no time"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 501, "line 3 is too long"),
    ],
)
def test_a_fault_in_captions_is_named_by_its_line(text, fault):
    with pytest.raises(ValidationError, match=fault):
        read_captions(text.encode())


def test_captions_are_utf_8():
    with pytest.raises(ValidationError, match="UTF-8"):
        read_captions("WEBVTT\n\né".encode("latin-1"))


@given(st.text(max_size=200))
def test_any_text_is_read_as_captions_or_refused_in_words(text):
    with contextlib.suppress(ValidationError):
        read_captions(("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text).encode("utf-8", "replace"))
