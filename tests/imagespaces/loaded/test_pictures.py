"""Files of all formats, whole and damaged."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from imagespaces.loaded import pictures
from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.reading import strict
from tests.imagespaces.loaded.cases import FORMATS, LOSSLESS, encoded, noise, png, tiff

Pixels = NDArray[np.uint8]

ORIENTATIONS: dict[int, Callable[[Pixels], Pixels]] = {
    1: np.asarray,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.swapaxes(0, 1),
    6: lambda stored: np.rot90(stored, -1),
    7: lambda stored: stored[::-1, ::-1].swapaxes(0, 1),
    8: np.rot90,
}
"""What is to be done to the stored rows and columns, by the EXIF standard, table 4.6.4."""


def form_of(pixels: Pixels, **changes: Any) -> Form:
    height, width, channels = pixels.shape
    return Form(**{"height": height, "width": width, "channels": channels, "resize": "crop", **changes})


def refusal(content: bytes, form: Form | None = None) -> str:
    with strict(), pytest.raises(PictureError) as caught:
        decode(content, form or Form(8, 8, 3, "crop"))
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What is accepted
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "channels"), [*((name, 3) for name in LOSSLESS), *((name, 1) for name in LOSSLESS if name != "webp")]
)
def test_pixels_come_back_as_they_were(name: str, channels: int) -> None:
    pixels = noise(13, 17, channels)
    found = decode(encoded(pixels, **LOSSLESS[name]), form_of(pixels))
    assert found.dtype == np.uint8
    assert np.array_equal(found, pixels)


@pytest.mark.parametrize("name", FORMATS)
def test_lossy_or_not_the_picture_is_there(name: str) -> None:
    ramp = np.add.outer(np.arange(40) * 3, np.arange(60))[..., None] + np.array([0, 20, 40])
    pixels = ramp.astype(np.uint8)
    assert np.abs(decode(encoded(pixels, **FORMATS[name]), form_of(pixels)) - ramp).max() <= 6


@given(
    name=st.sampled_from(sorted(FORMATS)),
    size=st.tuples(st.integers(1, 30), st.integers(1, 30)),
    form=st.builds(
        Form, st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3]), st.sampled_from(["crop", "squash"])
    ),
)
def test_every_picture_has_the_form_asked_for(name: str, size: tuple[int, int], form: Form) -> None:
    found = decode(encoded(noise(*size), **FORMATS[name]), form)
    assert found.dtype == np.uint8
    assert found.shape == form.shape
    assert found.nbytes == form.nbytes


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("name", ["png", "webp", "tiff", "tiff-deflate", "jpeg"])
def test_the_orientation_is_honoured(name: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    pixels = noise(6, 9)
    stored = decode(encoded(pixels, **FORMATS[name]), form_of(pixels))
    expected = ORIENTATIONS[orientation](stored)
    found = decode(encoded(pixels, **FORMATS[name], exif=exif), form_of(expected))
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_changes_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    pixels = noise(6, 9)
    assert np.array_equal(decode(encoded(pixels, exif=exif), form_of(pixels)), pixels)


@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "WEBP", "lossless": True}, {"format": "TIFF"}])
def test_of_several_frames_the_first_counts(options: dict[str, Any]) -> None:
    frames = [noise(8, 8, seed=seed) for seed in range(3)]
    more = [Image.fromarray(frame) for frame in frames[1:]]
    content = encoded(frames[0], **options, save_all=True, append_images=more)
    with Image.open(BytesIO(content)) as film:
        assert getattr(film, "n_frames", 1) == 3
    assert np.array_equal(decode(content, form_of(frames[0])), frames[0])


def test_of_several_photographs_in_a_file_the_first_counts() -> None:
    one, two = noise(16, 16, seed=1), noise(16, 16, seed=2)
    both = encoded(one, format="MPO", save_all=True, append_images=[Image.fromarray(two)])
    alone = encoded(one, format="JPEG")
    assert np.array_equal(decode(both, form_of(one)), decode(alone, form_of(one)))


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_photograph_is_read_smaller_and_looks_the_same(orientation: int) -> None:
    y, x = np.mgrid[:480, :640]
    ramp = np.stack([y / 2, x / 3, 120 + 60 * np.sin(x / 40) * np.cos(y / 30)], axis=2).astype(np.uint8)
    exif = Image.Exif()
    exif[274] = orientation
    form = Form(12, 16, 3, "crop")
    small = decode(encoded(ramp, format="JPEG", quality=95, exif=exif), form)
    whole = decode(encoded(ramp, format="PNG", exif=exif), form)
    assert np.abs(small.astype(int) - whole).max() <= 4


def test_large_photographs_are_read_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = []
    plain = JpegImageFile.draft

    def draft(self: JpegImageFile, mode: str | None, size: tuple[int, int] | None) -> Any:
        drafts.append(size)
        return plain(self, mode, size)

    monkeypatch.setattr(JpegImageFile, "draft", draft)
    content = encoded(noise(480, 640), format="JPEG")
    decode(content, Form(16, 16, 3, "crop"))
    decode(content, Form(200, 200, 3, "crop"))
    assert drafts == [(80, 60), None]


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "is empty, with 0 bytes"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (encoded(noise(4, 4), format="GIF"), "b'GIF87a\\x04\\x00'"),
        (encoded(noise(4, 4), format="PPM"), "b'P6\\n4 4\\n2'"),
        (b"#!/bin/sh\n", "b'#!/bin/s'"),
        (b"R", "b'R'"),
        (b"\x89PNG\r\n\x1a", "b'\\x89PNG\\r\\n\\x1a'"),
    ],
)
def test_other_files_are_refused(content: bytes, shown: str) -> None:
    assert refusal(content) == f"begins with {shown}, which no png, jpeg, webp, bmp or tiff does"


@pytest.mark.parametrize("start", [b"RIFF\n\n\n\nWEBP", b"II+\0", b"MM\0*", b"BM", b"\xff\xd8\xff"])
def test_what_begins_like_a_picture_is_refused_by_its_decoder(start: bytes) -> None:
    assert refusal(start + b"and no more").startswith("cannot be decoded: ")


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_numbers_that_do_not_say_what_is_white_are_refused(dtype: type) -> None:
    content = encoded(np.zeros((4, 4), dtype), format="TIFF")
    assert re.fullmatch(r"has pixels of the kind '[FI]', allowed are '1', .*'I;16N'", refusal(content))


def jpeg_bomb() -> bytes:
    frame = struct.pack(">HHBHHB", 0xFFC0, 17, 8, 65500, 65500, 3) + bytes([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
    scan = struct.pack(">HHB", 0xFFDA, 12, 3) + bytes([1, 0, 2, 0x11, 3, 0x11, 0, 63, 0])
    return b"\xff\xd8" + frame + scan + b"\xff\xd9"


def webp_bomb() -> bytes:
    content = bytearray(encoded(noise(8, 8), format="WEBP", lossless=True))
    start = content.index(b"VP8L") + 9
    content[start : start + 4] = struct.pack("<I", 16383 | 16383 << 14)
    return bytes(content)


def bmp_bomb() -> bytes:
    content = bytearray(encoded(noise(8, 8), format="BMP"))
    content[18:26] = struct.pack("<ii", 30000, 40000)
    return bytes(content)


BOMBS = {
    "png": (png((40000, 50000), 8, 2, b""), "40000 × 50000"),
    "jpeg": (jpeg_bomb(), "65500 × 65500"),
    "webp": (webp_bomb(), "16384 × 16384"),
    "bmp": (bmp_bomb(), "40000 × 30000"),
    "tiff": (
        tiff(width=90000, height=80000, bits=8, compression=1, photometric=1, strip=8, samples=1, rows=80000, bytes=1),
        "80000 × 90000",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_absurd_sizes_are_refused_before_decoding(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(self: ImageFile.ImageFile) -> None:
        pytest.fail(f"{self} must not be decoded")

    for kind in (PngImageFile, JpegImageFile, WebPImageFile, BmpImageFile, TiffImageFile):
        monkeypatch.setattr(kind, "load", load)
    content, size = BOMBS[name]
    messages = [f"has {size} pixels, allowed are up to 67108864"]
    if name == "webp":  # later versions of Pillow look themselves, before they make room for the picture
        messages.append(
            "cannot be decoded: Image size (268435456 pixels) exceeds limit of 178956970 pixels, "
            "could be decompression bomb DOS attack."
        )
    assert refusal(content) in messages


def test_the_limit_is_the_largest_size_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 110)
    pixels = noise(10, 11)
    assert np.array_equal(decode(encoded(pixels), form_of(pixels)), pixels)
    assert refusal(encoded(noise(3, 37))) == "has 3 × 37 pixels, allowed are up to 110"


def test_no_pixels_at_all_are_refused() -> None:
    assert refusal(png((5, 0), 8, 2, b"\0" * 5)) == "cannot be decoded: not identified by this driver"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_cut_short_is_refused_wherever_it_is_cut(name: str) -> None:
    content = encoded(noise(9, 10), **FORMATS[name])
    # Pixels are in the file to its end, but for a sum of the empty last chunk of PNG and the padding of BMP's last row.
    for length in range(len(content) - {"png": 4, "bmp": 2}.get(name, 0)):
        refusal(content[:length])


@pytest.mark.parametrize("change", [0x01, 0x80, 0xFF])
def test_a_png_of_which_a_byte_has_changed_is_refused(change: int) -> None:
    content = encoded(noise(9, 10))
    for place in range(len(content) - 12):  # the empty last chunk says nothing about pixels
        refusal(content[:place] + bytes([content[place] ^ change]) + content[place + 1 :])


@pytest.mark.parametrize("error", [OSError("odd"), KeyError("odd"), AssertionError("odd"), MemoryError("odd")])
def test_whatever_a_decoder_raises_is_a_refusal(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(PngImageFile, "load", fail)
    assert refusal(encoded(noise(4, 4))) == f"cannot be decoded: {reason_of(error)}"


SMALL = {name: encoded(noise(6, 7), **options) for name, options in FORMATS.items()} | {
    "png-palette": encoded(np.zeros((6, 7), np.uint8), bits=1),
    "webp-frames": encoded(noise(6, 7), format="WEBP", save_all=True, append_images=[Image.fromarray(noise(6, 7))]),
    "tiff-pages": encoded(noise(6, 7), format="TIFF", save_all=True, append_images=[Image.fromarray(noise(6, 7))]),
    "tiff-lzw": encoded(noise(6, 7), format="TIFF", compression="tiff_lzw"),
    "tiff-jpeg": encoded(noise(6, 7), format="TIFF", compression="jpeg"),
    "tiff-16": encoded(noise(6, 7, 1).astype(np.uint16), format="TIFF"),
}

CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["set", "insert", "delete", "swap"]), st.integers(0, 2**16), st.binary(min_size=1, max_size=6)
    ),
    min_size=1,
    max_size=5,
)


def damaged(content: bytes, changes: list[tuple[str, int, bytes]]) -> bytes:
    for how, place, piece in changes:
        at = place % (len(content) + 1)
        if how == "swap":
            content = content[at:] + content[:at] if at % 7 == 0 else content[:at] + content[at:][::-1]
        else:
            gone = 0 if how == "insert" else len(piece)
            content = content[:at] + (b"" if how == "delete" else piece) + content[at + gone :]
    return content


@given(st.sampled_from(sorted(SMALL)), CHANGES, st.sampled_from([Form(5, 6, 1, "crop"), Form(9, 3, 3, "squash")]))
def test_a_damaged_file_gives_a_picture_or_is_refused(
    name: str, changes: list[tuple[str, int, bytes]], form: Form
) -> None:
    content = damaged(SMALL[name], changes)
    with strict(), suppress(PictureError):  # anything else must not be raised
        found = decode(content, form)
        assert found.dtype == np.uint8
        assert found.shape == form.shape


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200))
def test_noise_after_a_signature_is_refused(name: str, content: bytes) -> None:
    refusal(SMALL[name][:12] + content)
