"""Small spaces that do what no generator of the library does: values without end, bytes, classes of pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces import Finite, ImageSpace, Interval
from imagespaces.factors import Partitioner
from imagespaces.transforms import Transform

__all__ = ["Glyphs", "Lone", "Patient", "Regions", "Shades"]


class Shades(ImageSpace):
    """A dark or a light half, left of a random column, in a random shade: without end."""

    def __init__(
        self,
        *,
        height: int = 3,
        width: int = 5,
        partition: Partitioner | None = None,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        factors = (
            Interval("shade", 0.0, 0.5),
            Finite("tone", ("dark", "light")),
            Interval("column", 1, width, "integer"),
            Finite("bars", (0.5, 1.5, 2.5)),
        )
        super().__init__(
            height,
            width,
            2,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=factors,
            label="tone",
            partition=partition,
        )

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        shades = values["shade"] + 0.5 * values["tone"]
        images = self._masks(values)[..., None] * shades[:, None, None, None]
        return np.concatenate((images, images / values["bars"][:, None, None, None] / 2), axis=-1).astype(np.float32)

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        left = np.arange(self.width) < values["column"][:, None, None]
        return np.broadcast_to(left, (len(left), self.height, self.width)).copy()


class Glyphs(ImageSpace):
    """Sixteen patterns of four pixels, kept as bytes, without labels or masks."""

    _source_dtype = "uint8"

    def __init__(
        self,
        *,
        bright: int = 255,
        partition: Partitioner | None = None,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.bright = bright
        patterns = Finite("pattern", range(16))
        super().__init__(2, 2, 1, dtype=dtype, stream=stream, seed=seed, factors=(patterns,), partition=partition)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        bits = values["pattern"][:, None] >> np.arange(4) & 1
        return (bits * self.bright).astype(np.uint8).reshape(-1, 2, 2, 1)


class Patient(Glyphs):
    """Glyphs that are made ahead of need, one by one."""

    def maker(self) -> Callable[[int], NDArray[Any]] | None:
        return lambda index: self.pixels(np.array([index]))[0]


class Lone(ImageSpace):
    """A single black image."""

    def __init__(
        self, *, dtype: DTypeLike = "float32", stream: int = 0, seed: int | np.random.Generator | None = None
    ) -> None:
        super().__init__(1, 2, 1, dtype=dtype, stream=stream, seed=seed, factors=(Finite("only", ("one",)),))

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((len(values["only"]), *self.shape), np.float32)


class Regions(ImageSpace):
    """Four pictures in gray of three classes of pixels, of which some pixels are of none."""

    _source_dtype = "uint8"

    def __init__(
        self,
        *,
        height: int = 7,
        width: int = 6,
        channels: int = 3,
        names: tuple[str, ...] = ("sky", "sea", "sand"),
        transforms: tuple[Transform, ...] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.names = names
        super().__init__(
            height,
            width,
            channels,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=(Finite("picture", range(4)),),
            transforms=transforms,
        )

    @property
    def mask_names(self) -> tuple[str, ...]:
        return self.names

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        grays = (80 * (self._masks(values) + 1)).astype(np.uint8)
        return grays[..., None].repeat(self.channels, axis=-1)

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.int16]:
        y, x = np.mgrid[: self.height, : self.width]
        classes = (y + x * (1 + values["picture"][:, None, None])) % (len(self.names) + 1) - 1
        return np.asarray(classes, np.int16)
