from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import Scene, SceneObject
from imagespaces.combined import Concat
from imagespaces.factors import CompositionSplit, Interval
from imagespaces.generated.scenes import (
    Circle,
    Count,
    Distractors,
    Drawn,
    Ellipse,
    Glyph,
    Hsv,
    Line,
    RegularPolygon,
    Ring,
    Shape,
    Star,
)
from imagespaces.testing import check_space
from imagespaces.testing.strategies import image_spaces
from imagespaces.transforms import Flip, Hue, Rotate, Scale, Shift, SolidBackground

TURN = Drawn(0, 360, "circular")
MIDDLE: dict[str, Any] = {"x": 0, "y": 0, "color": ["red", "blue"]}


def thing(shape: str | Shape = "circle", **said: Any) -> Scene:
    """One object in the middle of a frame of 64 × 64, in one of two colours."""
    return Scene(objects={"thing": SceneObject(shape, **(MIDDLE | said))})


# ----------------------------------------------------------------------------------------------------------------------
# Geometry
# ----------------------------------------------------------------------------------------------------------------------

AREAS = {
    "circle": (Circle(), np.pi / 4),
    "ellipse": (Ellipse(0.6), np.pi / 4 * 0.6),
    "square": (RegularPolygon(4), 1.0),
    "triangle": (RegularPolygon(3), np.sqrt(3) / 4),
    "hexagon": (RegularPolygon(6), 3 * np.sqrt(3) / 8),
    "ring": (Ring(0.5), np.pi / 4 * 0.75),
    "line": (Line(0.25), 0.25),
    "star": (Star(4, 0.5), 0.5 * np.sin(np.pi / 4)),
}
"""Of a shape whose bounding box is 1 on its longer side."""


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("size", [24.0, 40.0])
def test_areas_are_the_analytic_ones(name: str, size: float) -> None:
    shape, area = AREAS[name]
    space = thing(shape, size=size / 64, angle=TURN, color="white", x=Drawn(-0.05, 0.05), y=Drawn(-0.05, 0.05))
    covered = space.cover(space.instances(np.arange(40)).factors).sum(axis=(1, 2))
    errors = covered / (area * size * size) - 1
    assert abs(errors.mean()) < 0.02
    assert np.abs(errors).max() < 0.06


@pytest.mark.parametrize("shape", ["circle", "square", "ring", "cross", "star"])
def test_centroids_are_where_the_objects_are(shape: str) -> None:
    space = thing(shape, size=0.4, angle=TURN, x=Drawn(-0.3, 0.3), y=Drawn(-0.3, 0.3))
    many = space.instances(np.arange(30))
    covered = space.cover(many.factors).astype(np.float64)
    weights = covered / covered.sum(axis=(1, 2), keepdims=True)
    x, y = (weights * np.arange(64)).sum(axis=(1, 2)), (weights * np.arange(64)[:, None]).sum(axis=(1, 2))
    errors = x - (31.5 + 32 * many.factors["thing.x"]), y - (31.5 + 32 * many.factors["thing.y"])
    assert np.abs(errors).max() < 0.5
    assert np.abs(errors).mean() < 0.15


def test_angles_are_anticlockwise_as_seen() -> None:
    space = thing(Line(0.2), size=0.6, angle=[0, 30, 90, 135], color="white")
    covered = space.cover(space.instances(np.arange(4)).factors).astype(np.float64)
    x, y = np.arange(64) - 31.5, 31.5 - np.arange(64)[:, None]
    xx, yy, xy = ((covered * moment).sum(axis=(1, 2)) for moment in (x * x, y * y, x * y))
    angles = np.rad2deg(np.arctan2(2 * xy, xx - yy)) / 2 % 180
    np.testing.assert_allclose(angles, [0, 30, 90, 135], atol=1)


@given(space=image_spaces(kinds=["scene"], max_pixels=2000), draw=st.integers(0, 2**40))
@settings(max_examples=60)
def test_boxes_bound_what_is_seen_and_lie_in_the_frame(space: Scene, draw: int) -> None:
    known = space.annotations([draw * space.num_states + draw % space.num_states if space.size is None else 0])
    left, top, right, bottom = known.boxes[0].T
    assert (left[known.present[0]] >= 0).all() and (top[known.present[0]] >= 0).all()  # noqa: PT018 - one frame
    assert (right <= space.width - 1).all() and (bottom <= space.height - 1).all()  # noqa: PT018 - the same
    for mask, box, present in zip(known.masks[0], known.boxes[0], known.present[0], strict=True):
        rows, columns = np.nonzero(mask)
        assert present == bool(rows.size)
        if present:
            seen = columns.min() - 0.5, rows.min() - 0.5, columns.max() + 0.5, rows.max() + 0.5
            assert (np.array(seen[:2]) >= box[:2] - 1).all()
            assert (np.array(seen[2:]) <= box[2:] + 1).all()


