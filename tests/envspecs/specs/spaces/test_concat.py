"""Specs of images side by side."""

from __future__ import annotations

from typing import Any

import pytest

from imagespaces import CircleSquare
from imagespaces.combined import Concat, Subset
from imagespaces.factors import CompositionSplit, ExplicitSplit
from imagespaces.transforms import GaussianNoise
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

SMALL = {"kind": "circle_square", "height": 5, "width": 6, "extent": 4}
DIVIDED = {
    "kind": "subset",
    "space": SMALL,
    "only_values": {"x": [2, 3]},
    "partition": {"kind": "explicit", "splits": {"test": {"x": 3}}, "rest": "train"},
}


def concat(left: Any = SMALL, right: Any = SMALL, **fields: Any) -> dict[str, Any]:
    return {"kind": "concat", "spaces": {"left": left, "right": right}} | fields


def test_the_space_has_the_parameters_of_the_spec() -> None:
    noise = {"kind": "gaussian_noise", "std": 0.2}
    small = CircleSquare(height=5, width=6, extent=4)
    held_out = {"kind": "composition", "held_out": [{"left.shape": "circle", "right.shape": "circle"}]}
    space = built(concat(label_from="right", transforms=[noise], partition=held_out))
    assert space == Concat(
        spaces={"left": small, "right": small},
        label_from="right",
        transforms=(GaussianNoise(0.2),),
        partition=CompositionSplit(({"left.shape": "circle", "right.shape": "circle"},)),
    )


@pytest.mark.parametrize(
    ("axis", "right", "shape"),
    [
        ("horizontal", {"width": 9}, (5, 15, 1)),
        ("vertical", {"height": 8}, (13, 6, 1)),
        ("channels", {}, (5, 6, 2)),
    ],
)
def test_sizes_add_up_along_the_axis(axis: str, right: dict[str, int], shape: tuple[int, int, int]) -> None:
    assert built(concat(right=SMALL | right, axis=axis)).shape == shape


def test_the_spaces_keep_their_splits_unless_the_whole_is_divided() -> None:
    divided = Subset(
        space=CircleSquare(height=5, width=6, extent=4),
        only_values={"x": (2, 3)},
        partition=ExplicitSplit({"test": {"x": 3}}, "train"),
    )
    assert built(concat(left=DIVIDED)).splits["test"].measure == divided.splits["test"].measure
    assert model_of(concat(left=DIVIDED), "test").split_names == ("all", "test", "train")
    assert model_of(concat(left=DIVIDED, right=DIVIDED), "train").split_names == ("all", "test", "train")
    own = {"kind": "random", "fractions": {"a": 0.5, "b": 0.5}, "of": ["left.y", "right.y"]}
    assert model_of(concat(left=DIVIDED, partition=own), "b").split_names == ("all", "a", "b")


def test_spaces_nest() -> None:
    row = concat(label_from="left")
    space = built(concat(left=row, right=row, axis="vertical", label_from="right"))
    assert space.shape == (10, 12, 1)
    assert list(space.factors)[:3] == ["left.left.shape", "left.left.x", "left.left.y"]
    assert space.class_names == ("square", "circle")


@pytest.mark.parametrize(
    ("space", "message"),
    [
        (
            concat(right=SMALL | {"height": 7}),
            "space.spaces: spaces side by side must have one height, got {'left': 5, 'right': 7}",
        ),
        (
            concat(right=SMALL | {"hight": 7}),
            (
                "space.spaces.right.hight: unknown key, allowed are extent, gradient, height, kind, width "
                "(did you mean 'height'?)"
            ),
        ),
        (
            concat(right=concat(left=SMALL | {"extent": 9})),
            (
                "space.spaces.right.spaces.left.extent: larger than the image: found 9, a shape 9 pixels across, "
                "allowed is what fits 5 × 6"
            ),
        ),
        (
            concat(label_from="middle"),
            (
                "space.label_from: label_from must be one of the spaces with labels ['left', 'right'], or None, "
                "got 'middle'"
            ),
        ),
        (
            concat(partition={"kind": "random", "fractions": {"a": 1}, "of": ["shape"]}),
            (
                "space.partition: there is no factor 'shape' (did you mean 'left.shape'?); the factors are "
                "'left.shape', 'left.x', 'left.y', 'right.shape', 'right.x', 'right.y'"
            ),
        ),
        (
            {"kind": "concat", "spaces": {}},
            "space.spaces: wrong length: found a map, allowed is a map of 1 or more of up to 64",
        ),
        (
            {"kind": "concat", "spaces": {"a.b": SMALL}},
            "space.spaces.a.b: not a name, allowed is text matching ^[A-Za-z0-9][A-Za-z0-9_-]*$ of up to 40 characters",
        ),
    ],
)
def test_what_does_not_fit_has_its_line(space: dict[str, Any], message: str) -> None:
    assert errors_of(space) == message


def test_splits_that_the_whole_does_not_have_are_refused() -> None:
    assert errors_of(concat(), "train") == "split: unknown split: found 'train', allowed is 'all'"


def test_the_memory_is_that_of_the_parts_and_the_whole() -> None:
    assert model_of(concat()).bytes_needed == 4 * (5 * 12 + 2 * 5 * 6)
    wide = SMALL | {"height": 4000, "width": 4000}
    assert errors_of({"kind": "concat", "spaces": dict.fromkeys("abc", wide)}) == (
        "space: images too large: found 4000 × 12000 × 1, which takes 366 MiB, allowed is up to 256 MiB"
    )


def test_a_space_of_pictures_is_built_when_it_is_used_alone() -> None:
    pictures = {"kind": "image_folder", "root": ".", "height": 5, "width": 6, "channels": 1}
    assert not model_of(concat(left=pictures)).quick
    assert model_of(concat()).quick
