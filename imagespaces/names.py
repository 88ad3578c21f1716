"""Names that spaces and those who describe them share: what can be had is said here once, and this imports nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

__all__ = [
    "BACKDROPS",
    "COLOURED",
    "PARTS",
    "PHOTOGRAPHS",
    "SURFACES",
    "Backdrop",
    "Coloured",
    "IdxName",
    "Photograph",
    "Surface",
    "photograph_parts",
]

Coloured: TypeAlias = Literal[
    "astronaut",
    "chelsea",
    "coffee",
    "hubble_deep_field",
    "immunohistochemistry",
    "motorcycle",
    "retina",
    "rocket",
]
Photograph: TypeAlias = Literal[Coloured, "camera", "cell", "coins", "moon"]

COLOURED: tuple[Coloured, ...] = get_args(Coloured)
"""The photographs in colour, 300 × 451 to 1411 × 1411 pixels; chelsea is a cat."""

PHOTOGRAPHS: tuple[Photograph, ...] = get_args(Photograph)
"""All photographs: those in colour, and those in gray."""

PARTS: dict[str, tuple[Photograph, ...]] = {
    "train": ("astronaut", "coffee", "hubble_deep_field", "retina", "camera", "coins"),
    "test": ("chelsea", "immunohistochemistry", "motorcycle", "rocket", "cell", "moon"),
}
"""Which photographs are for training, and which to test with."""


def photograph_parts(photographs: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Give the parts that photographs are of, each with those that are of it.

    >>> photograph_parts(["rocket", "coffee", "chelsea"])
    [('train', ('coffee',)), ('test', ('rocket', 'chelsea'))]
    """
    parts = {part: tuple(name for name in photographs if name in known) for part, known in PARTS.items()}
    return [(part, names) for part, names in parts.items() if names]


Backdrop: TypeAlias = Literal["astronaut", "camera", "chelsea", "coffee", "hubble_deep_field", "rocket"]
Surface: TypeAlias = Literal["brick", "grass", "gravel"]

BACKDROPS: tuple[Backdrop, ...] = get_args(Backdrop)
"""Photographs to be shown behind objects, 300 × 451 to 872 × 1000, all but ``camera`` in colour."""

SURFACES: tuple[Surface, ...] = get_args(Surface)
"""Even surfaces to be shown behind objects, gray, 512 × 512."""

IdxName: TypeAlias = Literal[
    "mnist",
    "fashion_mnist",
    "kmnist",
    "emnist_balanced",
    "emnist_byclass",
    "emnist_bymerge",
    "emnist_digits",
    "emnist_letters",
    "emnist_mnist",
]
"""What each of the data sets in the format of MNIST is called."""
