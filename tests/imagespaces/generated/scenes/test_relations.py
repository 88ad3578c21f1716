"""Labels of scenes against an independent computation from factor values, or from where objects are drawn."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
import pytest

from imagespaces import Scene, SceneObject
from imagespaces.factors import Finite
from imagespaces.generated.scenes import Above, Count, Distractors, Drawn, Hsv, LeftOf, OddOneOut, Relation, Same

INDICES = np.arange(300) * 31


def names_of(space: Scene, factor: str, indices: Any = INDICES) -> list[Any]:
    """Give the values of a finite factor, by name where they have names."""
    found, values = space.factors[factor], space.instances(indices).factors[factor].tolist()
    assert isinstance(found, Finite)
    return [found.values[value] for value in values] if found.categorical else values


def classes_of(space: Scene, indices: Any = INDICES) -> list[str]:
    names = space.class_names
    assert names is not None
    labels = space.labels(indices)
    np.testing.assert_array_equal(labels, space.instances(indices).labels)
    return [names[label] for label in labels.tolist()]


def pair(relation: Relation | None, **said: Any) -> Scene:
    first = SceneObject(["circle", "square", "star"], color=["red", "blue"], size=0.2)
    second = SceneObject(["star", "circle"], color="blue", size=0.2)
    return Scene(objects={"a": first, "b": second}, label=relation, **said)


def test_same() -> None:
    space = pair(Same("shape"))
    expected = zip(names_of(space, "a.shape"), names_of(space, "b.shape"), strict=True)
    assert classes_of(space) == ["same shape" if one == other else "different shape" for one, other in expected]


def test_same_as_a_fixed_one() -> None:
    space = pair(Same("color", ["b", "a"]))
    assert classes_of(space) == [
        "same color" if color == "blue" else "different color" for color in names_of(space, "a.color")
    ]


def test_same_hue() -> None:
    color = Hsv([0, 90, 180])
    space = Scene(objects={name: SceneObject(color=color, size=0.2) for name in "abc"}, label=Same("hue"))
    hues = zip(*(names_of(space, f"{name}.hue") for name in "abc"), strict=True)
    assert classes_of(space) == ["same hue" if len(set(each)) == 1 else "different hue" for each in hues]


def test_count_of_all() -> None:
    space = pair(Count(), distractors=Distractors(SceneObject(size=0.1), [1, 3]))
    assert space.class_names == ("3 objects", "4 objects", "5 objects")
    counts = space.annotations(INDICES).counts.tolist()
    assert classes_of(space) == [f"{count} objects" for count in counts]


def test_count_of_a_value() -> None:
    like = SceneObject(["square", "star"], size=0.12, color=["red", "green"])
    space = pair(Count("color", "red"), distractors=Distractors(like, [0, 2]))
    assert space.class_names == ("0 red", "1 red", "2 red", "3 red")
    there = names_of(space, "distractors")
    colors = [names_of(space, f"{name}.color") for name in ("a", "distractor0", "distractor1")]
    expected = [
        (a == "red") + (number > 0 and one == "red") + (number > 1 and other == "red")
        for number, a, one, other in zip(there, *colors, strict=True)
    ]
    assert classes_of(space) == [f"{number} red" for number in expected]


def test_count_of_what_there_is_anyway_begins_there() -> None:
    assert pair(Count("color", "blue")).class_names == ("1 blue", "2 blue")
    assert pair(Count("color", "blue", ["a"])).class_names == ("0 blue", "1 blue")


@pytest.mark.parametrize(("relation", "axis"), [(LeftOf("a", "b"), 0), (Above("b", "a"), 1)])
def test_orders_of_objects_that_are_placed(relation: LeftOf | Above, axis: int) -> None:
    space = pair(relation, distractors=Distractors(SceneObject(size=0.2), 2))
    known = space.annotations(INDICES)
    boxes = dict(zip(known.names, np.moveaxis(known.boxes, 1, 0), strict=True))
    ahead = boxes[relation.first][:, axis + 2] < boxes[relation.second][:, axis]
    behind = boxes[relation.second][:, axis + 2] < boxes[relation.first][:, axis]
    assert (ahead ^ behind).all()  # no part of one is beside the other
    np.testing.assert_array_equal(space.labels(INDICES), np.where(ahead, 0, 1))
    assert known.masks.sum(axis=1).max() == 1
    assert names_of(space, "order") == classes_of(space)


def test_order_of_positions_that_states_tell() -> None:
    objects = {
        "a": SceneObject(size=0.15, x=[-0.5, 0.5], y=-0.4),
        "b": SceneObject(size=0.15, x=[-0.25, 0.25], y=0.4, color="red"),
    }
    space = Scene(objects=objects, label=LeftOf("a", "b"))
    a, b = (names_of(space, f"{name}.x", np.arange(4)) for name in "ab")
    expected = ["a left of b" if one < other else "b left of a" for one, other in zip(a, b, strict=True)]
    assert classes_of(space, np.arange(4)) == expected


def odd(**said: Any) -> Scene:
    each = {
        name: SceneObject(["circle", "square", "star"], size=0.2, x=x, y=0, color=["red", "blue"])
        for name, x in (("left", -0.6), ("middle", 0.0), ("right", 0.6))
    }
    return Scene(objects=each, label=OddOneOut("shape"), **said)


def test_odd_one_out() -> None:
    space = odd()
    assert space.num_states == 3 * 3 * 2 * 2**3
    indices = np.arange(space.num_states)
    shapes = zip(*(names_of(space, f"{name}.shape", indices) for name in ("left", "middle", "right")), strict=True)
    for label, values in zip(classes_of(space, indices), shapes, strict=True):
        counts = Counter(values)
        assert sorted(counts.values()) == [1, 2]
        assert counts[values[("left", "middle", "right").index(label)]] == 1
    assert set(np.bincount(space.labels(indices)).tolist()) == {space.num_states // 3}
    assert len({tuple(space.at(index).factors.values()) for index in indices}) == space.num_states


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        (Same("size", ["a", "c"]), "a relation must be about 2 or more different ones of ['a', 'b'], got ['a', 'c']"),
        (Same("shape", ["a"]), "a relation must be about 2 or more different ones of ['a', 'b'], got ['a']"),
        (
            Same("hue"),
            (
                "a relation must be about an attribute of 'a' that is not drawn: one of shape, size, angle, texture, "
                "depth, color, got 'hue'"
            ),
        ),
        (Count("color", "pink"), "value must be one that color can have, 'red', 'blue', got 'pink'"),
        (OddOneOut("shape"), "a relation must be about 3 or more different ones of ['a', 'b'], got ['a', 'b']"),
        (LeftOf("a", "a"), "a relation must be about 2 or more different ones of ['a', 'b'], got ['a', 'a']"),
        (
            Above("a", "distractor0"),
            "a relation must be about 2 or more different ones of ['a', 'b'], got ['a', 'distractor0']",
        ),
    ],
)
def test_relations_that_do_not_fit(relation: Relation, message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        pair(relation)


def test_odd_one_out_of_unlike_choices() -> None:
    objects = {
        "a": SceneObject(size=0.2, color=["red", "blue"]),
        "b": SceneObject(size=0.2, color=["red", "blue"]),
        "c": SceneObject(size=0.2, color="red"),
    }
    message = (
        "color must have the same values, two or more, in all of ['a', 'b', 'c'], got {'a': ('red', 'blue'), 'b': "
        "('red', 'blue'), 'c': ('red',)}"
    )
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Scene(objects=objects, label=OddOneOut("color"))


def test_orders_that_can_be_neither() -> None:
    at = [SceneObject(size=0.1, x=[0, 0.5], y=y) for y in (-0.5, 0.5)]
    with pytest.raises(ValueError, match="^" + re.escape("x of 'a' and 'b' must differ, but both can be 0") + "$"):
        Scene(objects={"a": at[0], "b": at[1]}, label=LeftOf("a", "b"))


def test_orders_of_what_is_drawn() -> None:
    at = [SceneObject(size=0.1, x=Drawn(-0.5, 0.5), y=y) for y in (-0.5, 0.5)]
    message = (
        "a relation must be about an attribute of 'a' that is not drawn: one of shape, size, angle, texture, depth, "
        "color, y, got 'x'"
    )
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Scene(objects={"a": at[0], "b": at[1]}, label=LeftOf("a", "b"))


def test_orders_need_two_columns() -> None:
    message = "'a' and 'b' must be in different columns of cells, but there is one of the free cells in 3 rows and 1 "
    with pytest.raises(ValueError, match="^" + re.escape(message) + "columns$"):
        pair(LeftOf("a", "b"), cells=(3, 1))


def test_half_a_count() -> None:
    message = "attribute and value must both be given or both be left out, got 'color' and None"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Count("color")
