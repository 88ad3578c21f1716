"""Objects drawn into images, the deepest first.

Plain objects are filled in place. One with a pattern is drawn into a window about it, where the pattern is computed,
which is then blended into the image.

Axes: ``B`` images, ``K`` objects, ``H`` rows, ``W`` columns, ``C`` channels; ``R`` some of the objects of one depth.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.scenes.stage import Cast
from imagespaces.generated.scenes.textures import PLAIN, SHADE, TEXTURES
from imagespaces.kernels.outlines import LoopSet, PlacedLoops

__all__ = ["cover", "paint"]

_NAMES = list(TEXTURES)
_PLAIN = _NAMES.index(PLAIN)


def paint(images: NDArray[np.uint8], cast: Cast, outlines: LoopSet) -> None:
    """Draw objects.

    Args:
        images: uint8 ``[B, H, W, C]``; they are written to.
        cast: The objects.
        outlines: Their outlines.
    """
    placed = _place(cast, outlines)
    patterned = cast.present & (cast.textures != _PLAIN)
    if not patterned.any():
        _fill(images, cast, placed, slice(None))
        return
    for depth, textures in enumerate(cast.textures):
        _fill(images, cast, placed, slice(depth, depth + 1))
        for texture in np.unique(textures[patterned[depth]]).tolist():
            rows = np.flatnonzero(patterned[depth] & (textures == texture))
            _lay(images, rows, cast.take(depth, rows), _NAMES[texture], outlines)


def _fill(images: NDArray[np.uint8], cast: Cast, placed: PlacedLoops, depths: slice) -> None:
    """Fill the plain objects of some depths, image by image, which keeps each in the cache."""
    plain = cast.present[depths] & (cast.textures[depths] == _PLAIN)
    rows, places = np.nonzero(plain.T)
    which = (places + (depths.start or 0)) * len(images) + rows
    inks = cast.inks.reshape(-1, cast.inks.shape[2])[which]
    placed.fill(map(images.__getitem__, rows.tolist()), which.tolist(), inks.tolist())


def cover(cast: Cast, outlines: LoopSet, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Give how much of each pixel each object covers by itself: uint8 ``[K, B, H, W]``, of 255."""
    placed = _place(cast, outlines)
    covered = np.zeros((*cast.present.shape, *shape), np.uint8)
    flat = covered.reshape(-1, *shape)
    which = np.flatnonzero(cast.present.reshape(-1)).tolist()
    placed.fill(map(flat.__getitem__, which), which, itertools.repeat(255, len(which)))
    return covered


def _place(cast: Cast, outlines: LoopSet) -> PlacedLoops:
    return outlines.place(cast.outlines.reshape(-1), cast.linear.reshape(-1, 2, 2), cast.centres.reshape(-1, 2))


def _lay(images: NDArray[np.uint8], rows: NDArray[np.int64], some: Cast, texture: str, outlines: LoopSet) -> None:
    """Blend objects with a pattern into images.

    Args:
        images: uint8 ``[B, H, W, C]``; they are written to.
        rows: int64 ``[R]``, the image of each object.
        some: The objects, arrays ``[R, …]``.
        texture: The pattern.
        outlines: Their outlines.
    """
    covered = np.zeros((len(rows), *images.shape[1:3]), np.uint8)
    placed = outlines.place(some.outlines, some.linear, some.centres)
    placed.fill(covered, range(len(rows)), itertools.repeat(255, len(rows)))
    y, x = _windows(outlines.boxes(some.outlines, some.linear, some.centres), images.shape[1:3])
    windows = _cut(map(images.__getitem__, rows.tolist()), y, x)
    shares = np.stack(_cut(covered, y, x)) * np.float32(1 / 255)
    levels = _pattern(texture, some, x, y) * np.float32(1 - SHADE) + np.float32(SHADE)
    mixed = np.stack(windows) * (1 - shares)[..., None]
    mixed += (shares * levels)[..., None] * some.inks[:, None, None].astype(np.float32)
    for window, pixels in zip(windows, np.rint(mixed).astype(np.uint8), strict=True):
        window[...] = pixels


def _cut(images: Iterable[NDArray[np.uint8]], y: NDArray[np.int64], x: NDArray[np.int64]) -> list[NDArray[np.uint8]]:
    """Give windows of ``R`` images: views, since picking single pixels would take three times as long in all."""
    _, height, width = np.broadcast_shapes(y.shape, x.shape)
    corners = zip(images, y[:, 0, 0].tolist(), x[:, 0, 0].tolist(), strict=True)
    return [image[top : top + height, left : left + width] for image, top, left in corners]


def _windows(boxes: NDArray[np.float64], shape: tuple[int, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the rows ``[R, h, 1]`` and columns ``[R, 1, w]`` of windows of one size about boxes ``[R, 4]``."""
    sides = []
    for axis, size in ((1, shape[0]), (0, shape[1])):
        first = np.floor(boxes[:, axis]).astype(np.int64) - 1
        length = min(size, int((np.ceil(boxes[:, axis + 2]) + 2 - first).max()))
        sides.append(np.clip(first, 0, size - length)[:, None] + np.arange(length))
    return sides[0][:, :, None], sides[1][:, None, :]


def _pattern(texture: str, some: Cast, x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give how bright a pattern is in windows: float32 ``[R, h, w]``, from 0 to 1."""
    pattern = TEXTURES[texture]
    if pattern is None:
        raise ValueError(f"texture must be one with a pattern, got {texture!r}")
    xx, xy, yx, yy = some.linear.reshape(-1, 4).T[:, :, None, None]
    right, down = (x - some.centres[:, 0, None, None], y - some.centres[:, 1, None, None])
    area = xx * yy - xy * yx
    along, across = ((part / area * right).astype(np.float32) for part in (yy, yx))
    upright, lying = ((part / area * down).astype(np.float32) for part in (xy, xx))
    return pattern(along - upright, lying - across, np.sqrt(np.abs(area)).astype(np.float32))
