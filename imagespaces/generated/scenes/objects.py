"""What is said of the objects of a scene: plain data, checked where it can be without knowing the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from imagespaces.arguments import check_integer
from imagespaces.generated.scenes.attributes import Number, check_number, is_several
from imagespaces.generated.scenes.colours import ColorChoice, check_color
from imagespaces.generated.scenes.shapes import ShapeChoice, check_shape
from imagespaces.generated.scenes.textures import TEXTURES
from imagespaces.transforms.parameters import keep

__all__ = ["Distractors", "SceneObject", "cast_of"]

_TURN = 360.0
_DEEP = 1e6


@dataclass(frozen=True)
class SceneObject:
    """One object of a scene.

    Each attribute is fixed by one value, or takes one of several, which the states of the space enumerate, or is
    :class:`Drawn` from an interval for every instance. Factors are called after object and attribute: ``ball.size``.

    Args:
        shape: A shape or its name, or several: ``"circle"``, ``"ellipse"``, ``"star"``, ``"ring"``, ``"line"``,
            ``"cross"``, ``"triangle"`` to ``"decagon"``, a digit or a letter.
        size: The longer side of the shape's bounding box at angle 0, as a share of the frame's shorter side; above 0 to
            1.
        x: Where it is, −1 at the left border of the frame, 1 at the right one. Unless given, the scene places it.
        y: Where it is, −1 at the top, 1 at the bottom; given if ``x`` is.
        angle: Degrees by which it is turned, anticlockwise as seen; −360 to 360.
        color: A name, ``"#rrggbb"``, red, green and blue in [0, 1], several of such, or :class:`Hsv`.
        texture: ``"plain"``, ``"stripes"``, ``"checks"`` or ``"dots"``, or several.
        depth: What is less deep is drawn over what is deeper; of two alike the later one is over the earlier one.

    Raises:
        ValueError: If an attribute is not one of those allowed.

    >>> SceneObject(shape=["square", "circle"]).color
    'white'
    """

    shape: ShapeChoice = "circle"
    size: Number = 0.25
    x: Number | None = None
    y: Number | None = None
    angle: Number = 0.0
    color: ColorChoice = "white"
    texture: str | Sequence[str] = "plain"
    depth: Number = 0.0

    def __post_init__(self) -> None:
        keep(self, shape=check_shape("shape", self.shape), color=check_color("color", self.color))
        keep(self, texture=_check_texture(self.texture))
        keep(self, size=check_number("size", self.size, 0, 1), depth=check_number("depth", self.depth, -_DEEP, _DEEP))
        keep(self, angle=check_number("angle", self.angle, -_TURN, _TURN))
        if (self.x is None) != (self.y is None):
            raise ValueError(f"x and y must both be given or both be left out, got x={self.x!r} and y={self.y!r}")
        if self.x is not None:
            keep(self, x=check_number("x", self.x, -1, 1), y=check_number("y", self.y, -1, 1))


@dataclass(frozen=True)
class Distractors:
    """Objects without names of their own, all described alike; each has factors of its own: ``distractor0.shape``.

    Args:
        like: What each of them is; the scene places them, so that it has no ``x`` and ``y``.
        count: How many there are, or several numbers: then the factor ``distractors`` tells.

    Raises:
        ValueError: If a number is no integer or below 0, the numbers are not different, or a place is given.
        TypeError: If it is not told by an object what they are.
    """

    like: SceneObject = field(default_factory=SceneObject)
    count: int | Sequence[int] = 1

    def __post_init__(self) -> None:
        if not isinstance(self.like, SceneObject):
            raise TypeError(f"like must be a SceneObject, got {self.like!r}")
        if self.like.x is not None:
            raise ValueError(f"distractors are placed by the scene, got x={self.like.x!r} and y={self.like.y!r}")
        counts = tuple(self.count) if is_several(self.count) else (self.count,)  # type: ignore[arg-type]
        checked = tuple(check_integer("count", count, least=0) for count in counts)
        if not checked or len(set(checked)) != len(checked):
            raise ValueError(f"count must be one number or several different ones, got {self.count!r}")
        keep(self, count=checked if is_several(self.count) else checked[0])

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers that there can be."""
        return (self.count,) if isinstance(self.count, int) else tuple(self.count)


def cast_of(objects: Mapping[str, SceneObject], distractors: Distractors | None) -> dict[str, SceneObject]:
    """Give all objects of a scene by name, distractors included, in the order in which they are drawn.

    Raises:
        ValueError: If a name is empty, holds a dot or is that of a distractor, or there is no object.
        TypeError: If something is no object.
    """
    if distractors is not None and not isinstance(distractors, Distractors):
        raise TypeError(f"distractors must be Distractors or None, got {distractors!r}")
    most = max(distractors.counts) if distractors else 0
    extras = {f"distractor{number}": distractors.like for number in range(most)} if distractors else {}
    for name, each in objects.items():
        _check_member(name, each, extras)
    if not (objects or extras):
        raise ValueError(f"a scene must have at least one object, got objects={dict(objects)!r}")
    return {**objects, **extras}


def _check_member(name: Any, each: Any, extras: Mapping[str, SceneObject]) -> None:
    if not isinstance(name, str) or not name or "." in name or name in extras:
        reserved = f" and none of {', '.join(extras)}" if extras else ""
        raise ValueError(f"the name of an object must be a string without dots{reserved}, got {name!r}")
    if not isinstance(each, SceneObject):
        raise TypeError(f"objects must be of SceneObject, got {each!r} for {name!r}")


def _check_texture(given: Any) -> str | tuple[str, ...]:
    textures = tuple(given) if is_several(given) else (given,)
    if not textures or not all(isinstance(each, str) and each in TEXTURES for each in textures):
        raise ValueError(f"texture must be one or several of {', '.join(TEXTURES)}, got {given!r}")
    return textures if is_several(given) else textures[0]
