"""Maps of classes against what Pillow makes of the same pixels, turned and brought to a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from imagespaces.loaded.class_maps import MappedPicture, fit_classes, read_codes, upright
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.fitting import Resize, centre_box
from imagespaces.loaded.listing import list_pictures
from imagespaces.loaded.pictures import Form, decode
from tests.imagespaces.loaded.cases import encoded, noise, png, png_chunk, write

SIDES = st.integers(1, 30)


def codes(height: int, width: int) -> NDArray[np.int16]:
    return (noise(height, width, 1, seed=3)[..., 0] % 20).astype(np.int16) - 1


def with_orientation(number: int) -> bytes:
    """An EXIF block that says so alone."""
    exif = Image.Exif()
    exif[0x0112] = number
    return exif.tobytes()


@dataclass(frozen=True)
class Given:
    """A map that is there already."""

    stored: NDArray[np.int16]
    name: str = "maps/a.png"

    def classes(self, height: int, width: int) -> NDArray[np.int16]:
        if self.stored.shape != (height, width):
            raise PictureError(f"has {self.stored.shape}, not {(height, width)}")
        return self.stored


def mapped(root: Path, content: bytes, stored: NDArray[np.int16]) -> MappedPicture:
    (file,) = list_pictures(str(write(root, {"a.jpg": content}))).files
    return MappedPicture(file, Given(stored))


# ----------------------------------------------------------------------------------------------------------------------
# Form
# ----------------------------------------------------------------------------------------------------------------------


@given(st.tuples(SIDES, SIDES), st.tuples(SIDES, SIDES), st.sampled_from(["crop", "squash"]))
def test_each_pixel_takes_the_nearest_class(size: tuple[int, int], wanted: tuple[int, int], resize: Resize) -> None:
    stored, form = codes(*size), Form(*wanted, 1, resize)
    found = fit_classes(stored, form)
    box = (0, 0, size[1], size[0]) if resize == "squash" else centre_box(*size, *wanted)
    left, top, right, bottom = box
    for row in range(wanted[0]):
        for column in range(wanted[1]):
            y = top + (row + 0.5) * (bottom - top) / wanted[0]
            x = left + (column + 0.5) * (right - left) / wanted[1]
            near = {int(y - 1e-9), min(int(y + 1e-9), size[0] - 1)}, {int(x - 1e-9), min(int(x + 1e-9), size[1] - 1)}
            assert found[row, column] in {stored[at, across] for at in near[0] for across in near[1]}
    assert found.dtype == np.int16


@pytest.mark.parametrize("resize", ["crop", "squash"])
@pytest.mark.parametrize(
    ("size", "wanted"), [((9, 13), (4, 6)), ((24, 36), (10, 10)), ((5, 7), (20, 11)), ((6, 6), (6, 6))]
)
def test_pillow_finds_the_same_nearest_ones(size: tuple[int, int], wanted: tuple[int, int], resize: Resize) -> None:
    stored, form = codes(*size), Form(*wanted, 1, resize)
    box = (0, 0, size[1], size[0]) if resize == "squash" else centre_box(*size, *wanted)
    picture = Image.fromarray(stored.astype(np.int32))
    expected = picture.resize(wanted[::-1], Image.Resampling.NEAREST, box=box)
    np.testing.assert_array_equal(fit_classes(stored, form), np.asarray(expected))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_maps_are_turned_as_pillow_turns_pictures(orientation: int) -> None:
    stored = codes(3, 5)
    picture = Image.open(BytesIO(encoded((stored + 1).astype(np.uint8), exif=with_orientation(orientation))))
    expected = np.asarray(ImageOps.exif_transpose(picture)).astype(np.int16) - 1
    np.testing.assert_array_equal(upright(stored, orientation), expected)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_picture_and_map_are_turned_together(tmp_path: Path, orientation: int) -> None:
    """The class of a pixel is the brightness of the picture there."""
    stored = np.kron(np.arange(6).reshape(2, 3), np.ones((16, 16), np.int64))
    content = encoded((40 * stored).astype(np.uint8), format="JPEG", quality=95, exif=with_orientation(orientation))
    height, width = (32, 48) if orientation in {1, 3} else (48, 32)
    pixels, mask = mapped(tmp_path, content, stored.astype(np.int16)).decode(Form(height, width, 1, "crop"))
    assert mask is not None
    np.testing.assert_allclose(pixels[..., 0], 40.0 * mask, atol=3)
    assert np.array_equal(pixels, decode(content, Form(height, width, 1, "crop")))


def test_a_large_photograph_is_read_small_and_its_map_is_not(tmp_path: Path) -> None:
    """Blocks of a photograph are averaged while it is read, and its map is looked up in all its pixels."""
    stored = np.kron(np.arange(4).reshape(2, 2), np.ones((512, 512), np.int64)).astype(np.int16)
    content = encoded((60 * stored).astype(np.uint8), format="JPEG")
    pixels, mask = mapped(tmp_path, content, stored).decode(Form(16, 16, 1, "crop"))
    assert mask is not None
    assert np.array_equal(mask, np.kron(np.arange(4).reshape(2, 2), np.ones((8, 8), np.int64)))
    assert pixels[4, 12, 0] == pytest.approx(60, abs=2)


def test_what_is_wrong_with_a_map_names_it(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"^has the mask 'maps/a.png', which has \(3, 5\), not \(5, 3\)$"):
        mapped(tmp_path, encoded(noise(5, 3)), codes(3, 5)).decode(Form(2, 2, 3, "crop"))


# ----------------------------------------------------------------------------------------------------------------------
# Files
# ----------------------------------------------------------------------------------------------------------------------


def rows(pixels: NDArray[np.uint8]) -> bytes:
    return b"".join(b"\0" + row.tobytes() for row in pixels)


PIXELS = noise(4, 5, 1)[..., 0]
COLOURS = noise(4, 5, 3)


def test_numbers_are_read_as_they_are() -> None:
    np.testing.assert_array_equal(read_codes(png((4, 5), 8, 0, rows(PIXELS)), 4, 5, 1), PIXELS)
    palette = png_chunk(b"PLTE", bytes(768))
    np.testing.assert_array_equal(read_codes(png((4, 5), 8, 3, rows(PIXELS), palette), 4, 5, 1), PIXELS)
    np.testing.assert_array_equal(read_codes(png((4, 5), 8, 2, rows(COLOURS)), 4, 5, 3), COLOURS)


def test_what_would_be_transparent_is_a_number() -> None:
    clear = png_chunk(b"tRNS", b"\0" + PIXELS[:1, 0].tobytes())
    np.testing.assert_array_equal(read_codes(png((4, 5), 8, 0, rows(PIXELS), clear), 4, 5, 1), PIXELS)


KINDS: dict[str, tuple[Callable[[], Any], str]] = {
    "deep": (
        lambda: read_codes(png((4, 5), 16, 0, rows(np.repeat(PIXELS, 2, axis=1))), 4, 5, 1),
        "has depth 16 and colour type 0, allowed are 8 and 0 or 8 and 3",
    ),
    "shallow": (
        lambda: read_codes(png((4, 5), 4, 0, rows(PIXELS[:, :3])), 4, 5, 1),
        "has depth 4 and colour type 0, allowed are 8 and 0 or 8 and 3",
    ),
    "colours": (
        lambda: read_codes(png((4, 5), 8, 2, rows(COLOURS)), 4, 5, 1),
        "has depth 8 and colour type 2, allowed are 8 and 0 or 8 and 3",
    ),
    "gray": (
        lambda: read_codes(png((4, 5), 8, 0, rows(PIXELS)), 4, 5, 3),
        "has depth 8 and colour type 0, allowed are 8 and 2",
    ),
    "jpeg": (
        lambda: read_codes(encoded(PIXELS, format="JPEG"), 4, 5, 1),
        r"begins with b'\xff\xd8\xff\xe0\x00\x10JF', which no png does",
    ),
    "another-size": (
        lambda: read_codes(png((4, 5), 8, 0, rows(PIXELS)), 5, 4, 1),
        "has 4 × 5 pixels, allowed are as many as its picture has, 5 × 4",
    ),
    "bomb": (
        lambda: read_codes(png((60_000, 60_000), 8, 0, b""), 60_000, 60_000, 1),
        "has 60000 × 60000 pixels, allowed are up to 67108864",
    ),
    "empty": (lambda: read_codes(b"", 4, 5, 1), "is empty, with 0 bytes"),
}


@pytest.mark.parametrize("name", KINDS)
def test_other_pngs_are_refused(name: str) -> None:
    read, message = KINDS[name]
    with pytest.raises(PictureError, match=f"^{re.escape(message)}$"):
        read()


@given(st.data())
def test_damage_is_an_error_or_another_map(data: st.DataObject) -> None:
    content = bytearray(png((4, 5), 8, 0, rows(PIXELS)))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with suppress(PictureError):
        assert read_codes(bytes(content), 4, 5, 1).shape == (4, 5)


def test_what_is_cut_short_is_refused() -> None:
    content = png((4, 5), 8, 0, rows(PIXELS))
    for length in range(len(content) - 12):  # the last bytes say nothing but that it ends
        with pytest.raises(PictureError):
            read_codes(content[:length], 4, 5, 1)
