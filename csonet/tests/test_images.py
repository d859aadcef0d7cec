"""Pictures: what is refused, and what is left of what is accepted."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from csonet.images import CARD_BYTES, process_image, variant


def _picture(kind="PNG", size=(60, 40), **kwargs) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(buffer, kind, **kwargs)
    return SimpleUploadedFile(f"photo.{kind.lower()}", buffer.getvalue())


def _png_that_declares(width: int, height: int) -> SimpleUploadedFile:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return SimpleUploadedFile("bomb.png", b"\x89PNG\r\n\x1a\n" + body)


def _refusal(upload) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        process_image(upload)
    return refused.value


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_allowed_kind_becomes_webp_under_a_generated_name(kind):
    made = process_image(_picture(kind))
    assert made.name.endswith(".webp")
    assert "photo" not in made.name
    with Image.open(made) as picture:
        assert (picture.format, picture.size) == ("WEBP", (60, 40))


def test_a_large_picture_is_scaled_down():
    with Image.open(process_image(_picture("JPEG", (4000, 2000)))) as picture:
        assert picture.size == (1600, 800)


def test_place_and_camera_are_not_kept_but_the_turn_is():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (12.0, 34.0, 56.0)
    made = process_image(_picture("JPEG", exif=exif))
    content = made.read()
    made.seek(0)
    with Image.open(made) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
    assert b"CameraMaker" not in content
    assert b"EXIF" not in content


def test_an_animation_keeps_its_first_frame_only():
    buffer = BytesIO()
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "green", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(process_image(SimpleUploadedFile("a.gif", buffer.getvalue()))) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("RGB").getpixel((5, 5))[0] > 200


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<?xml version='1.0'?><svg/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"GIF89",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_is_refused_by_content_not_by_name(content):
    assert _refusal(SimpleUploadedFile("photo.png", content, content_type="image/png")).code == "not_a_picture"


def test_what_hides_behind_a_picture_is_gone_after_drawing():
    polyglot = _picture("GIF").read() + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in process_image(SimpleUploadedFile("a.gif", polyglot)).read()


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (12_001, 1), (6000, 6000), (2**31 - 1, 2**31 - 1)])
def test_floods_of_pixels_are_refused_before_decoding(width, height):
    assert _refusal(_png_that_declares(width, height)).code in ("too_many_pixels", "damaged")
    if width < 2**31 - 1:
        assert _refusal(_png_that_declares(width, height)).code == "too_many_pixels"


def test_truncated_empty_and_oversized_files_get_their_own_words(monkeypatch):
    # As WeasyPrint leaves it for everybody in the process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = _picture("JPEG", (800, 800)).read()
    assert _refusal(SimpleUploadedFile("a.jpg", whole[: len(whole) // 2])).code == "damaged"
    assert _refusal(_png_that_declares(100, 100)).code == "damaged"
    assert _refusal(SimpleUploadedFile("a.png", b"")).code == "empty"
    huge = SimpleUploadedFile("a.png", b"x")
    huge.size = 11 * 1024 * 1024
    assert _refusal(huge).code == "too_large"


def test_the_cards_copy_is_light_even_for_noise():
    storage = InMemoryStorage()
    noise = Image.effect_noise((1600, 1000), 90).convert("RGB")
    buffer = BytesIO()
    noise.save(buffer, "JPEG")
    name = storage.save("pictures/a.webp", process_image(SimpleUploadedFile("n.jpg", buffer.getvalue())))
    copy = variant(storage, name)
    assert copy == "pictures/a.400.webp"
    with Image.open(storage.open(copy)) as picture:
        assert picture.width == 400
    assert storage.size(variant(storage, storage.save("pictures/b.webp", process_image(_picture())))) < CARD_BYTES
