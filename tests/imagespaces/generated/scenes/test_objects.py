from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from imagespaces.generated.scenes import COLORS, Distractors, Drawn, Glyph, Hsv, SceneObject
from imagespaces.generated.scenes.attributes import ends_of
from imagespaces.generated.scenes.colours import check_color

ALLOWED = (
    f"color must be one of {', '.join(COLORS)}, '#rrggbb', red, green and blue from 0 to 1, several of such, or Hsv"
)


def test_objects_are_plain_data() -> None:
    said = SceneObject(
        [Glyph("A"), "circle"],
        size=Drawn(0.1, 0.2, "log"),
        x=[0, 0.5],
        y=0,
        color=Hsv([0, 90]),
        texture=["plain", "dots"],
    )
    assert eval(repr(said)) == said  # noqa: S307 - the repr is an expression
    assert hash(said) == hash(eval(repr(said)))  # noqa: S307 - the same
    assert said.x == (0, 0.5)
    assert eval(repr(Distractors(said_placed := SceneObject(), [1, 2]))) == Distractors(said_placed, (1, 2))  # noqa: S307


def test_colours_are_kept_by_name() -> None:
    assert check_color("color", (1, 0.5, 0)) == "#ff8000"
    assert check_color("color", [(1, 0.5, 0), "red", "#010203"]) == ("#ff8000", "red", "#010203")


def test_ends() -> None:
    assert [ends_of(number) for number in (3.0, (3, 1, 2), Drawn(2, 5))] == [(3, 3), (1, 3), (2, 5)]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Drawn(0, float("inf")), "the ends of what is drawn must be finite numbers, got 0 and inf"),
        (lambda: Drawn(1, 1), "factor 'drawn' must have finite ends, low < high, got 1 and 1"),
        (
            lambda: Drawn(1, 3, "integer"),
            "the scale of what is drawn must be linear, log or circular, got 'integer'",
        ),
        (
            lambda: SceneObject(size=1.5),
            "size must be a number from 0 to 1, several of such, or Drawn(low, high), got 1.5",
        ),
        (
            lambda: SceneObject(size=[0.5, "big"]),  # type: ignore[list-item]
            "size must be a number from 0 to 1, several of such, or Drawn(low, high), got [0.5, 'big']",
        ),
        (lambda: SceneObject(angle=[0, 0]), "the values of factor 'angle' must be different, got 0 twice"),
        (
            lambda: SceneObject(angle=Drawn(0, 720)),
            (
                "angle must be a number from -360 to 360, several of such, or Drawn(low, high), got "
                "Drawn(low=0, high=720, scale='linear')"
            ),
        ),
        (lambda: SceneObject(x=0), "x and y must both be given or both be left out, got x=0 and y=None"),
        (
            lambda: SceneObject(texture="wool"),
            "texture must be one or several of plain, stripes, checks, dots, got 'wool'",
        ),
        (lambda: SceneObject(color="reddish"), f"{ALLOWED}, got 'reddish'"),
        (lambda: SceneObject(color=(0, 0, 2)), f"{ALLOWED}, got (0, 0, 2)"),
        (lambda: SceneObject(color=[]), f"{ALLOWED}, got []"),
        (
            lambda: Hsv(saturation=2),
            "saturation must be a number from 0 to 1, several of such, or Drawn(low, high), got 2",
        ),
        (lambda: Distractors(count=-1), "count must be an integer of at least 0, got -1"),
        (lambda: Distractors(count=[1, 1]), "count must be one number or several different ones, got [1, 1]"),
        (lambda: Distractors(count=[]), "count must be one number or several different ones, got []"),
        (lambda: Distractors(SceneObject(x=0, y=0)), "distractors are placed by the scene, got x=0.0 and y=0.0"),
    ],
)
def test_what_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        make()


def test_distractors_are_like_an_object() -> None:
    with pytest.raises(TypeError, match=r"^like must be a SceneObject, got 'circle'$"):
        Distractors("circle")  # type: ignore[arg-type]
