"""Specs of glimpses."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.specs.sensors.glimpse import GlimpseSpec


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