@given(space=image_spaces(kinds=["scene"], max_pixels=2000, dtype="uint8"), draw=st.integers(0, 2**40))
@settings(max_examples=60)
def test_nothing_touches_the_border(space: Scene, draw: int) -> None:
    many = space.instances([draw if space.size is None else draw % space.size])
    covered = space.cover(many.factors)[0] * 255
    assert np.concatenate((covered[0], covered[-1], covered[:, 0], covered[:, -1])).max() <= 128


@pytest.mark.parametrize("channels", [1, 3])
def test_a_large_square_is_its_colour_and_the_rest_the_background(channels: int) -> None:
    space = Scene(
        objects={"box": SceneObject("square", size=0.5, x=0, y=0, color=["#ff0000", "#00ff00"])},
        background="#0000ff",
        channels=channels,
        dtype="uint8",
    )
    image = space.at(1).image
    green, blue = ([0, 255, 0], [0, 0, 255]) if channels == 3 else ([150], [29])
    assert (image[20:44, 20:44] == green).all()
    assert (image[:12] == blue).all()


def test_bounding_boxes_of_a_square_are_exact() -> None:
    space = thing("square", size=0.5, x=[-0.25, 0.25], y=0.125, color="white")
    boxes = space.annotations([0, 1]).boxes[:, 0]
    np.testing.assert_allclose(boxes, [[7.5, 19.5, 39.5, 51.5], [23.5, 19.5, 55.5, 51.5]], atol=1e-9)


def test_size_is_the_longer_side_of_the_shape() -> None:
    shapes = ["circle", "triangle", "star", "line", "A", "8", "cross", "ellipse"]
    space = Scene(objects={"thing": SceneObject(shapes, size=0.5, x=0, y=0)})
    boxes = space.annotations(np.arange(len(shapes))).boxes[:, 0]
    np.testing.assert_allclose((boxes[:, 2:] - boxes[:, :2]).max(axis=1), 32, rtol=0.01)


# ----------------------------------------------------------------------------------------------------------------------
# Attributes
# ----------------------------------------------------------------------------------------------------------------------


def test_what_is_said_makes_the_factors() -> None:
    said = SceneObject(
        ["circle", "A"], size=Drawn(0.3, 0.5, "log"), x=[-0.1, 0.1], y=0, angle=TURN, color=Hsv(TURN, value=[0.5, 1])
    )
    space = Scene(objects={"a": said})
    assert {name: getattr(factor, "values", None) for name, factor in space.factors.items()} == {
        "a.shape": ("circle", "A"),
        "a.size": None,
        "a.angle": None,
        "a.hue": None,
        "a.value": (0.5, 1),
        "a.x": (-0.1, 0.1),
    }
    assert space.factors["a.size"] == Interval("a.size", 0.3, 0.5, "log")
    assert space.factors["a.hue"] == Interval("a.hue", 0, 360, "circular")


def test_hue_saturation_and_value() -> None:
    color = Hsv((0.0, 60.0, 120.0, 200.0), saturation=0.5, value=0.8)
    space = Scene(objects={"a": SceneObject("square", size=0.5, x=0, y=0, color=color)})
    seen = space.instances(range(4)).images[:, 32, 32]
    expected = [[0.8, 0.4, 0.4], [0.8, 0.8, 0.4], [0.4, 0.8, 0.4], [0.4, 0.4 + 0.4 * 2 / 3, 0.8]]
    np.testing.assert_allclose(seen, expected, atol=1 / 255)


@pytest.mark.parametrize("texture", ["stripes", "checks", "dots"])
def test_textures_are_bright_and_dark_inside_and_nothing_outside(texture: str) -> None:
    space = thing("square", size=0.75, texture=["plain", texture], color="white")
    plain, patterned = space.instances([0, 1]).images[..., 0]
    inside = plain == 1
    assert (patterned[plain == 0] == 0).all()
    assert (patterned <= plain).all()
    assert np.isclose(patterned[inside], 1).mean() > 0.25
    assert np.isclose(patterned[inside], 0.3, atol=0.01).mean() > 0.15


