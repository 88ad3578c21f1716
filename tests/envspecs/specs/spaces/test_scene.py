"""Specs of scenes, of their objects, colours, shapes and relations."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

import envspecs
from envspecs.registry import kinds
from envspecs.specs.scenes.colors import HsvSpec, _Color
from envspecs.specs.scenes.objects import SceneObjectSpec, _ShapeName, _Texture
from imagespaces.factors import CompositionSplit
from imagespaces.generated.scene import (
    Above,
    Circle,
    Count,
    Cross,
    Distractors,
    Drawn,
    Ellipse,
    Glyph,
    Hsv,
    LeftOf,
    Line,
    OddOneOut,
    RegularPolygon,
    Ring,
    Same,
    Scene,
    SceneObject,
    Star,
)
from imagespaces.generated.scenes import COLORS, SHAPES, TEXTURES
from imagespaces.transforms import Flip
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

KIND = {"kind": "scene"}
BALL = {"color": ["red", "blue"]}
TWO = KIND | {"objects": {"a": BALL, "b": {}}}
COLOR = "'white', 'black', 'gray', 'red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'magenta', 'pink' or 'brown', or text matching ^#[0-9a-f]{6}$, or a list of 3, each a number from 0 to 1 (share)"
SIDE = "a number from 0 to 1 (of the frame's shorter side)"


def test_defaults_are_those_of_the_space() -> None:
    objects = {"ball": SceneObject(color=["red", "blue"])}
    assert built(KIND | {"objects": {"ball": BALL}}) == Scene(objects=objects)
    counted = {"distractors": {"count": [1, 2]}}
    assert built(KIND | counted) == Scene(objects={}, distractors=Distractors(count=[1, 2]))


def test_the_space_has_the_parameters_of_the_spec() -> None:
    held_out = {"ball.color": "red", "ball.shape": "7"}
    space = built(
        KIND
        | {
            "objects": {
                "ball": {
                    "shape": ["circle", "7", {"kind": "star", "points": 7}],
                    "size": {"low": 0.2, "high": 0.3, "scale": "log"},
                    "x": -0.5,
                    "y": [-0.5, 0],
                    "angle": [0, 45],
                    "color": ["red", "#0080ff", [0, 0.5, 1.0]][:2],
                    "texture": ["plain", "dots"],
                    "depth": {"low": 0, "high": 1},
                },
                "box": {
                    "shape": "square",
                    "size": 0.2,
                    "color": {"hue": {"low": 0, "high": 90}, "saturation": [0.5, 1]},
                },
            },
            "distractors": {"like": {"shape": "cross", "size": 0.15}, "count": [0, 2]},
            "background": [0, 0, 0.2],
            "cells": [3, 3],
            "label": {"kind": "same", "attribute": "texture"},
            "height": 96,
            "width": 90,
            "channels": 3,
            "transforms": [{"kind": "flip"}],
            "partition": {"kind": "composition", "held_out": [held_out]},
        }
    )
    assert space == Scene(
        objects={
            "ball": SceneObject(
                shape=["circle", "7", Star(7)],
                size=Drawn(0.2, 0.3, "log"),
                x=-0.5,
                y=[-0.5, 0],
                angle=[0, 45],
                color=["red", "#0080ff"],
                texture=["plain", "dots"],
                depth=Drawn(0, 1),
            ),
            "box": SceneObject("square", 0.2, color=Hsv(Drawn(0, 90), [0.5, 1])),
        },
        distractors=Distractors(SceneObject("cross", 0.15), [0, 2]),
        background=(0, 0, 0.2),
        cells=(3, 3),
        label=Same("texture"),
        height=96,
        width=90,
        transforms=[Flip()],
        partition=CompositionSplit((held_out,)),
    )


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({"kind": "circle"}, Circle()),
        ({"kind": "ellipse", "aspect": 0.7}, Ellipse(0.7)),
        ({"kind": "regular_polygon", "sides": 12}, RegularPolygon(12)),
        ({"kind": "star"}, Star()),
        ({"kind": "star", "points": 7, "inner": 0.3}, Star(7, 0.3)),
        ({"kind": "ring", "hole": 0.4}, Ring(0.4)),
        ({"kind": "line", "thickness": 0.3}, Line(0.3)),
        ({"kind": "cross"}, Cross()),
        ({"kind": "glyph", "character": "Q"}, Glyph("Q")),
    ],
)
def test_shapes(fields: dict[str, Any], shape: object) -> None:
    space = built(KIND | {"objects": {"ball": BALL | {"shape": fields, "size": 0.5}}})
    assert isinstance(space, Scene)
    assert space.objects["ball"].shape == shape


@pytest.mark.parametrize(
    ("fields", "relation"),
    [
        ({"kind": "same", "attribute": "shape", "objects": ["a", "b"]}, Same("shape", ["a", "b"])),
        ({"kind": "odd_one_out", "attribute": "color"}, OddOneOut("color")),
        ({"kind": "count"}, Count()),
        ({"kind": "count", "attribute": "color", "value": "red"}, Count("color", "red")),
        ({"kind": "left_of", "first": "a", "second": "c"}, LeftOf("a", "c")),
        ({"kind": "above", "first": "c", "second": "b"}, Above("c", "b")),
    ],
)
def test_relations(fields: dict[str, Any], relation: object) -> None:
    space = built(KIND | {"objects": dict.fromkeys("abc", BALL), "label": fields})
    assert space.label == relation


def test_what_has_a_name_is_what_the_space_knows() -> None:
    assert set(get_args(get_args(_Color)[0])) == set(COLORS)
    assert set(get_args(get_args(_ShapeName)[0])) == set(SHAPES)
    assert get_args(_Texture) == tuple(TEXTURES)
    attributes = {*SceneObjectSpec.model_fields, *HsvSpec.model_fields}
    assert set(get_args(kinds("imagespaces.relations")["same"].model_fields["attribute"].annotation)) == attributes


def test_numbers_stay_as_they_were_written() -> None:
    space = built(KIND | {"objects": {"bar": {"shape": "line", "size": 0.5, "angle": [0, 90]}}, "label": "bar.angle"})
    assert space.class_names == ("0", "90")


@pytest.mark.parametrize(
    ("ball", "message"),
    [
        ({"color": "gren"}, f"color: not allowed: found 'gren', allowed is {COLOR}, or a list of 1 or more, each {COLOR}, or a map of hue, saturation, value (did you mean 'green'?)"),
        ({"size": [0.2, 3]}, f"size: not allowed: found [0.2, 3], allowed is {SIDE}, or a list of 1 or more, each {SIDE}, or a map of low, high, scale"),
        ({"size": {"low": 0.2, "hihg": 3}}, "size.high: missing, allowed is a number from -9007199254740992 to 9007199254740992 (as the factor's values)\nspace.objects.ball.size.hihg: unknown key, allowed are high, low, scale (did you mean 'high'?)"),
        ({"size": {"low": 0.3, "high": 0.2}}, "size: not ascending: found low 0.3 and high 0.2, allowed is low < high"),
        ({"size": {"low": 0, "high": 1, "scale": "log"}}, "size: not above 0: found low 0 with the scale 'log', allowed is low > 0"),
        ({"color": {"hue": {"low": 0, "high": 900}}}, "color.hue: out of range: found low 0 and high 900, allowed is from -360 to 360 (degrees)"),
        ({"shape": {"kind": "star", "points": 2}}, "shape.points: out of range: found 2, allowed is an integer from 3 to 64 (points)"),
        ({"shape": {"kind": "stern"}}, "shape.kind: unknown kind: found 'stern', allowed is 'circle', 'cross', 'ellipse', 'glyph', 'line', 'regular_polygon', 'ring' or 'star' (did you mean 'star'?)"),
        ({"x": 0}, "half a place: found x without y, allowed are both, or none: the scene then places it"),
        ({"y": 0}, "half a place: found y without x, allowed are both, or none: the scene then places it"),
        ({"size": 0.01}, "object 'ball' must be at least 3.1 pixels large, so that a circle can be told, got 0.6"),
        ({"x": 0, "y": 0.9}, "y: y of object 'ball' must be from -0.716 to 0.716, so that its up to 17 × 17 pixels stay in the frame, got 0.9 to 0.9"),
        ({"color": "black"}, "object 'ball' must differ from the background, got 'black' on 'black'"),
    ],
)  # fmt: skip
def test_mistakes_in_an_object_are_told_where_they_are(ball: dict[str, Any], message: str) -> None:
    dot = "." if re.match(r"(color|size|shape|y)[.:]", message) else ": "
    assert errors_of(KIND | {"objects": {"ball": BALL | ball, "box": {}}}) == f"space.objects.ball{dot}{message}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"objects": {"a": BALL | {"size": 0.6}, "b": {}}}, "objects: 2 objects of up to 39 × 39 pixels must have a cell each, but a frame of 64 × 64 pixels has room for 1: a grid of 1 × 1 cells"),
        ({"objects": {}, "distractors": {"count": 99}}, "distractors.count: not allowed: found 99, allowed is an integer from 0 to 64 (objects), or a list of 1 or more, each an integer from 0 to 64 (objects)"),
        ({"distractors": {"like": {"size": 0.02}}}, "distractors: object 'distractor0' must be at least 3.1 pixels large, so that a circle can be told, got 1.3"),
        ({"distractors": {"like": {"x": 0, "y": 0}}}, "distractors: a place: found x: 0, y: 0, allowed is none, as the scene places distractors"),
        ({"cells": [1, 1]}, "cells: 2 objects must have a cell each, but 1 are free of 1 rows and 1 columns"),
        ({"label": "a.shape"}, "label: label must be one of the finite factors ['a.color'], got 'a.shape'"),
        ({"label": {"kind": "same", "attribute": "hue"}}, "label: a relation must be about an attribute of 'a' that is not drawn: one of shape, size, angle, texture, depth, color, got 'hue'"),
        ({"label": {"kind": "left_of", "first": "a"}}, "label.second: missing, allowed is text matching ^[A-Za-z0-9][A-Za-z0-9_-]*$ of up to 40 characters"),
        ({"label": {"kind": "odd_one_out", "attribute": "color"}}, "label: a relation must be about 3 or more different ones of ['a', 'b'], got ['a', 'b']"),
        ({"partition": {"kind": "extrapolation", "held_out": {"a.size": 1}}}, "partition: there is no factor 'a.size'; the factors are 'a.color', 'a.cell', 'a.cell_x', 'a.cell_y', 'b.cell', 'b.cell_x', 'b.cell_y'"),
        ({"transforms": [{"kind": "shift"}]}, "transforms: a scene moves its objects itself: say so with x and y, got Shift(reach=1.0, quantum=None)"),
    ],
)  # fmt: skip
def test_mistakes_in_the_scene_are_told_where_they_are(fields: dict[str, Any], message: str) -> None:
    assert errors_of(TWO | fields) == f"space.{message}"


def test_a_mistake_has_its_line(tmp_path: Path) -> None:
    lines = ["envspec: 1", "space:", "  kind: scene", "  objects:", "    ball:", "      size: {low: 0.2, high: x}"]
    (tmp_path / "task.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(envspecs.SpecError) as caught:
        envspecs.load(tmp_path / "task.yaml")
    found = [problem for problem in caught.value.problems if problem.path == "space.objects.ball.size.high"]
    assert [(problem.place.line, problem.place.column) for problem in found if problem.place] == [(6, 30)]


def test_scenes_of_which_too_much_would_be_drawn_are_not_tried() -> None:
    still = {"x": 0, "y": 0, "angle": [0, 30, 60, 90], "texture": ["stripes", "dots"], "color": [1, 0, 0]}
    assert model_of(KIND | {"objects": {"a": still | {"shape": "star"}}, "label": "a.angle"}).quick
    large = KIND | {"height": 2048, "width": 2048, "label": "a.angle"}
    assert not model_of(large | {"objects": {"a": still | {"shape": "star"}}}).quick
    assert model_of(large | {"objects": {"a": still | {"depth": {"low": 0, "high": 1}}}}).quick  # no end of images
