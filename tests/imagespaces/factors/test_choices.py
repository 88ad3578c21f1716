from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from imagespaces.factors import Between, Domain, Finite, Grid, Interval, Only, Region, all_of, any_of, where

DOMAIN = Domain(
    [
        Finite("shape", ("square", "circle")),
        Finite("x", range(8)),
        Interval("angle", 0, 360, "circular"),
        Interval("count", 0, 10, "integer"),
    ]
)


@pytest.mark.parametrize(
    ("choices", "region"),
    [
        ({}, all_of([])),
        ({"shape": "circle"}, Only("shape", "circle")),
        ({"shape": ["circle", "square"]}, Only("shape", ("circle", "square"))),
        ({"x": 3}, Only("x", 3)),
        ({"x": (3, 5)}, Only("x", (3, 5))),
        ({"x": range(2)}, Only("x", (0, 1))),
        ({"x": Between("x", 3, 5)}, Between("x", 3, 5)),
        ({"angle": (0, 90)}, Between("angle", 0, 90)),
        ({"angle": [350, 10.5]}, Between("angle", 350, 10.5)),
        ({"angle": (np.float64(0), np.int64(90))}, Between("angle", 0, 90)),
        ({"angle": [(0, 90), (180, 270)]}, any_of([Between("angle", 0, 90), Between("angle", 180, 270)])),
        ({"angle": [[0, 90]]}, Between("angle", 0, 90)),
        ({"count": (3, 5)}, Between("count", 3, 5)),
        ({"count": 3}, Only("count", 3)),
        ({"count": range(3)}, Only("count", (0, 1, 2))),
        ({"shape": "circle", "angle": (0, 90)}, Only("shape", "circle") & Between("angle", 0, 90)),
    ],
)
def test_plain_data_as_regions(choices: Any, region: Region) -> None:
    assert where(DOMAIN, choices) == region


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"hue": 3}, "there is no factor 'hue'; the factors are 'shape', 'x', 'angle', 'count'"),
        ({"x": Only("shape", "circle")}, "what is chosen of factor 'x' must name no other, got ['shape']"),
        *(
            ({"angle": bad}, f"a value of factor 'angle' must be a string, a boolean or a number, got {found!r}")
            for bad, found in (
                ([(0, 90), 180], (0, 90)),
                ([[0, 90], "ab"], [0, 90]),
                ([[0, 90, 180]], [0, 90, 180]),
                (None, None),
            )
        ),
        *(
            ({"angle": bad}, f"of factor 'angle' ranges (low, high) from 0 to 360 can be chosen, got {found}")
            for bad, found in ((90, "90"), ("90", "'90'"), ((0, 90, 180), "0, 90, 180"), (("0", "90"), "'0', '90'"))
        ),
        ({"angle": []}, "at least one value of factor 'angle' must be given, got none"),
    ],
)
def test_what_is_no_choice_of_a_factor(choices: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=f"^{re.escape(message)}$"):
        Grid(DOMAIN, [where(DOMAIN, choices)])