def test_textures_hide_what_is_behind_them() -> None:
    said = SceneObject("square", size=0.5, x=0, y=0, color="#ff0000", texture=["stripes", "dots"])
    images = Scene(objects={"a": said}, background="#0000ff", dtype="uint8").images([0, 1])
    assert (images[:, 20:44, 20:44, 2] == 0).all()
    assert (images[:, 20:44, 20:44, 0] >= 76).all()
    assert (images[:, :12] == [0, 0, 255]).all()


def test_stripes_turn_with_the_object() -> None:
    space = thing("circle", size=0.75, texture="stripes", angle=[0, 90], color="white")
    upright, lying = space.instances([0, 1]).images[..., 0]
    inside = np.hypot(*(np.indices((64, 64)) - 31.5)) < 20
    np.testing.assert_allclose(np.rot90(upright)[inside], lying[inside], atol=0.03)
    assert not np.allclose(upright[inside], lying[inside], atol=0.5)


def test_depth_tells_what_hides_what() -> None:
    space = Scene(
        objects={
            "a": SceneObject("square", size=0.4, x=0, y=0, color="#ff0000", depth=[0, 2]),
            "b": SceneObject("square", size=0.2, x=0, y=0, color="#00ff00", depth=1),
        },
        overlap=True,
    )
    near, far = space.instances([0, 1]).images[:, 32, 32]
    assert near.tolist() == [1, 0, 0]
    assert far.tolist() == [0, 1, 0]
    assert space.may_repeat
    known = space.annotations([0, 1])
    assert known.visibility[0].tolist() == [1, 0]
    assert known.visibility[1, 1] == 1
    assert known.visibility[1, 0] == pytest.approx(0.75, abs=0.05)
    assert known.counts.tolist() == [2, 2]


def test_backgrounds_vary() -> None:
    one = {"thing": SceneObject("square", size=0.25, x=0, y=0, color="white")}
    named = Scene(objects=one, background=["black", "red"], label="background", dtype="uint8")
    assert named.class_names == ("black", "red")
    assert named.instances([0, 1]).images[:, 0, 0].tolist() == [[0, 0, 0], [0xE6, 0x19, 0x4B]]
    drawn = Scene(objects=one, background=Hsv(TURN, value=Drawn(0.2, 0.4)))
    assert set(drawn.factors) == {"background.hue", "background.value"}
    many = drawn.instances(np.arange(20))
    np.testing.assert_allclose(many.images[:, 0, 0].max(axis=1), many.factors["background.value"], atol=1 / 255)
    assert (many.images[:, 32, 32] == 1).all()


def test_numbers_of_numpy_are_numbers() -> None:
    numbers: Any = {"size": np.float32(0.25), "x": [np.float64(0.1), np.int64(0)], "y": np.int64(0)}
    said = SceneObject(**numbers)
    assert repr(said) == repr(SceneObject(size=0.25, x=[0.1, 0], y=0.0))


# ----------------------------------------------------------------------------------------------------------------------
# Placement
# ----------------------------------------------------------------------------------------------------------------------


def crowd(**said: Any) -> Scene:
    objects = {name: SceneObject(["circle", "square", "ring"], size=Drawn(0.15, 0.2), angle=TURN) for name in "abcde"}
    return Scene(**{"objects": objects} | said)


def test_objects_that_are_placed_never_overlap() -> None:
    known = crowd().annotations(np.arange(200) * 7919)
    assert known.masks.sum(axis=1).max() == 1
    assert (known.visibility == 1).all()


def test_every_cell_and_all_of_it_is_used() -> None:
    centres = crowd(cells=(3, 3)).annotations(np.arange(2000)).centres
    cells = np.floor((centres + 1) * 1.5).astype(int) @ [1, 3]
    for taken in (cells, cells[:, :1], cells[:, -1:]):
        np.testing.assert_allclose(np.bincount(taken.reshape(-1)) / taken.size, 1 / 9, rtol=0.2)


def test_objects_keep_clear_of_those_that_have_a_place() -> None:
    fixed = SceneObject("square", size=0.4, x=0.5, y=Drawn(-0.5, 0.5))
    placed = {name: SceneObject("circle", size=0.2) for name in "abc"}
    known = Scene(objects={"fixed": fixed, **placed}).annotations(np.arange(100))
    assert known.masks.sum(axis=1).max() == 1


