"""Specs of objects before other images."""

from __future__ import annotations

from typing import Any

import pytest

from imagespaces import CircleSquare
from imagespaces.combined import Overlay
from imagespaces.transforms import Invert
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

FRONT = {"kind": "circle_square", "height": 9, "width": 9, "extent": 4}
BACK = FRONT | {"extent": 6}


def overlay(front: Any = FRONT, back: Any = BACK, **fields: Any) -> dict[str, Any]:
    return {"kind": "overlay", "front": front, "back": back} | fields


def test_the_space_has_the_parameters_of_the_spec() -> None:
    space = built(overlay(label_from="front", transforms=[{"kind": "invert"}]))
    small = CircleSquare(height=9, width=9, extent=4)
    large = CircleSquare(height=9, width=9, extent=6)
    assert space == Overlay(front=small, back=large, label_from="front", transforms=(Invert(),))


def test_the_spaces_keep_their_splits() -> None:
    held_out = {"kind": "extrapolation", "held_out": {"x": 8}}
    back = {"kind": "subset", "space": BACK, "only_labels": ["circle"], "partition": held_out}
    assert built(overlay(back=back)).splits["train"].num_states
    assert model_of(overlay(back=back), "test").split_names == ("all", "test", "train")


@pytest.mark.parametrize(
    ("space", "message"),
    [
        (
            overlay(back=BACK | {"width": 10}),
            "space: spaces side by side must have one width, got {'front': 9, 'back': 10}",
        ),
        (
            overlay(front=FRONT | {"extent": 3}),
            "space.front.extent: not distinct: found 3, whose circle is a square, allowed is 2, or 4 and more",
        ),
        (
            overlay(label_from="left"),
            "space.label_from: unknown value: found 'left', allowed is 'front' or 'back'",
        ),
    ],
)
def test_what_does_not_fit_has_its_line(space: dict[str, Any], message: str) -> None:
    assert errors_of(space) == message
