"""What tests of transforms share: images, values drawn for them, and every transform by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms import (
    Brightness,
    Canvas,
    Contrast,
    Fixed,
    Flip,
    Gamma,
    GaussianBlur,
    GaussianNoise,
    Geometric,
    GradientBackground,
    Hue,
    Invert,
    MotionBlur,
    NoiseBackground,
    Occlude,
    PhotographBackground,
    Photometric,
    PoissonNoise,
    Rotate,
    SaltAndPepperNoise,
    Saturation,
    Scale,
    Shear,
    Shift,
    SolidBackground,
    SpeckleNoise,
    TextureBackground,
    Transform,
)

__all__ = ["GEOMETRIC", "PHOTOMETRIC", "canvas_of", "coverage", "images", "once", "pixelwise", "values_of"]

GEOMETRIC: list[Geometric] = [
    Rotate(),
    Rotate(quantum=15),
    Flip(),
    Scale(),
    Shift(),
    Shift(quantum=2),
    Shear(y=(-0.2, 0.2)),
]

PHOTOMETRIC: list[Photometric] = [
    Brightness(),
    Contrast(),
    Gamma(),
    GaussianBlur(),
    GaussianNoise((0.05, 0.3)),
    GradientBackground(),
    Hue(),
    Invert(),
    MotionBlur(),
    NoiseBackground(grain=3),
    Occlude(level=(0, 1)),
    PhotographBackground(),
    PoissonNoise((2, 50)),
    SaltAndPepperNoise((0, 0.3)),
    Saturation(),
    SolidBackground(),
    SpeckleNoise(),
    TextureBackground(),
]


def images(count: int = 3, height: int = 6, width: int = 7, channels: int = 3, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((count, height, width, channels), dtype=np.float32)


def coverage(count: int = 3, height: int = 6, width: int = 7, seed: int = 1) -> NDArray[np.float32]:
    """Nothing, all, or a part, of every pixel."""
    shares = np.random.default_rng(seed).uniform(-1, 2, (count, height, width))
    return np.clip(shares, 0, 1).astype(np.float32)


def canvas_of(pixels: NDArray[np.float32]) -> Canvas:
    _, height, width, channels = pixels.shape
    return Canvas(height, width, channels, has_masks=True)


def values_of(transform: Transform, canvas: Canvas, count: int, seed: int = 0) -> dict[str, NDArray[Any]]:
    """Draw values of all parameters, as a space would."""
    random = np.random.default_rng(seed)
    return {
        each.name: np.full(count, each.value) if isinstance(each, Fixed) else each.from_unit(random.random(count))
        for each in transform.parameters(canvas)
    }


def once(transform: Photometric, pixels: NDArray[np.float32], **values: float) -> NDArray[np.float32]:
    """Put a transform to images, the same values to all; a key is 0 unless given."""
    fixed = {each.name: getattr(each, "value", 0) for each in transform.parameters(canvas_of(pixels))} | values
    return transform.apply(pixels, {name: np.full(len(pixels), value) for name, value in fixed.items()})


def pixelwise(pixels: NDArray[np.float32], change: Callable[[float], float]) -> NDArray[np.float64]:
    """Change every value by itself, and cut it off at 0 and 1."""
    changed = [min(max(change(float(value)), 0.0), 1.0) for value in pixels.reshape(-1)]
    return np.array(changed).reshape(pixels.shape)