def test_one_more_object_leaves_the_draws_of_the_others() -> None:
    objects = {name: SceneObject(size=Drawn(0.15, 0.2), color=Hsv(TURN)) for name in "abc"}
    indices = np.arange(50)
    fewer = Scene(objects={name: objects[name] for name in "ab"}, cells=(3, 3))
    more = Scene(objects=objects, cells=(3, 3), distractors=Distractors(SceneObject(size=0.1), 2))
    before, after = fewer.instances(indices).factors, more.instances(indices).factors
    for name, values in before.items():
        np.testing.assert_array_equal(after[name], values)
    np.testing.assert_array_equal(more.annotations(indices).centres[:, :2], fewer.annotations(indices).centres)


def test_a_single_object_goes_anywhere_in_the_frame() -> None:
    space = Scene(objects={"a": SceneObject("circle", size=0.25)})
    x = space.annotations(np.arange(500)).centres[:, 0, 0]
    limit = 1 - (16 + 2) / 64
    assert np.abs(x).max() == pytest.approx(limit, abs=0.01)
    np.testing.assert_array_equal(x.round(12), space.instances(np.arange(500)).factors["a.x"].round(12))


def test_the_number_of_distractors_is_a_factor() -> None:
    space = Scene(objects={}, distractors=Distractors(SceneObject(size=0.2), [0, 2, 3]), label="distractors")
    assert space.class_names == ("0", "2", "3")
    known = space.annotations([0, 1, 2])
    assert known.counts.tolist() == [0, 2, 3]
    assert known.present.sum(axis=1).tolist() == [0, 2, 3]
    assert not known.masks[0].any()
    assert not space.at(0).image.any()


# ----------------------------------------------------------------------------------------------------------------------
# Laws, transforms, splits
# ----------------------------------------------------------------------------------------------------------------------


def test_transforms_are_put_to_each_object() -> None:
    space = crowd(transforms=[Rotate(), Flip(), Scale((0.8, 1.0)), Hue()], dtype="uint8")
    assert {"a.rotate", "e.flip", "c.scale", "hue"} <= set(space.factors)
    known = space.annotations(np.arange(50))
    assert known.masks.sum(axis=1).max() == 1
    np.testing.assert_array_equal(known.masks.any(axis=1), space.instances(np.arange(50)).masks)
    check_space(space)


def test_backgrounds_are_put_behind_objects() -> None:
    space = Scene(
        objects={"a": SceneObject("square", size=0.5, x=0, y=0, color=["#ffffff", "#808080"])},
        transforms=[SolidBackground(0.25)],
        channels=1,
    )
    image = space.at(0).image[..., 0]
    assert image[32, 32] == 1
    assert image[0, 0] == 0.25
    assert image.min() == 0.25


def test_combinations_can_be_held_out() -> None:
    split = CompositionSplit([{"a.shape": "circle", "a.color": "red"}])
    space = Scene(
        objects={"a": SceneObject(["circle", "square"], color=["red", "blue"])}, label="a.shape", partition=split
    )
    check_space(space)
    held_out = space.split("test").indices(np.arange(20))
    assert set(space.labels(held_out).tolist()) == {0}


def test_count_scene_keeps_the_laws() -> None:
    like = SceneObject(["circle", "star"], size=0.2, color=["red", "blue"])
    check_space(Scene(objects={}, distractors=Distractors(like, [1, 2]), label=Count("color", "red")))


def test_scenes_side_by_side_keep_their_labels() -> None:
    parts = {"first": crowd(label="a.shape"), "second": crowd(label=Count("shape", "ring"))}
    space = Concat(spaces=parts, label_from="second", dtype="uint8")
    many = space.instances(np.arange(10) * 7**8)
    rings = sum(many.factors[f"second.{name}.shape"] == 2 for name in "abcde")
    np.testing.assert_array_equal(many.labels, rings)
    for place, (name, part) in enumerate(parts.items()):
        values = {own: many.factors[f"{name}.{own}"] for own in part.factors}
        np.testing.assert_array_equal(many.images[:, :, 64 * place : 64 * (place + 1)], part.render(values))


def test_the_order_of_objects_matters() -> None:
    objects = {"a": SceneObject(color=["red", "blue"]), "b": SceneObject("square")}
    assert Scene(objects=objects) == Scene(objects=dict(objects))
    assert Scene(objects=objects) != Scene(objects=dict(reversed(objects.items())))


