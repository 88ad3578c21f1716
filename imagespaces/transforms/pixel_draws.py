"""Random numbers for every pixel, drawn by address, so that noise is a pure function of the image and one integer.

The integer is a factor, the *key* of an instance's noise. It is the address in :mod:`imagespaces.draws`, under a key of
its own purpose; the sub-stream is that of the transform.

Axes: ``B`` images, ``N`` numbers for each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.draws import Draws, derive_key
from imagespaces.factors import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["key_of", "normals", "uniforms"]

_KEYS = 2**53
_WORDS_AT_ONCE = 1 << 15  # so that what they are drawn in stays in the cache
_STEP = np.float32(2.0**-24)


def key_of(name: str) -> Interval:
    """Give the factor that keys the noise of a transform."""
    return Interval(f"{name}_key", 0, _KEYS, "integer")


def uniforms(name: str, keys: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Draw uniformly from [0, 1), in steps of 2⁻²⁴.

    Args:
        name: The transform.
        keys: int64 ``[B]``.
        shape: What is drawn for each key.

    Returns:
        float32 ``[B, *shape]``.

    >>> alone, both = uniforms("noise", np.array([7]), (2, 3)), uniforms("noise", np.array([5, 7]), (2, 3))
    >>> both.shape, bool((alone[0] == both[1]).all())
    ((2, 2, 3), True)
    """
    result = np.empty((len(keys), math.prod(shape)), np.float32)
    for rows, words in _words(name, keys, result.shape[1]):
        np.multiply(words >> np.uint32(8), _STEP, out=result[rows], dtype=np.float32)
    return result.reshape(len(keys), *shape)


def normals(name: str, keys: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Draw from the standard normal distribution (Box & Muller 1958), cut off at 5.8.

    Args:
        name: The transform.
        keys: int64 ``[B]``.
        shape: What is drawn for each key.

    Returns:
        float32 ``[B, *shape]``; equal over platforms to 1e-5, since the logarithm and the cosine are the platform's.
    """
    count = math.prod(shape)
    half = -(-count // 2)
    result = np.empty((len(keys), 2 * half), np.float32)
    for rows, words in _words(name, keys, 2 * half):
        numbers = np.multiply(words >> np.uint32(8), _STEP, dtype=np.float32)
        radius = np.sqrt(np.float32(-2) * np.log(np.float32(1) - numbers[:, :half]))
        angle = np.float32(2 * np.pi) * numbers[:, half:]
        result[rows, :half], result[rows, half:] = radius * np.cos(angle), radius * np.sin(angle)
    return result[:, :count].reshape(len(keys), *shape)


def _words(name: str, keys: NDArray[np.int64], count: int) -> Iterator[tuple[slice, NDArray[np.uint32]]]:
    """Draw ``count`` words for each key, for some rows at a time."""
    rows = max(1, _WORDS_AT_ONCE // max(1, count))
    purpose = derive_key("pixels", 0)
    for first in range(0, len(keys), rows):
        part = slice(first, first + rows)
        yield part, Draws(purpose, keys[part]).words(name, count)
