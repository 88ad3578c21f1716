from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces import Polygons
from imagespaces.combined import Concat, Mixture
from imagespaces.generated.scene import Drawn, Scene, SceneObject
from imagespaces.testing.laws.identity import (
    copying_continues,
    equal_by_kind_and_parameters,
    parameters_are_kept,
    pickled_as_its_recipe,
    pickling_continues,
    repr_evaluates_back,
    unhashable,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught


class Rewriting(Shapes):
    """Keeps another extent than it was given."""

    def __init__(self, *, extent: int = 4, **parameters: Any) -> None:
        super().__init__(extent=4, **parameters)
        self.extent = extent + 1


class Seedful(Shapes):
    """Counts the seed among its parameters."""

    def parameters(self) -> dict[str, object]:
        return super().parameters() | {"seed": 0}


class Incomplete(Shapes):
    """Has a parameter that is kept nowhere."""

    def parameters(self) -> dict[str, object]:
        return super().parameters() | {"radius": 2}


class Hoarding(Shapes):
    """Is pickled with all that it has rendered."""

    images_kept: NDArray[Any] | None = None

    def _images(self, values: Any) -> NDArray[np.float32]:
        self.images_kept = super()._images(values)
        return self.images_kept

    def __reduce__(self) -> tuple[Any, ...]:
        return (*super().__reduce__(), {"images_kept": self.images_kept})


class Careless(Shapes):
    """Is equal to a space of another extent."""

    def __eq__(self, other: object) -> bool:
        return type(other) is Careless and other.parameters() | {"extent": 0} == self.parameters() | {"extent": 0}

    __hash__ = None  # type: ignore[assignment]


class OnlyItself(Shapes):
    """Is equal to itself alone."""

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = None  # type: ignore[assignment]


class Sociable(Shapes):
    """Is equal to all spaces of its shape."""

    def __eq__(self, other: object) -> bool:
        return getattr(other, "shape", None) == self.shape

    __hash__ = None  # type: ignore[assignment]


class Streamless(Shapes):
    """Overlooks the stream."""

    def __eq__(self, other: object) -> bool:
        return type(other) is Streamless and other.parameters() | {"stream": 0} == self.parameters() | {"stream": 0}

    __hash__ = None  # type: ignore[assignment]


class Equal(Shapes):
    """Is unequal to what it is equal to."""

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Hashed(Shapes):
    """Has a hash."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


class Pretty(Shapes):
    """Shows itself as no expression."""

    def __repr__(self) -> str:
        return "<a pretty space>"


class Sparing(Shapes):
    """Shows its size alone."""

    def __repr__(self) -> str:
        return f"Sparing(height={self.height}, width={self.width}, extent=2)"


class Restarting(Shapes):
    """Is pickled without its random stream, and starts it anew."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _begin_anew, (type(self),)


class Growing(Shapes):
    """Is pickled as a larger space."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _larger, (self._np_random,)


class Sharing(Shapes):
    """Copies to itself."""

    def __deepcopy__(self, memo: object) -> Sharing:
        return self


class Locked(Shapes):
    """Cannot be pickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("cannot pickle a lock, got one")


def _begin_anew(kind: type[Restarting]) -> Restarting:
    return kind(seed=np.random.default_rng(0))


def _larger(random: np.random.Generator) -> Growing:
    return Growing(height=7, seed=random)


def test_an_expression_may_use_the_words_of_spaces_within() -> None:
    ball = SceneObject(color=["red", "blue"], size=Drawn(0.3, 0.4))
    scene = Scene(objects={"ball": ball}, label="ball.color")
    pair = Concat(spaces={"left": scene, "right": Polygons(states=3, height=64, width=64, channels=3)})
    for space in (pair, Mixture(spaces={"pair": Concat(spaces={"a": scene, "b": scene}, label_from="a")})):
        repr_evaluates_back(space)


@each(
    Fault(pickled_as_its_recipe, Hoarding(), "once it was used"),
    Fault(equal_by_kind_and_parameters, Careless(), "the space is equal to extent=5"),
    Fault(parameters_are_kept, Rewriting(), "what a space made anew has for parameters is {"),
    Fault(parameters_are_kept, Seedful(), "the seed counts as a parameter"),
    Fault(parameters_are_kept, Incomplete(), "parameter 'radius' is no attribute"),
    Fault(equal_by_kind_and_parameters, OnlyItself(), "a space made of the same parameters is not equal"),
    Fault(equal_by_kind_and_parameters, Equal(), "a space made of the same parameters is not equal"),
    Fault(equal_by_kind_and_parameters, Sociable(), "the space is equal to a Box of the same shape and range"),
    Fault(equal_by_kind_and_parameters, Streamless(), "the space is equal to stream=1"),
    Fault(unhashable, Hashed(), "must raise TypeError, gave 0"),
    Fault(repr_evaluates_back, Pretty(), "raised SyntaxError: "),
    Fault(repr_evaluates_back, Sparing(), "Sparing(height=5, width=6, extent=2) makes another space"),
    Fault(pickling_continues, Restarting(), "a sample of a pickled space differs"),
    Fault(pickling_continues, Growing(), "a pickled space is Growing(height=7, "),
    Fault(pickling_continues, Locked(), "raised TypeError: cannot pickle a lock, got one"),
    Fault(copying_continues, Restarting(), "a sample of a deep copy differs"),
    Fault(copying_continues, Sharing(), "a sample of the original of a deep copy differs"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
