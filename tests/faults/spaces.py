"""Image spaces that are faulty in one thing each, as others were seen to be."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces import CircleSquare, Instances, Polygons
from imagespaces.factors import Split
from imagespaces.testing import laws
from imagespaces.transforms import Rotate
from tests.faults.fault import SpaceFault

__all__ = ["SPACE_FAULTS"]

Values = Mapping[str, NDArray[Any]]

SHAPES = CircleSquare(height=5, width=6, extent=4)
POLYGONS = Polygons(states=3, height=24, width=30, radius=10)
TURNING = Polygons(states=3, height=24, width=30, radius=10, transforms=[Rotate()])

of_shapes = partial(SpaceFault, of="circle_square", original=SHAPES)
of_polygons = partial(SpaceFault, of="polygons", original=POLYGONS)


# ----------------------------------------------------------------------------------------------------------- membership


class Unsure(CircleSquare):
    """Answers None where it means no."""

    def contains(self, x: Any) -> Any:
        return super().contains(x) or None


class AnyType(CircleSquare):
    """Takes noise of any type for an image, if its shape and range are right."""

    def contains(self, x: Any) -> bool:
        alike = isinstance(x, np.ndarray) and x.shape == self.shape
        return alike and bool(np.all((x >= self.low) & (x <= self.high)))


class OnlyArrays(CircleSquare):
    """Asks whatever it is given for its shape."""

    def contains(self, x: Any) -> bool:
        return bool(x.shape == self.shape) and super().contains(x)


# --------------------------------------------------------------------------------------------------------------- images


class WidthFirst(CircleSquare):
    """Gives images with the width first."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values).swapaxes(1, 2)


