"""Specs of glimpses."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from envspecs.specs.sensors.glimpse import GlimpseSpec
from imagespaces.kernels.windows import window_sampler


def spec(**fields: Any) -> GlimpseSpec:
    return GlimpseSpec.model_validate({"kind": "glimpse", "motion": {"kind": "relative"}} | fields)


@pytest.mark.parametrize(
    ("fields", "shape", "message"),
    [
        ({"size": [5, 7]}, (5, 7, 1), None),
        ({"size": [5, 7], "scale": 2}, (10, 14, 3), None),
        ({"size": [30, 30], "scale": 0.1}, (3, 3, 1), None),
        (
            {"size": [5, 7]},
            (7, 5, 1),
            "larger than the image: found 5 × 7 at scale 1, which covers 5 × 7 image pixels, allowed is up to 7 × 5",
        ),
        (
            {"size": [1, 9], "scale": 0.5},
            (3, 4, 1),
            "larger than the image: found 1 × 9 at scale 0.5, which covers 0.5 × 4.5 image pixels, allowed is up to 3 × 4",
        ),
        ({"size": [3, 3], "scale": 1 + 5e-13}, (3, 3, 1), None),
        (
            {"size": [3, 3], "scale": 1 + 1e-10},
            (3, 4, 1),
            "larger than the image: found 3 × 3 at scale 1.0000000001, which covers 3.0000000003 × 3.0000000003 image pixels, allowed is up to 3 × 4",
        ),
        ({"size": [50, 70], "scale": 2, "border": "pad"}, (5, 7, 1), None),
        (
            {"size": [4096, 4096], "border": "pad"},
            (8, 8, 5),
            "too large: found 4096 × 4096 at scale 1, which takes 320 MiB, allowed is up to 256 MiB",
        ),
        (
            {"size": [4096, 4096], "scale": 0.001},
            (8, 8, 5),
            "too large: found 4096 × 4096 at scale 0.001, which takes 320 MiB, allowed is up to 256 MiB",
        ),
    ],
)
def test_a_window_that_is_larger_than_the_image_or_than_memory_does_not_fit(
    fields: dict[str, Any], shape: tuple[int, int, int], message: str | None
) -> None:
    assert spec(**fields).misfit(shape) == message


@given(st.integers(1, 20), st.integers(1, 20), st.sampled_from([0, 1e-9, 1e-10, 1e-11, 2e-12, 1e-12, 5e-13, 1e-15]))
def test_what_fits_by_the_spec_is_what_can_be_sampled(samples: int, room: int, excess: float) -> None:
    scale = room / samples * (1 + excess)
    pixels = np.zeros((1, room, room, 1), np.float32)
    try:
        window_sampler(pixels, (samples, samples), scale)(np.zeros(3, np.int64), np.array([[-1, 1], [0, 0], [1, -1.0]]))
    except ValueError:
        can_be = False
    else:
        can_be = True
    assert (spec(size=[samples, samples], scale=scale).misfit((room, room, 1)) is None) == can_be


@pytest.mark.parametrize("start", ["random", "center", [0, -1], (0.5, 0.5)])
def test_starts(start: Any) -> None:
    found = spec(start=start).start
    assert found == (start if isinstance(start, str) else tuple(start))


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"start": "left"}, "start"),
        ({"start": [2, 0]}, "start"),
        ({"size": [0, 5]}, "size"),
        ({"size": 5}, "size"),
        ({"border": "wrap"}, "border"),
        ({"scale": 0}, "scale"),
        ({"scale": -1.0}, "scale"),
        ({"scale": float("nan")}, "scale"),
        ({"motion": {}}, "motion"),
        ({"motion": {"kind": "circle_square"}}, "motion"),
    ],
)
def test_other_values_are_refused(fields: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        spec(**fields)
    assert {error["loc"][0] for error in caught.value.errors()} == {key}
