"""The contract of an image space: all the images that one generator or data set can give, each with an address.

Axes: ``B`` images, ``H`` rows, ``W`` columns, ``C`` channels. An image is ``[H, W, C]``, float32 in [0, 1] or uint8.

A new space is one file with one class: its constructor declares the factors of variation, and one hook, ``_images``,
renders a batch from factor values. Batching, seeding, sampling, labels, equality, pickling, ``repr`` and Gymnasium's
functions over spaces follow from these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, cast

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from imagespaces.announcing import announce
from imagespaces.arguments import check_integer, check_size, exact_integers
from imagespaces.draws import Draws, Plan, derive_key
from imagespaces.factors import Domain, Factor, Finite, Partition, Partitioner, SparseDomain, Split
from imagespaces.instances import Instance, Instances
from imagespaces.inverse import StateIndex
from imagespaces.masks import Masks, WithMasks
from imagespaces.parameters import kept, names_of, remade
from imagespaces.pixels import PixelBox, convert
from imagespaces.strategy import WithStrategy
from imagespaces.transforms import Canvas, Pipeline, Pose, Transform

__all__ = ["ImageSpace"]


class ImageSpace(WithMasks, WithStrategy, PixelBox):
    """The space of all images of a shape; its subclasses are sets of particular images.

    Used by itself it marks observations as images, and samples noise. A subclass is finite where all its factors are
    finite sets (``size`` is then the number of instances), and unbounded where one is an interval or random.

    Indices are global: state + number of states × draw. The state enumerates the finite factors, the first one
    fastest; the draw keys the values of the others, and is 0 in a finite space.

    Args:
        height: Rows, at least 1.
        width: Columns, at least 1.
        channels: Values per pixel, at least 1: 1 gray, 3 red, green and blue.
        dtype: ``"float32"``, values in [0, 1], or ``"uint8"``, rint(255 × value).
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.
        factors: The factors of variation that a subclass declares.
        label: The finite factor that is the class, for a subclass that has classes.
        partition: How a subclass's factor values are divided among named splits, such as
            :class:`~imagespaces.factors.RandomSplit`; undivided unless given.
        transforms: What is done to the images, in this order, each kind once; what is random about it are factors.
        bodies: The prefixes of what a subclass poses apart, with draws of its own; see
            :class:`~imagespaces.transforms.Pipeline`.

    Raises:
        ValueError: If a size is not a positive integer, the stream is no integer, the dtype is another, the label is
            not a finite factor, or a transform does not fit the images.

    >>> space = ImageSpace(8, 8, 3)
    >>> space.sample().shape, space.size
    ((8, 8, 3), None)
    """

    _source_dtype: str = "float32"
    """What ``_images`` gives. 8-bit sources are kept as bytes, and divided where they are looked at."""

    may_repeat: bool = False
    """Whether two states may have the same image: pictures that were loaded, objects that hide each other."""

    splits_cover: bool = True
    """Whether each instance is in a named split, where there are any."""

    _poses: ClassVar[bool] = False
    """Whether a subclass puts the geometric transforms to what it draws, with :meth:`_pose`. Else it is warped."""

    bank_limit: ClassVar[int] = 256 << 20
    """Bytes up to which an environment renders all images of a finite space once, rather than each as it is needed."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make Gymnasium's functions over spaces, and Hypothesis, know the new class."""
        super().__init_subclass__(**kwargs)
        announce(cls)

    def __init__(
        self,
        height: int,
        width: int,
        channels: int,
        *,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
        factors: Sequence[Factor] | Domain = (),
        label: str | None = None,
        partition: Partitioner | None = None,
        transforms: Sequence[Transform] = (),
        bodies: Sequence[str] = ("",),
    ) -> None:
        sizes = {"height": height, "width": width, "channels": channels}
        self.height, self.width, self.channels = (check_size(name, size) for name, size in sizes.items())
        super().__init__((self.height, self.width, self.channels), dtype, seed)
        self.stream = check_integer("stream", stream)
        self.transforms = tuple(transforms)
        canvas = Canvas(self.height, self.width, self.channels, self.knows_objects)
        self._pipeline = Pipeline(self.transforms, canvas, bodies if self._poses else None)
        self.domain = _with_factors(factors, self._pipeline.factors)
        self.factors: Mapping[str, Factor] = MappingProxyType({factor.name: factor for factor in self.domain.factors})
        self.label, self.partition = label, partition
        self._division = partition.divide(self.domain) if partition else Partition.whole(self.domain)
        names = [factor.name for factor in self.domain.finite]
        if label is not None and label not in names:
            raise ValueError(f"label must be one of the finite factors {names}, got {label!r}")

    # ---------------------------------------------------------------------------------------------- what is in it

    @property
    def num_states(self) -> int:
        """The number of states: combinations of the finite factors' values."""
        return self.domain.num_states

    @property
    def size(self) -> int | None:
        """The number of instances; None where unbounded, as the space of all images is."""
        return self.num_states if self.factors and not self.domain.intervals else None

    @property
    def num_classes(self) -> int | None:
        """The number of classes; None where there are no labels."""
        names = self.class_names
        return None if names is None else len(names)

    @cached_property
    def class_names(self) -> tuple[str, ...] | None:
        """What each class is called; None where there are no labels."""
        factor = self.factors.get(self.label) if self.label is not None else None
        return tuple(str(value) for value in factor.values) if isinstance(factor, Finite) else None

    @property
    def splits(self) -> Mapping[str, Split]:
        """The named parts of the space; ``"all"`` is the whole."""
        return self._division.splits

    def split(self, name: str) -> Split:
        """Give a named part.

        Raises:
            ValueError: If the space has no part of that name.
        """
        if name not in self.splits:
            raise ValueError(f"split must be one of {', '.join(map(repr, self.splits))}, got {name!r}")
        return self.splits[name]

    # ------------------------------------------------------------------------------------------ what it can give

    def at(self, index: int | np.integer[Any], split: str | None = None) -> Instance:
        """Give the instance of an index: a pure function of the two.

        Args:
            index: 0 to ``size`` − 1; in an unbounded space any integer from 0 to 2⁶³ − 1.
            split: The part that the instance must be of.

        Raises:
            ValueError: If the index is out of range or not of the split.
            TypeError: If the index is not an integer.
        """
        return self.instances(cast("ArrayLike", [index]), split)[0]

    def instances(self, indices: ArrayLike, split: str | None = None) -> Instances:
        """Give the instances of several indices, in their order; each equals the one that :meth:`at` gives.

        Args:
            indices: ``[B]`` integers, as for :meth:`at`.
            split: The part that all of them must be of.

        Raises:
            ValueError: If an index is out of range or not of the split.
            TypeError: If the indices are not integers.
        """
        checked = self.check_indices(indices, split)
        codes = self.domain.codes(checked % self.num_states)
        values = self._values(codes, checked)
        return Instances(
            images=self._finished(values),
            labels=self._labels(codes) if self.class_names is not None else None,
            factors=values,
            masks=self.render_masks(values),
            indices=checked,
        )

    def images(self, indices: ArrayLike) -> NDArray[Any]:
        """Give the images of several indices alone, ``[B, H, W, C]``; those of :meth:`instances`.

        Raises:
            ValueError: If an index is out of range.
            TypeError: If the indices are not integers.
        """
        return self._finished(self.factor_values(indices))

    def factor_values(self, indices: ArrayLike) -> dict[str, NDArray[Any]]:
        """Give the values of the factors of several indices, ``[B]`` each: those of :meth:`instances`, not rendered.

        Of a categorical factor these are the codes.

        Raises:
            ValueError: If an index is out of range.
            TypeError: If the indices are not integers.
        """
        checked = self.check_indices(indices)
        return self._values(self.domain.codes(checked % self.num_states), checked)

    def labels(self, indices: ArrayLike) -> NDArray[np.int64]:
        """Give the classes of several indices, int64 ``[B]``, without rendering anything.

        Raises:
            ValueError: If the space has no labels, or an index is out of range.
        """
        if self.class_names is None:
            raise ValueError(f"labels are known where class_names is not None; {self!r} has none")
        return self._labels(self.domain.codes(self.check_indices(indices) % self.num_states))

    def pixels(self, indices: NDArray[np.int64]) -> NDArray[Any]:
        """Give images as they are stored, :attr:`stored_dtype` ``[B, H, W, C]``; the indices are not checked."""
        images = self.render(self._values(self.domain.codes(indices % self.num_states), indices))
        return convert(images, self.stored_dtype)

    def render(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """Give the images of factor values, which are not checked: what spaces made of spaces build on.

        Args:
            values: For each factor ``[B]`` values; of a categorical one its codes.

        Returns:
            ``[B, H, W, C]``, float32 in [0, 1] or uint8, whichever comes without a conversion.
        """
        return self._pipeline.render(self._images(values), values, self._coverage)

    def render_masks(self, values: Mapping[str, NDArray[Any]]) -> Masks | None:
        """Give the masks of factor values, ``[B, H, W]`` as :meth:`_masks` does; None where there are none."""
        return self._pipeline.render_masks(self._masks(values), values)

    def cover(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        """Give the share of each pixel that objects cover in the images of factor values, float32 ``[B, H, W]``."""
        return self._pipeline.render_coverage(self._coverage(values), values)

    @property
    def stored_dtype(self) -> np.dtype[Any]:
        """The type in which images are kept: uint8 where the images or their source are bytes, else float32."""
        from_bytes = self._source_dtype == "uint8" and not self._pipeline.recolours
        return np.dtype(np.uint8) if from_bytes or self.dtype == np.uint8 else np.dtype(np.float32)

    def stored_pixels(self) -> NDArray[Any] | None:
        """Give all images as :meth:`pixels` would, ``[size, H, W, C]``, where they are held anyway; None elsewhere."""
        return None

    def stored_rows(self) -> NDArray[np.int64] | None:
        """Give the rows of :meth:`stored_pixels` by state, ``[size]``; None where row and state are the same."""
        return None

    def bank_key(self) -> tuple[object, ...]:
        """Give what tells the images of this space from all others: spaces of equal keys share one bank."""
        return type(self), repr(self)

    def state_of(self, image: NDArray[Any]) -> int:
        """Give the state whose image this is: the inverse of :meth:`at` for finite spaces.

        All states are rendered at the first call, and their digests kept.

        Args:
            image: ``[H, W, C]``, equal to an image of the space in every bit.

        Raises:
            ValueError: If the space is unbounded, two states have the same image, or the image is of none.
        """
        if self.size is None:
            raise ValueError(f"only an image of a finite space has a state, and {self!r} is unbounded")
        return self._state_index.state_of(image)

    @cached_property
    def _state_index(self) -> StateIndex:
        return StateIndex(self, self.num_states, self.images)

    def check_indices(self, indices: ArrayLike, split: str | None = None) -> NDArray[np.int64]:
        """Give indices as int64 ``[B]``.

        Raises:
            ValueError: If an index is out of range or not of the split, or there are no particular images.
            TypeError: If the indices are not integers.
        """
        if not self.factors:
            raise ValueError(f"{self!r} is the space of all images of its shape; only its subclasses have instances")
        given = np.asarray(indices)
        if given.dtype.kind not in "iu":
            given = exact_integers(indices)
        if given.ndim != 1:
            raise ValueError(f"indices must have shape [B], got shape {list(given.shape)}")
        last = (2**63 if self.size is None else self.size) - 1
        outside = given[(given < 0) | (given > last)]
        if outside.size:
            raise ValueError(f"an index must be from 0 to {last}, got {outside[0]}")
        checked = given.astype(np.int64)
        if split is not None and not (inside := self.split(split).contains(checked)).all():
            raise ValueError(f"index {checked[~inside][0]} is not in split {split!r}")
        return checked

    # ----------------------------------------------------------------------------------- hooks of the subclasses

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """Render a batch: the one hook that each subclass writes.

        Args:
            values: For each factor ``[B]`` values; of a categorical one its codes.

        Returns:
            ``[B, H, W, C]``, float32 in [0, 1] or uint8, as ``_source_dtype`` says. Row ``b`` depends on values ``[b]``
            alone.
        """
        raise NotImplementedError(f"{type(self).__name__} must define _images(values), got {sorted(values)}")

    def _finished(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """Give the images of factor values, ``[B, H, W, C]`` of :attr:`dtype`; a subclass may draw in that type."""
        return convert(self.render(values), self.dtype)

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        """Give the classes ``[B]`` from the finite factors' codes."""
        return codes[str(self.label)]

    def _values(self, codes: Mapping[str, NDArray[np.int64]], indices: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        values: dict[str, NDArray[Any]] = {
            factor.name: factor.decode(codes[factor.name]) for factor in self.domain.finite
        }
        if self.domain.intervals:
            draws = Draws(derive_key("instance", self.stream), indices, self._plan)
            units = {factor.name: draws.uniform(f"factor/{factor.name}")[:, 0] for factor in self.domain.intervals}
            values |= self._interval_values(indices, units)
        return values

    @cached_property
    def _plan(self) -> Plan:
        return Plan({f"factor/{factor.name}": 2 for factor in self.domain.intervals})

    def _pose(self, values: Mapping[str, NDArray[Any]], body: str = "") -> Pose:
        """Give the poses that the geometric transforms make of a body, for a subclass that ``_poses``."""
        return self._pipeline.pose(values, body)

    def _interval_values(
        self, indices: NDArray[np.int64], units: Mapping[str, NDArray[np.float64]]
    ) -> dict[str, NDArray[Any]]:
        """Give the values ``[B]`` of the intervals from the uniform numbers that their sub-streams draw."""
        return dict(self._division.values(indices, units))

    # ------------------------------------------------------------------------------------------ Gymnasium's Space

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        if not self.factors:
            return super()._sample(random, count)
        return convert(self.pixels(random.integers(self.size or 2**63 - 1, size=count)), self.dtype)

    def parameters(self) -> dict[str, Any]:
        """Give what the space was made of: its constructor's arguments, less the seed.

        Every constructor argument of a subclass is kept as an attribute of its name, and equality, ``repr`` and
        pickling are derived from these.

        Raises:
            TypeError: If the constructor of a subclass takes ``*args`` or ``**options``, which have no names.
            AttributeError: If an argument is not kept.
        """
        usual = type(self).__init__ is ImageSpace.__init__
        names = ["height", "width", "channels", "dtype"] if usual else names_of(type(self))
        return kept(self, names) | ({"dtype": self.dtype.name} if "dtype" in names else {})

    def __eq__(self, other: object) -> bool:
        """Compare kind and parameters."""
        return type(other) is type(self) and other.parameters() == self.parameters()

    __hash__ = None  # type: ignore[assignment]  # like Gymnasium's spaces, which can change

    def __repr__(self) -> str:
        """Give an expression that makes an equal space."""
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.parameters().items())
        return f"{type(self).__name__}({arguments})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy as the recipe, with the state of the random stream."""
        return remade, (type(self), self.parameters(), self._np_random)


def _with_factors(factors: Sequence[Factor] | Domain, more: Sequence[Factor]) -> Domain:
    if not isinstance(factors, Domain):
        return Domain((*factors, *more))
    return SparseDomain((*factors.factors, *more), factors.num_states, factors.codes) if more else factors


announce(ImageSpace)
