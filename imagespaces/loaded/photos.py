"""Photographs that are always there, in parts of any size: real pictures without any file of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.factors import ExplicitSplit, Factor, Finite, Interval, Partitioner
from imagespaces.kernels.crops import Pyramid
from imagespaces.names import COLOURED, PHOTOGRAPHS, photograph_parts
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform
from imagespaces.transforms.bundled import bundled
from imagespaces.transforms.parameters import Range, check_range

__all__ = ["LEAST_SCALE", "PHOTOGRAPHS", "Photos"]

LEAST_SCALE = 0.01
"""The least share of the largest part."""


class Photos(ImageSpace):
    """Parts of photographs: people, things, animals, sky and tissue, as they are in scikit-image's package.

    Factors: ``photograph``, which is the class; ``scale``, the part's size as a share of the largest part of the
    image's proportions that the photograph holds; ``x`` and ``y``, where the part is, from −1 (at the left, at the top)
    to 1. Scales are drawn log-uniformly, places uniformly, so no two images are alike and there is no last one.

    Unless a partition is given, the splits ``train`` and ``test`` hold different photographs
    (:data:`~imagespaces.names.PARTS`), as far as they are among the chosen ones. Parts are resampled once, and nothing
    aliases; see :mod:`imagespaces.kernels.crops`.

    Args:
        height: Rows.
        width: Columns.
        channels: 3 for red, green and blue, 1 for gray.
        photographs: Which photographs, in the order of their classes; those in colour unless given. The others are
            ``"camera"``, ``"cell"``, ``"coins"`` and ``"moon"``.
        scale: A number, the same for all images, or a range (low, high) from 0.01 to 1.
        partition: How photographs, scales and places are divided among named splits instead.
        transforms: What is done to the images, such as :class:`~imagespaces.transforms.Flip`.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If an argument is not allowed.

    >>> space = Photos(photographs=["chelsea", "coffee"], scale=(0.5, 1.0))
    >>> one = space.at(1)
    >>> one.image.shape, space.class_names[one.label], sorted(one.factors)
    ((64, 64, 3), 'coffee', ['photograph', 'scale', 'x', 'y'])
    """

    _source_dtype = "uint8"

    def __init__(
        self,
        *,
        height: int = 64,
        width: int = 64,
        channels: int = 3,
        photographs: Sequence[str] = COLOURED,
        scale: Range = (0.3, 1.0),
        partition: Partitioner | None = None,
        transforms: Sequence[Transform] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        if channels not in {1, 3} or isinstance(channels, bool):
            raise ValueError(f"channels must be 1 or 3, got {channels!r}")
        self.photographs = _check_photographs(photographs)
        self.scale = check_range("scale", scale, LEAST_SCALE, 1)
        sizes = [Interval("scale", *self.scale, "log")] if isinstance(self.scale, tuple) else []
        factors: list[Factor] = [Finite("photograph", self.photographs), *sizes]
        super().__init__(
            height,
            width,
            channels,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=[*factors, Interval("x", -1, 1), Interval("y", -1, 1)],
            label="photograph",
            partition=partition
            or ExplicitSplit({name: {"photograph": of} for name, of in photograph_parts(self.photographs)}),
            transforms=transforms,
        )
        self.partition = partition

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        codes, x, y = values["photograph"], values["x"], values["y"]
        images = np.empty((len(codes), *self.shape), np.uint8)
        scales = values["scale"] if "scale" in values else np.full(len(codes), self.scale)
        for out, code, scale, *place in zip(
            images, codes.tolist(), scales.tolist(), x.tolist(), y.tolist(), strict=True
        ):
            self._take(self.photographs[code], scale, place, out)
        return images

    def _take(self, name: str, scale: float, place: Sequence[float], out: NDArray[np.uint8]) -> None:
        """Write the part of a photograph that has a scale and a place (x, y)."""
        pyramid = _pyramid(name, self.channels)
        height, width = pyramid.size
        zoom = scale * min(height / self.height, width / self.width)
        left = (1 + place[0]) / 2 * (width - self.width * zoom)
        top = (1 + place[1]) / 2 * (height - self.height * zoom)
        pyramid.crop(left, top, zoom, out)


@lru_cache(maxsize=32)
def _pyramid(name: str, channels: int) -> Pyramid:
    return Pyramid(bundled(name, channels))


def _check_photographs(names: Sequence[str]) -> tuple[str, ...]:
    given = () if isinstance(names, str) else tuple(names)
    if not given or len(set(given)) != len(given) or not set(given) <= set(PHOTOGRAPHS):
        raise ValueError(f"photographs must be different ones of {', '.join(PHOTOGRAPHS)}, got {names!r}")
    return given
