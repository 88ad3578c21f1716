"""A part of a picture behind the objects: what textures and photographs have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.pixels import from_bytes
from imagespaces.transforms.background import Background
from imagespaces.transforms.base import Canvas, Values
from imagespaces.transforms.bundled import bundled
from imagespaces.transforms.parameters import Parameter, Range, check_range, choice, keep, ranging

__all__ = ["PictureBackground"]

_LEAST = 0.01


@dataclass(frozen=True)
class PictureBackground(Background):
    """Show a part of a bundled picture behind the objects, of the image's proportions.

    Args:
        pictures: The names of pictures, each shown equally often.
        scale: The part's size as a share of the largest one that the picture holds: a number, or a range; 0.01 to 1.

    Raises:
        ValueError: If a name is unknown, or the range does not fit.
    """

    pictures: tuple[str, ...]
    scale: Range = (0.3, 1.0)

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of its factors."""

    @property
    @abstractmethod
    def known(self) -> tuple[str, ...]:
        """The names of the pictures that there are."""

    def __post_init__(self) -> None:
        keep(self, pictures=_check_names(self.pictures, self.known), scale=check_range("scale", self.scale, _LEAST, 1))

    def _check(self, canvas: Canvas) -> None:
        super()._check(canvas)
        if canvas.channels not in {1, 3}:
            raise ValueError(f"{type(self).__name__} needs 1 or 3 channels, got {canvas.channels}")

    def _parameters(self) -> tuple[Parameter, ...]:
        which = choice(self.name, dict.fromkeys(self.pictures, 1.0))
        places = (ranging(f"{self.name}_{axis}", (0.0, 1.0)) for axis in "xy")
        return which, ranging(f"{self.name}_scale", self.scale), *places

    def _ground(self, shape: tuple[int, ...], values: Values) -> NDArray[np.float32]:
        ground = np.empty(shape, np.uint8)
        names = (self.name, f"{self.name}_scale", f"{self.name}_x", f"{self.name}_y")
        for out, (code, *part) in zip(
            ground, zip(*(values[name].tolist() for name in names), strict=True), strict=True
        ):
            out[...] = _part(bundled(self.pictures[code], shape[3]), (shape[1], shape[2]), *part)
        return from_bytes(ground)


def _part(picture: NDArray[np.uint8], shape: tuple[int, int], scale: float, x: float, y: float) -> NDArray[np.uint8]:
    """Give a part of a picture, as large as ``scale`` says and where ``x`` and ``y`` say, brought to ``shape``."""
    import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who shows pictures pays for it

    height, width = shape
    zoom = scale * min(picture.shape[0] / height, picture.shape[1] / width)
    rows, columns = max(1, round(height * zoom)), max(1, round(width * zoom))
    top, left = int(y * (picture.shape[0] - rows + 1)), int(x * (picture.shape[1] - columns + 1))
    part = picture[top : top + rows, left : left + columns]
    shrinks = zoom > 1
    resized = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    return np.asarray(resized, np.uint8).reshape(height, width, picture.shape[2])


def _check_names(names: Sequence[str], known: tuple[str, ...]) -> tuple[str, ...]:
    given = (names,) if isinstance(names, str) else tuple(names)
    if not given or len(set(given)) != len(given) or not set(given) <= set(known):
        raise ValueError(f"pictures must be one or more of {', '.join(map(repr, known))}, got {names!r}")
    return given
