"""Random numbers for every pixel, by address: noise that is a pure function of where it falls.

They are single precision, and take one word each: 24 bits are plenty for what is added to pixels.

Axes: ``B`` addresses drawn together, ``N`` numbers for each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from imagespaces.draws import Draws

__all__ = ["normals", "uniforms"]

_WORDS_AT_ONCE = 1 << 15  # so that what they are drawn in stays in the cache
_STEP = np.float32(2.0**-24)


def uniforms(draws: Draws, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Draw uniformly from [0, 1), in steps of 2⁻²⁴.

    Args:
        draws: The addresses.
        name: The sub-stream.
        shape: What is drawn for each address.

    Returns:
        float32 ``[B, *shape]``.

    >>> from imagespaces.draws import Draws
    >>> alone, both = (uniforms(Draws(0, addresses), "noise", (2, 3)) for addresses in ([7], [5, 7]))
    >>> both.shape, bool((alone[0] == both[1]).all())
    ((2, 2, 3), True)
    """
    result = np.empty((len(draws), math.prod(shape)), np.float32)
    for rows, words in _words(draws, name, result.shape[1]):
        np.multiply(words >> np.uint32(8), _STEP, out=result[rows], dtype=np.float32)
    return result.reshape(len(draws), *shape)


def normals(draws: Draws, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Draw from the standard normal distribution (Box & Muller 1958), cut off at 5.8.

    Args:
        draws: The addresses.
        name: The sub-stream.
        shape: What is drawn for each address.

    Returns:
        float32 ``[B, *shape]``; equal over platforms to 1e-5, since the logarithm and the cosine are the platform's.
    """
    count = math.prod(shape)
    half = -(-count // 2)
    result = np.empty((len(draws), 2 * half), np.float32)
    for rows, words in _words(draws, name, 2 * half):
        numbers = np.multiply(words >> np.uint32(8), _STEP, dtype=np.float32)
        radius = np.sqrt(np.float32(-2) * np.log(np.float32(1) - numbers[:, :half]))
        angle = np.float32(2 * np.pi) * numbers[:, half:]
        result[rows, :half], result[rows, half:] = radius * np.cos(angle), radius * np.sin(angle)
    return result[:, :count].reshape(len(draws), *shape)


def _words(draws: Draws, name: str, count: int) -> Iterator[tuple[slice, NDArray[np.uint32]]]:
    """Draw ``count`` words for each address, for some rows at a time."""
    rows = max(1, _WORDS_AT_ONCE // max(1, count))
    if len(draws) <= rows:
        yield slice(None), draws.words(name, count)
        return
    for first in range(0, len(draws), rows):
        part = slice(first, first + rows)
        yield part, draws.take(part).words(name, count)
