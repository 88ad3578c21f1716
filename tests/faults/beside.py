"""Image spaces whose images are right, and of which something beside them is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces import CircleSquare, Polygons
from imagespaces.factors import Factor
from imagespaces.testing import laws
from imagespaces.transforms import Rotate
from tests.faults.fault import SpaceFault

__all__ = ["BESIDE_FAULTS"]

Values = Mapping[str, NDArray[Any]]

of_shapes = partial(SpaceFault, of="circle_square", original=CircleSquare(height=7, width=16, extent=4))
of_polygons = partial(SpaceFault, of="polygons", original=Polygons(states=3, height=32, width=32, radius=10))
of_turning = partial(of_polygons, original=Polygons(states=3, height=32, width=32, radius=10, transforms=[Rotate()]))


# -------------------------------------------------------------------------------------------------------------- results


class Kept(CircleSquare):
    """Keeps what it gave, and gives it again."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        kept: dict[bytes, NDArray[np.float32]] = vars(self).setdefault("_kept", {})
        return kept.setdefault(b"".join(each.tobytes() for each in values.values()), super()._images(values))


class Guarded(CircleSquare):
    """Gives arrays that can't be written to."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        images.flags.writeable = False
        return images


# ------------------------------------------------------------------------------------------------------------- identity


class Alike(Polygons):
    """Is equal to a space of polygons of another radius."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.parameters() | {"radius": self.radius} == self.parameters()

    __hash__ = None  # type: ignore[assignment]


class KeyedByClass(Polygons):
    """Keeps images under a key that lacks the radius, a number with a fraction."""

    def bank_key(self) -> tuple[object, ...]:
        return type(self), *(value for name, value in self.parameters().items() if name != "radius")


# ---------------------------------------------------------------------------------------------------- factors and draws


class Undeclared(CircleSquare):
    """Declares no factors, so that it samples noise."""

    @property
    def factors(self) -> Mapping[str, Factor]:
        """None of them."""
        return MappingProxyType({})

    @factors.setter
    def factors(self, given: Mapping[str, Factor]) -> None:
        """Forget them."""


class Noisy(Polygons):
    """Samples noise where there is no end of images."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        if self.size is not None:
            return super()._sample(random, count)
        bright = random.integers(2, size=(count, *self.shape))
        return (bright * self.high).astype(self.dtype)


class Narrow(Polygons):
    """Draws from the first tenth of each range alone."""

    def _interval_values(self, indices: NDArray[np.int64], units: Values) -> dict[str, NDArray[Any]]:
        return super()._interval_values(indices, {name: unit / 10 for name, unit in units.items()})


# ---------------------------------------------------------------------------------------------------------------- hooks


class Blackened(CircleSquare):
    """Makes black images ahead of need."""

    def maker(self) -> Callable[[int], NDArray[Any]]:
        """Give what makes them."""
        return lambda _index: np.zeros(self.shape, self.stored_dtype)


class AllCovered(CircleSquare):
    """Says that objects cover the whole image."""

    def _coverage(self, values: Values) -> NDArray[np.float32]:
        return np.ones_like(super()._coverage(values))


class AllMasked(CircleSquare):
    """Holds masks in which objects are everywhere."""

    def stored_masks(self) -> NDArray[np.bool_]:
        return np.ones((self.num_states, self.height, self.width), np.bool_)


BESIDE_FAULTS: tuple[SpaceFault, ...] = (
    of_shapes(laws.results_are_fresh, Kept, says="the images of `instances` of two calls share memory"),
    of_shapes(laws.results_are_fresh, Guarded, says="the images of `instances` can't be written to"),
    of_polygons(laws.equal_by_kind_and_parameters, Alike, says="the space is equal to radius="),
    of_polygons(laws.banks_are_keyed_by_parameters, KeyedByClass, says="in the bank of the space with radius="),
    of_shapes(laws.only_subclasses_have_instances, Undeclared, says="declares no factors, so it has no instances"),
    of_turning(laws.samples_are_images, Noisy, says="is none of the images that the space rendered for it"),
    of_turning(laws.draws_are_spread, Narrow, says="have the shares "),
    of_shapes(laws.made_ahead_equals_rendering, Blackened, says="what is made ahead for index "),
    of_shapes(laws.coverage_fits_masks, AllCovered, says="is covered that is more than 2 pixels away from the mask"),
    of_shapes(laws.stored_masks_equal_masks, AllMasked, says="a mask that is held differs in "),
)
"""All of them, each with the law that must catch it."""