def test_glyphs_differ() -> None:
    characters = "0123456789ABCXYZabcxyz"
    space = Scene(objects={"a": SceneObject([Glyph(each) for each in characters], size=0.5, x=0, y=0)})
    assert space.size == len(characters)
    assert space.state_of(space.at(5).image) == 5


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

A = SceneObject(size=0.25, color=["red", "blue"])
AT: dict[str, Any] = {"x": 0, "y": 0}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"objects": {}}, "a scene must have at least one object, got objects={}"),
        ({"objects": {"a.b": A}}, "the name of an object must be a string without dots, got 'a.b'"),
        (
            {"objects": {"distractor0": A}, "distractors": Distractors()},
            "the name of an object must be a string without dots and none of distractor0, got 'distractor0'",
        ),
        (
            {"objects": {name: SceneObject(size=0.4) for name in "abcde"}},
            (
                "5 objects of up to 26 × 26 pixels must have a cell each, but a frame of 64 × 64 pixels has room "
                "for 4: a grid of 2 × 2 cells"
            ),
        ),
        (
            {"objects": {"a": A, "b": A}, "cells": (1, 1)},
            "2 objects must have a cell each, but 1 are free of 1 rows and 1 columns",
        ),
        (
            {"objects": {"a": A, "b": A}, "cells": (2, 4)},
            (
                "object 'a' must fit 14.0 × 30.0 pixels, a cell of 2 rows and 4 columns less a margin, got up to "
                "17 × 17 pixels"
            ),
        ),
        (
            {"objects": {"a": A}, "cells": (2, 2)},
            (
                "cells are for two objects or more that the scene places without overlap, got cells=(2, 2) with "
                "none to put there"
            ),
        ),
        ({"objects": {"a": A}, "cells": 3}, "cells must be (rows, columns) or None, got 3"),
        (
            {"objects": {"a": SceneObject("square", size=1.0)}},
            "object 'a' must fit 62 × 62 pixels, the frame less a margin, got up to 64 × 64 pixels",
        ),
        (
            {"objects": {"a": SceneObject("square", size=0.5, x=0.8, y=0)}},
            (
                "x of object 'a' must be from -0.468 to 0.468, so that its up to 32 × 32 pixels stay in the frame, got "
                "0.8 to 0.8"
            ),
        ),
        (
            {"objects": {"a": SceneObject("square", **AT), "b": SceneObject("square", **AT)}},
            (
                "objects 'a' and 'b' must not overlap, but what they can cover does: x 22.5 to 40.5 and y 22.5 to 40.5 "
                "pixels, and x 22.5 to 40.5 and y 22.5 to 40.5 pixels. Move them apart, or allow overlap=True"
            ),
        ),
        (
            {"objects": {"a": SceneObject(Line(0.05), size=0.4)}},
            "object 'a' must be at least 31.5 pixels large, so that a line 0.05 can be told, got 25.6",
        ),
        (
            {"objects": {"a": SceneObject(color=["red", "black"])}},
            "object 'a' must differ from the background, got 'black' on 'black'",
        ),
        (
            {"objects": {"a": SceneObject(**AT), "b": SceneObject(x=0, y=0.7)}},
            "something in a scene must vary, got one value for each attribute of a, b",
        ),
        ({"objects": {"a": A}, "channels": 2}, "channels must be 1 for gray or 3 for red, green and blue, got 2"),
        ({"objects": {"a": A}, "overlap": "no"}, "overlap must be True or False, got 'no'"),
        (
            {"objects": {"a": A}, "transforms": [Shift()]},
            "a scene moves its objects itself: say so with x and y, got Shift(reach=1.0, quantum=None)",
        ),
        (
            {"objects": {"a": A}, "transforms": [SolidBackground(0.5)], "background": "gray"},
            "SolidBackground(level=0.5) needs the background 'black', got 'gray'",
        ),
        ({"objects": {"a": A}, "label": "a.size"}, "label must be one of the finite factors ['a.color'], got 'a.size'"),
    ],
)
def test_what_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Scene(**arguments)


def test_states_that_look_alike_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^states must have different images, but 0 and 1 of Scene\("):
        thing("circle", angle=[0, 360], color="white")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"objects": {"a": "circle"}}, "objects must be of SceneObject, got 'circle' for 'a'"),
        ({"objects": {"a": A}, "distractors": 3}, "distractors must be Distractors or None, got 3"),
    ],
)
def test_what_is_no_object(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match="^" + re.escape(message) + "$"):
        Scene(**arguments)
