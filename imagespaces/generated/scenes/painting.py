"""Objects drawn into images, the deepest first.

Plain objects are filled in place. One with a pattern is drawn into a window about it, where the pattern is computed,
which is then blended into the image.

Axes: ``B`` images, ``K`` objects, ``H`` rows, ``W`` columns, ``C`` channels; ``R`` some of the objects of one depth.
"""

from __future__ import annotations

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
    inks = cast.inks.tolist()
    for depth, (present, textures) in enumerate(zip(cast.present, cast.textures, strict=True)):
        first = depth * len(images)
        for row in np.flatnonzero(present & (textures == _PLAIN)).tolist():
            placed.fill(images[row], first + row, inks[depth][row])
        for texture in np.unique(textures[present & (textures != _PLAIN)]).tolist():
            rows = np.flatnonzero(present & (textures == texture))
            covered = np.zeros((len(rows), *images.shape[1:3]), np.uint8)
            for canvas, row in zip(covered, rows.tolist(), strict=True):
                placed.fill(canvas, first + row, 255)
            some = cast.take(depth, rows)
            _lay(images, rows, covered, some, _NAMES[texture], outlines.boxes(some.outlines, some.linear, some.centres))


def cover(cast: Cast, outlines: LoopSet, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Give how much of each pixel each object covers by itself: uint8 ``[K, B, H, W]``, of 255."""
    placed = _place(cast, outlines)
    covered = np.zeros((*cast.present.shape, *shape), np.uint8)
    flat = covered.reshape(-1, *shape)
    for which in np.flatnonzero(cast.present.reshape(-1)).tolist():
        placed.fill(flat[which], which, 255)
    return covered


def _place(cast: Cast, outlines: LoopSet) -> PlacedLoops:
    return outlines.place(cast.outlines.reshape(-1), cast.linear.reshape(-1, 2, 2), cast.centres.reshape(-1, 2))


def _lay(
    images: NDArray[np.uint8],
    rows: NDArray[np.int64],
    covered: NDArray[np.uint8],
    some: Cast,
    texture: str,
    boxes: NDArray[np.float64],
) -> None:
    """Blend objects with a pattern into images.

    Args:
        images: uint8 ``[B, H, W, C]``; they are written to.
        rows: int64 ``[R]``, the image of each object.
        covered: uint8 ``[R, H, W]``, how much of each pixel it covers, of 255.
        some: The objects, arrays ``[R, …]``.
        texture: The pattern.
        boxes: ``[R, 4]``, what bounds them.
    """
    y, x = _windows(boxes, images.shape[1:3])
    each = np.arange(len(rows))[:, None, None]
    shares = covered[each, y, x].astype(np.float32)[..., None] / np.float32(255)
    levels = np.float32(SHADE) + np.float32(1 - SHADE) * _pattern(texture, some, x, y)[..., None]
    ink = levels * some.inks[:, None, None].astype(np.float32)
    where = rows[:, None, None], y, x
    images[where] = np.rint(images[where] * (1 - shares) + ink * shares).astype(np.uint8)


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
    u, v = (yy * right - xy * down) / area, (xx * down - yx * right) / area
    return pattern(u.astype(np.float32), v.astype(np.float32), np.sqrt(np.abs(area)).astype(np.float32))
