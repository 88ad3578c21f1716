"""The spaces that a space is made of, by name, and what of it belongs to which.

A factor of a child has the child's name as prefix: ``angle`` of ``left`` is ``left.angle``. So has its sub-stream, and
so two equal children draw different values.

Axes: ``B`` instances.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Factor
from imagespaces.masks import Masks
from imagespaces.pixels import convert
from imagespaces.space import ImageSpace

__all__ = ["Children"]


class Children:
    """Some spaces by name.

    Args:
        spaces: The spaces.

    Raises:
        TypeError: If something is no image space.
        ValueError: If there is none, a name is empty or holds a dot, or a space has no particular images.
    """

    def __init__(self, spaces: Mapping[str, ImageSpace]) -> None:
        if not spaces:
            raise ValueError(f"spaces must be a mapping of names to at least one image space, got {spaces!r}")
        for name, space in spaces.items():
            _check(name, space)
        self.spaces: Mapping[str, ImageSpace] = dict(spaces)
        self._names = {
            name: {factor: f"{name}.{factor}" for factor in space.factors} for name, space in self.spaces.items()
        }

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self.spaces)

    def factors(self) -> list[Factor]:
        """Give the factors of all, child by child, under the names that they have in the whole."""
        return [
            replace(factor, name=self._names[name][own])
            for name, space in self.spaces.items()
            for own, factor in space.factors.items()
        ]

    def codes(self, states: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
        """Give the codes ``[B]`` of all finite factors from the state ``[B]`` of each child."""
        return {
            self._names[name][own]: codes
            for name, space in self.spaces.items()
            for own, codes in space.domain.codes(states[name]).items()
        }

    def part(self, name: str, values: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Give what belongs to a child, under its own names, of what is there for the whole."""
        return {own: values[whole] for own, whole in self._names[name].items() if whole in values}

    def whole(self, name: str, values: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Give values of a child under the names that they have in the whole."""
        return {self._names[name][own]: value for own, value in values.items()}

    def images(self, name: str, values: Mapping[str, NDArray[Any]], dtype: str) -> NDArray[Any]:
        """Render the share of a child, ``[B, H, W, C]`` of its sizes, as float32 in [0, 1] or uint8."""
        return convert(self.spaces[name].render(self.part(name, values)), dtype)

    @property
    def have_masks(self) -> bool:
        """Whether all have masks, and of one kind: where objects are, or classes of the same names."""
        kinds = {space.mask_names for space in self.spaces.values()}
        return len(kinds) == 1 and all(space.has_masks for space in self.spaces.values())

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the classes of pixels are called, where all have the same."""
        return next(iter(self.spaces.values())).mask_names if self.have_masks else None

    def masks(self, name: str, values: Mapping[str, NDArray[Any]]) -> Masks | None:
        """Give the masks of a child, ``[B, H, W]`` of its sizes; None where it has none."""
        return self.spaces[name].render_masks(self.part(name, values))

    def labels(self, name: str, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        """Give the classes ``[B]`` of a child from the codes of the whole's finite factors."""
        return self.spaces[name]._labels(self.part(name, codes))  # noqa: SLF001 - a hook of the same package

    @property
    def dtype(self) -> str:
        """The type that holds the images of all without loss: ``"uint8"`` if all are stored as bytes."""
        return "uint8" if all(space.stored_dtype == np.uint8 for space in self.spaces.values()) else "float32"

    def bank_key(self) -> tuple[object, ...]:
        """Tell the images of these spaces from those that they had before files of theirs changed."""
        return tuple(space.bank_key() for space in self.spaces.values())

    def same(self, *sizes: str) -> tuple[int, ...]:
        """Give sizes that all children must share, such as ``"height"``.

        Raises:
            ValueError: If they differ.
        """
        for size in sizes:
            found = {name: getattr(space, size) for name, space in self.spaces.items()}
            if len(set(found.values())) > 1:
                raise ValueError(f"spaces side by side must have one {size}, got {found}")
        return tuple(getattr(next(iter(self.spaces.values())), size) for size in sizes)

    def labelled(self, name: str | None) -> ImageSpace | None:
        """Give the child whose label is the label of the whole, or None for none.

        Raises:
            ValueError: If there is no such child, or it has no labels.
        """
        if name is None:
            return None
        known = [child for child, space in self.spaces.items() if space.class_names is not None]
        if name not in known:
            raise ValueError(f"label_from must be one of the spaces with labels {known}, or None, got {name!r}")
        return self.spaces[name]


def _check(name: object, space: object) -> None:
    if not isinstance(name, str) or not name or "." in name:
        raise ValueError(f"the name of a space must be a string without dots, got {name!r}")
    if not isinstance(space, ImageSpace):
        raise TypeError(f"a space of spaces is made of image spaces, got {space!r} for {name!r}")
    if not space.factors:
        raise ValueError(f"a space of spaces is made of spaces of particular images, got {space!r} for {name!r}")