class OnePanel(Polygons):
    """Draws the first of several dimensions alone."""

    def _finished(self, values: Values) -> NDArray[Any]:
        return super()._finished(values)[:, :, : self.width // len(self.states)]


class Gray(Polygons):
    """Leaves out colours that it declares."""

    def _finished(self, values: Values) -> NDArray[Any]:
        return super()._finished(values)[..., :1]


class Coloured(CircleSquare):
    """Makes three channels of one."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values).repeat(3, axis=-1)


class Coarse(CircleSquare):
    """Puts shapes at every second pixel only."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images({**values, "x": values["x"] // 2 * 2})


class Blank(CircleSquare):
    """Is white all over where there is no gradient."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        return images if self.gradient else np.ones_like(images)


class Moody(Polygons):
    """Fails with some draws of its transforms."""

    def _finished(self, values: Values) -> NDArray[Any]:
        if high_draws(self, values).any():
            raise ValueError("low >= high")
        return super()._finished(values)


class OutOfFrame(Polygons):
    """Moves shapes, with some draws of its transforms, until the frame cuts them."""

    def _finished(self, values: Values) -> NDArray[Any]:
        return self._moved(super()._finished(values), values)

    def _masks(self, values: Values) -> NDArray[np.bool_]:
        return self._moved(super()._masks(values), values)

    def _moved(self, images: NDArray[Any], values: Values) -> NDArray[Any]:
        far = high_draws(self, values)
        images[far] = np.roll(images[far], self.width // 2, axis=2)
        return images


def high_draws(space: Polygons, values: Values) -> NDArray[np.bool_]:
    """Tell in which of several instances something is drawn from the upper half of its range."""
    high = [values[factor.name] > (factor.low + factor.high) / 2 for factor in space.domain.intervals]
    count = len(next(iter(values.values())))
    found: NDArray[np.bool_] = np.any([np.zeros(count, np.bool_), *high], axis=0)
    return found


# ------------------------------------------------------------------------------------------------- Gymnasium's contract


class Sampleless(CircleSquare):
    """Can't be sampled."""

    def sample(self, mask: None = None, probability: None = None) -> NDArray[Any]:
        raise NotImplementedError(f"sample is to come, got {mask} and {probability}")


class Unwritten(CircleSquare):
    """Can't be written as JSON."""

    def to_jsonable(self, sample_n: Any) -> Any:
        raise NotImplementedError(f"to_jsonable is to come, got {len(sample_n)} samples")


class Incomparable(CircleSquare):
    """Compares an attribute that others lack."""

    def __eq__(self, other: object) -> bool:
        return bool(self.extent == other.extent) and super().__eq__(other)  # type: ignore[attr-defined]

    __hash__ = None  # type: ignore[assignment]


# -------------------------------------------------------------------------------------------------------------- indices


class Wrapping(CircleSquare):
    """Takes indices out of range from the other end."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        whole = [int(index) % self.num_states for index in indices]
        return super().check_indices(whole, split)


class Truncating(CircleSquare):
    """Cuts what follows the point off."""

    def check_indices(self, indices: Any, split: str | None = None) -> NDArray[np.int64]:
        return super().check_indices([int(index) if type(index) is float else index for index in indices], split)


class PlainIntegers(CircleSquare):
    """Refuses the integers of NumPy."""

    def at(self, index: Any, split: str | None = None) -> Any:
        if type(index) is not int:
            raise TypeError(f"an index must be an int, got {type(index).__name__}")
        return super().at(index, split)


# ----------------------------------------------------------------------------------------------------- seeds and splits


class NoZero(CircleSquare):
    """Takes seed 0 for none."""

    def seed(self, seed: Any = None) -> Any:
        return super().seed(seed or None)


class Unseeded(CircleSquare):
    """Samples from a generator of its own."""

    def sample(self, mask: None = None, probability: None = None) -> NDArray[Any]:
        image: NDArray[Any] = self.images(np.random.default_rng().integers(self.num_states, size=1))[0]
        return image


class Reseeding(CircleSquare):
    """Seeds the global generator as well."""

    def seed(self, seed: Any = None) -> Any:
        np.random.seed(0 if seed is None else int(seed) % 2**32)  # noqa: NPY002 - faulty on purpose
        return super().seed(seed)


class Disturbed(CircleSquare):
    """Draws noise from the global generator, and puts that back."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        before = random.getstate()
        shade = np.float32(random.random())  # noqa: S311 - faulty on purpose
        random.setstate(before)
        return super()._images(values) * shade


class Overlapping(CircleSquare):
    """Shows the levels of its test in training."""

    @property
    def splits(self) -> Mapping[str, Split]:
        whole = super().splits["all"]
        return MappingProxyType({"all": whole, "train": whole, "test": whole})


# -------------------------------------------------------------------------------------------------------------- conduct


class Greeting(CircleSquare):
    """Prints when it is made."""

    def __init__(self, **parameters: Any) -> None:
        print("hello")  # noqa: T201 - faulty on purpose
        super().__init__(**parameters)

    def parameters(self) -> dict[str, Any]:
        names = ("height", "width", "extent", "gradient", "stream")
        return {name: getattr(self, name) for name in names} | {"dtype": self.dtype.name}


class SharedCache(CircleSquare):
    """Keeps images under a key that lacks some of what made them."""

    def bank_key(self) -> tuple[object, ...]:
        return type(self), self.shape, self.dtype, self.extent


class CachedFirst(CircleSquare):
    """Gives what was given first for as many indices."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        kept = vars(self).setdefault("_kept", {})
        return replace(many, images=kept.setdefault(len(many.images), many.images))


SPACE_FAULTS: tuple[SpaceFault, ...] = (
    of_shapes(laws.contains_answers, Unsure, says="whether a NoneType is in the space is None (NoneType), not False"),
    of_shapes(laws.strangers_are_not_contained, AnyType, says="is in the space is True (bool), not False (bool)"),
    of_shapes(laws.contains_answers, OnlyArrays, says="raised AttributeError: 'NoneType' object has no attribute 'sh"),
    of_shapes(laws.declared_shape, WidthFirst, says=", declared are "),
    of_polygons(
        laws.declared_shape,
        OnePanel,
        original=Polygons(states=[2, 2], height=24, width=60, radius=10),
        says=", declared are ",
    ),
    of_polygons(
        laws.declared_shape,
        Gray,
        original=Polygons(states=3, height=24, width=30, radius=10, channels=3),
        says=", declared are ",
    ),
    of_shapes(laws.declared_shape, Coloured, says=", declared are "),
    of_shapes(laws.one_to_one, Coarse, says="give the same image"),
    of_shapes(
        laws.labels_show,
        Blank,
        original=CircleSquare(height=5, width=6, extent=4, gradient=False),
        says=" are the same",
    ),
    of_polygons(laws.declared_shape, Moody, original=TURNING, says="raised ValueError: low >= high"),
    of_polygons(laws.shapes_stay_inside, OutOfFrame, original=TURNING, says="reaches the edge, which cuts it"),
    of_shapes(laws.sampling_is_seeded, Sampleless, says="raised NotImplementedError: sample is to come"),
    of_shapes(laws.json_round_trip, Unwritten, says="raised NotImplementedError: to_jsonable is to come"),
    of_shapes(laws.equal_by_kind_and_parameters, Incomparable, says="raised AttributeError: "),
    of_shapes(laws.out_of_range, Wrapping, says="must raise ValueError, gave "),
    of_shapes(laws.only_integers, Truncating, says="must raise TypeError, gave "),
    of_shapes(laws.integers_of_any_kind, PlainIntegers, says="raised TypeError: an index must be an int, got int8"),
    of_shapes(laws.sampling_is_seeded, NoZero, says="a sample of seed 0 "),
    of_shapes(laws.sampling_is_seeded, Unseeded, says="a sample of seed "),
    of_shapes(laws.no_global_generator, Reseeding, says="a global random generator was used"),
    of_shapes(laws.no_global_generator, Disturbed, says="what comes after another global seed differs"),
    of_shapes(laws.splits_are_disjoint, Overlapping, says="is in 2 of the splits ['test', 'train']"),
    of_shapes(laws.nothing_is_printed, Greeting, says="'hello\\n"),
    of_shapes(laws.banks_are_keyed_by_parameters, SharedCache, says="the image in the bank of the space with "),
    of_shapes(laws.batch_equals_single, CachedFirst, says="the image at "),
)
"""All of them, each with the law that must catch it."""
