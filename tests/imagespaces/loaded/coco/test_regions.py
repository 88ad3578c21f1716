"""The pixels of outlines and runs, against rectangles and against what pycocotools packs."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask

from imagespaces.loaded.coco.entries import Entry
from imagespaces.loaded.coco.regions import Outline, Runs, read_region
from imagespaces.loaded.faults import PictureError
from tests.imagespaces.loaded.written.coco import runs


def region(segmentation: Any, height: int = 20, width: int = 30) -> Outline | Runs:
    return read_region(Entry("'a.json' annotations[0]", {"segmentation": segmentation}), height, width)


@given(st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.integers(0, 99))
def test_packed_runs_are_those_that_pycocotools_packs(height: int, width: int, share: float, seed: int) -> None:
    pixels = np.random.default_rng(seed).random((height, width)) < share
    packed = mask.encode(np.asfortranarray(pixels.astype(np.uint8)))["counts"].decode()
    plain = runs(pixels)
    for counts in (packed, plain):
        found = region({"size": [height, width], "counts": counts}, height, width)
        assert np.array_equal(found.cover(height, width), pixels)


@given(st.integers(0, 30), st.integers(0, 20), st.integers(1, 10), st.integers(1, 10))
def test_outlines_surround_pixels(left: int, top: int, across: int, down: int) -> None:
    """Pixel i reaches from i to i + 1; what leaves the picture is cut."""
    right, bottom = left + across, top + down
    corners = [left, top, right, top, right, bottom, left, bottom]
    expected = np.zeros((20, 30), np.bool_)
    expected[top:bottom, left:right] = True
    assert np.array_equal(region([corners]).cover(20, 30), expected)


def test_fewer_than_three_corners_surround_nothing() -> None:
    assert not region([[1, 1, 9, 9]]).cover(20, 30).any()
    assert not region([]).cover(20, 30).any()


POLYGONS = "polygons of x and y, from −30 to 60 and from −20 to 40"
WRONG: dict[str, tuple[Any, str]] = {
    "none": (None, "segmentation: found None, allowed is a list"),
    "text": ("1,2", "segmentation: found '1,2', allowed is a list"),
    "odd": ([[1, 2, 3]], f"segmentation: found a list of 1, allowed is {POLYGONS}"),
    "texts": ([["1", "2"]], f"segmentation: found a list of 1, allowed is {POLYGONS}"),
    "flags": ([[True, False]], f"segmentation: found a list of 1, allowed is {POLYGONS}"),
    "far": ([[0, 0, 61, 0, 0, 9]], f"segmentation: found a list of 1, allowed is {POLYGONS}"),
    "huge": ([[0, 0, 10**400, 0, 0, 9]], f"segmentation: found a list of 1, allowed is {POLYGONS}"),
    "endless": ([[0, 0, 1e308 * 10, 0, 0, 9]], f"segmentation: found a list of 1, allowed is {POLYGONS}"),
    "long": (
        [[0, 0, 60, 0] * 3000],
        "segmentation: found a list of 1, allowed is polygons of up to 262144 pixels around, not 360000",
    ),
    "another-size": (
        {"size": [30, 20], "counts": [600]},
        "segmentation size: found a list of 2, allowed is [20, 30], that of the picture",
    ),
    "short-runs": (
        {"size": [20, 30], "counts": [1, 2]},
        "segmentation counts: found a list of 2, allowed is runs of pixels, 600 in all",
    ),
    "backward-runs": (
        {"size": [20, 30], "counts": [700, -100]},
        "segmentation counts: found a list of 2, allowed is runs of pixels, 600 in all",
    ),
    "no-runs": (
        {"size": [20, 30], "counts": []},
        "segmentation counts: found a list of 0, allowed is runs of pixels, 600 in all",
    ),
    "packed-badly": (
        {"size": [20, 30], "counts": "ZZZ"},
        "segmentation counts: found 'ZZZ', allowed is runs of pixels, 600 in all",
    ),
    "unfinished": (
        {"size": [20, 30], "counts": "P" * 9 + "o"},
        "segmentation counts: found 'PPPPPPPPPo', allowed is runs of pixels, 600 in all",
    ),
    "another-alphabet": (
        {"size": [20, 30], "counts": "é"},
        "segmentation counts: found 'é', allowed is runs of pixels, 600 in all",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_would_lead_c_astray_is_refused(name: str) -> None:
    segmentation, reason = WRONG[name]
    message = f"'a.json' annotations[0] {reason}"
    with pytest.raises(PictureError, match=f"^{re.escape(message)}$"):
        region(segmentation)


@given(st.text(alphabet=[chr(code) for code in range(45, 115)], max_size=12))
def test_any_text_is_runs_of_the_picture_or_refused(counts: str) -> None:
    with suppress(PictureError):
        assert region({"size": [4, 5], "counts": counts}, 4, 5).cover(4, 5).shape == (4, 5)
