"""Pixels of every kind as 8-bit gray and colour, against formulas written out."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded.colours import to_channels
from imagespaces.loaded.faults import PictureError
from tests.imagespaces.loaded.cases import noise, png, png_chunk


def gray(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(to_channels(picture, 1))


def colour(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(to_channels(picture, 3))


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    result: NDArray[np.int64] = (pixels.astype(np.int64) @ np.array([19595, 38470, 7471]) + 32768) >> 16
    return result


def over_white(values: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.float64]:
    share = alpha[..., None] / 255
    result: NDArray[np.float64] = values * share + 255 * (1 - share)
    return result


def test_colour_stays_and_turns_gray_by_its_luma() -> None:
    pixels = noise(40, 50)
    assert np.array_equal(colour(Image.fromarray(pixels)), pixels)
    assert np.array_equal(gray(Image.fromarray(pixels)), luma(pixels))


def test_gray_stays_and_turns_to_three_equal_channels() -> None:
    pixels = noise(40, 50, 1)[:, :, 0]
    assert np.array_equal(gray(Image.fromarray(pixels)), pixels)
    assert np.array_equal(colour(Image.fromarray(pixels)), np.stack([pixels] * 3, axis=2))


@pytest.mark.parametrize("kind", ["<u2", ">u2"])
def test_of_sixteen_bits_the_high_byte_stays(kind: str) -> None:
    values = np.arange(65536).reshape(256, 256)
    picture = Image.fromarray(values.astype(kind))
    assert picture.mode.startswith("I;16")
    assert np.array_equal(gray(picture), values // 256)
    assert np.array_equal(colour(picture), np.stack([values // 256] * 3, axis=2))


def test_sixteen_bits_of_colour_keep_the_high_byte_too() -> None:
    values = np.random.default_rng(0).integers(0, 65536, (3, 4, 3)).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in values)
    assert np.array_equal(colour(Image.open(BytesIO(png((3, 4), 16, 2, rows)))), values >> 8)


def test_what_is_transparent_is_white() -> None:
    pixels = noise(64, 64, 4)
    seen = over_white(pixels[..., :3], pixels[..., 3])
    assert np.abs(colour(Image.fromarray(pixels)) - seen).max() <= 0.51
    assert np.array_equal(gray(Image.fromarray(pixels)), luma(colour(Image.fromarray(pixels))))


def test_alpha_of_gray_counts_too() -> None:
    pixels = noise(64, 64, 2)
    seen = over_white(pixels[..., :1], pixels[..., 1])
    assert np.abs(gray(Image.fromarray(pixels))[..., None] - seen).max() <= 0.51


def test_alpha_that_is_multiplied_already() -> None:
    plain = Image.fromarray(noise(16, 16, 4))
    assert np.array_equal(colour(plain.convert("RGBa")), colour(plain.convert("RGBa").convert("RGBA")))


def test_all_or_nothing_of_alpha_is_exact() -> None:
    pixels = noise(16, 16, 4)
    pixels[..., 3] = np.where(noise(16, 16, 1)[..., 0] < 128, 0, 255)
    expected = np.where(pixels[..., 3:] == 0, 255, pixels[..., :3])
    assert np.array_equal(colour(Image.fromarray(pixels)), expected)


def palette_picture() -> tuple[Image.Image, NDArray[np.uint8], NDArray[np.uint8]]:
    codes, table = noise(20, 30, 1)[:, :, 0] % 7, noise(7, 1, 3, seed=1)[:, 0]
    picture = Image.fromarray(codes).convert("L")
    picture.putpalette(table.tobytes())
    assert picture.mode == "P"
    return picture, codes, table


def test_palettes_are_looked_up() -> None:
    picture, codes, table = palette_picture()
    assert np.array_equal(colour(picture), table[codes])
    assert np.array_equal(gray(picture), luma(table[codes]))


def test_transparent_places_of_a_palette_are_white() -> None:
    picture, codes, table = palette_picture()
    picture.info["transparency"] = bytes([0, 255, 0])
    expected = np.where(np.isin(codes, [0, 2])[..., None], 255, table[codes])
    assert np.array_equal(colour(picture), expected)


@pytest.mark.parametrize(("depth", "kind"), [(8, 2), (8, 0)])
def test_the_transparent_colour_is_white(depth: int, kind: int) -> None:
    channels = 3 if kind == 2 else 1
    pixels = noise(2, 5, channels)
    key = b"".join(bytes([0, value]) for value in pixels[1, 3])
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    picture = Image.open(BytesIO(png((2, 5), depth, kind, rows, png_chunk(b"tRNS", key))))
    expected = np.where((pixels == pixels[1, 3]).all(axis=2, keepdims=True), 255, pixels)
    assert np.array_equal(colour(picture), np.broadcast_to(expected, (2, 5, 3)))


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_few_bits_of_gray_reach_from_black_to_white(depth: int) -> None:
    levels = 2**depth
    codes = np.arange(8) % levels
    bits = "".join(f"{code:0{depth}b}" for code in codes)
    row = int(bits, 2).to_bytes(depth, "big")
    picture = Image.open(BytesIO(png((1, 8), depth, 0, b"\0" + row)))
    assert gray(picture).tolist() == [(codes * 255 // (levels - 1)).tolist()]


def test_ink_is_taken_from_white() -> None:
    ink = noise(16, 16, 4)
    light = 255 - ink.astype(np.float64)
    picture = Image.frombytes("CMYK", (16, 16), ink.tobytes())
    seen = colour(picture)
    assert np.array_equal(gray(picture), luma(seen))
    assert np.abs(seen - light[..., :3] * light[..., 3:] / 255).max() <= 1


def test_luma_and_chroma_become_colour() -> None:
    pixels = noise(16, 16)
    picture = Image.frombytes("YCbCr", (16, 16), pixels.tobytes())
    seen = colour(picture)
    assert np.array_equal(gray(picture), luma(seen))
    y, cb, cr = (pixels[..., channel].astype(np.float64) for channel in range(3))
    expected = [y + 1.402 * (cr - 128), y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128), y + 1.772 * (cb - 128)]
    assert np.abs(seen - np.stack(expected, axis=2).clip(0, 255)).max() <= 1.5


@pytest.mark.parametrize("mode", ["F", "I", "LAB", "HSV", "La"])
def test_other_kinds_are_refused(mode: str) -> None:
    message = (
        f"has pixels of the kind '{mode}', allowed are '1', 'L', 'LA', 'P', 'PA', 'RGB', 'RGBX', 'RGBA', 'RGBa', "
        "'CMYK', 'YCbCr', 'I;16', 'I;16L', 'I;16B', 'I;16N'"
    )
    with pytest.raises(PictureError, match=f"^{re.escape(message)}$"):
        to_channels(Image.new(mode, (2, 2)), 3)
