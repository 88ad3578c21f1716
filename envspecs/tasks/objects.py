"""What there is to be found in images: objects that have names, pixels of a class, or the one object there is.

Axes: ``B`` instances, ``K`` things that may be asked for, ``H`` rows, ``W`` columns. A thing is the pixels at which it
is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from envspecs.tasks.places import Factors
from imagespaces import ImageSpace
from imagespaces.generated.scenes.annotations import Annotations
from imagespaces.mask_bank import MaskLookup

__all__ = ["Annotated", "Classes", "Layers", "Objects", "Sights", "objects_of"]


class Sights(Protocol):
    """What is seen in ``B`` images."""

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which things are seen in which images, ``[B, K]``."""

    def of(self, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Give the pixels ``[B, H, W]`` of one thing of each image, ``[B]``."""


class Objects(Protocol):
    """What may be asked for."""

    @property
    def names(self) -> tuple[str, ...] | None:
        """What the things are called; None where there is but one, which has no name."""

    def __call__(self, indices: NDArray[np.int64]) -> Sights:
        """Look at instances ``[B]``."""


@runtime_checkable
class Annotated(Protocol):
    """A space of images of named objects, as :class:`imagespaces.Scene` is."""

    @property
    def objects(self) -> Mapping[str, Any]:
        """The objects by name."""

    def annotations(self, indices: NDArray[np.int64]) -> Annotations:
        """Tell where they are, and what else there is."""


def objects_of(space: ImageSpace, place: tuple[str, str] | None = None) -> Objects:
    """Give what may be asked for in a space.

    That is the first of these that the space knows: objects by name; classes of pixels; where the objects are, which
    then count as one.

    Args:
        space: The space.
        place: Two factors with the pixel of the object's centre, x and y, which is then all that is known of it.

    Raises:
        ValueError: If the space knows none of these, or has no such factors.

    >>> from imagespaces import Scene, SceneObject
    >>> space = Scene(objects={"ball": SceneObject("circle"), "box": SceneObject("square")})
    >>> objects_of(space).names
    ('ball', 'box')
    """
    if place is not None:
        return _Spots(space, place)
    if isinstance(space, Annotated):
        return _Named(space)
    if space.mask_names is not None:
        return _Pixels(space, space.mask_names)
    if space.knows_objects:
        return _Whole(space)
    raise ValueError(f"what is to be found takes named objects, masks, or two factors as its place, got {space!r}")


# -------------------------------------------------------------------------------------------------------- what is seen


class Layers:
    """Things that have a mask each.

    Args:
        masks: bool ``[B, K, H, W]``.
    """

    def __init__(self, masks: NDArray[np.bool_]) -> None:
        self._masks = masks
        self.present = np.asarray(masks.any(axis=(2, 3)))

    def of(self, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Give the pixels ``[B, H, W]`` of one thing of each image, ``[B]``."""
        return self._masks[np.arange(len(chosen)), chosen]


class Classes:
    """Things that are the pixels of a class each.

    Args:
        classes: int16 ``[B, H, W]``, −1 where a pixel has none.
        count: How many classes there are.
    """

    def __init__(self, classes: NDArray[np.int16], count: int) -> None:
        self._classes = classes
        self.present = np.stack([np.bincount(each[each >= 0], minlength=count) > 0 for each in classes])

    def of(self, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Give the pixels ``[B, H, W]`` of one class of each image, ``[B]``."""
        return np.asarray(self._classes == chosen[:, None, None])


# ----------------------------------------------------------------------------------------------------- what tells of it


class _Named:
    def __init__(self, space: Annotated) -> None:
        self._space, self.names = space, tuple(space.objects)

    def __call__(self, indices: NDArray[np.int64]) -> Layers:
        annotations = self._space.annotations(indices)
        own = [annotations.names.index(name) for name in self.names]  # distractors have no names to be asked for
        return Layers(annotations.masks[:, own])


class _Pixels:
    def __init__(self, space: ImageSpace, names: tuple[str, ...]) -> None:
        self._masks, self.names = MaskLookup(space), names

    def __call__(self, indices: NDArray[np.int64]) -> Classes:
        return Classes(np.asarray(self._masks(indices), np.int16), len(self.names))


class _Whole:
    names: None = None

    def __init__(self, space: ImageSpace) -> None:
        self._masks = MaskLookup(space)

    def __call__(self, indices: NDArray[np.int64]) -> Layers:
        return Layers(np.asarray(self._masks(indices), np.bool_)[:, None])


class _Spots:
    names: None = None

    def __init__(self, space: ImageSpace, place: tuple[str, str]) -> None:
        self._space, self._where = space, Factors(space, place)

    def __call__(self, indices: NDArray[np.int64]) -> Layers:
        x, y = self._where(self._space.factor_values(indices)).astype(np.int64).T
        spots = np.zeros((len(indices), 1, self._space.height, self._space.width), np.bool_)
        spots[np.arange(len(indices)), 0, y, x] = True
        return Layers(spots)
