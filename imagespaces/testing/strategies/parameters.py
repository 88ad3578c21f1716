"""Strategies for the parameters of each kind of transform: any that are allowed, or moderate ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from hypothesis import strategies as st

from imagespaces.transforms import (
    Brightness,
    Contrast,
    Flip,
    Gamma,
    GaussianBlur,
    GaussianNoise,
    GradientBackground,
    Hue,
    Invert,
    MotionBlur,
    NoiseBackground,
    Occlude,
    PhotographBackground,
    PoissonNoise,
    Range,
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
from imagespaces.transforms.bundled import PHOTOGRAPHS, TEXTURES

__all__ = ["BUILT_IN", "Builder"]

Builder: TypeAlias = Callable[[bool], st.SearchStrategy[Transform]]
"""How a kind of transform is built; the argument tells whether parameters are to be mild."""

_Ends: TypeAlias = tuple[float, float]

_CIRCLE = (0.0, 360.0)
_LEVEL = (0.0, 1.0)


def _of_range(kind: Callable[[Range], Transform], allowed: _Ends, mild: _Ends) -> Builder:
    """Build transforms of one parameter, which may be fixed or drawn from a range."""
    return lambda is_mild: _ranges(allowed, mild, is_mild=is_mild).map(kind)


def _ranges(allowed: _Ends, mild: _Ends, *, is_mild: bool) -> st.SearchStrategy[Range]:
    """Draw a number or a range; a mild one is always a range."""
    return _pairs(*mild) if is_mild else st.floats(*allowed) | _pairs(*allowed)


def _pairs(low: float, high: float) -> st.SearchStrategy[_Ends]:
    """Draw (low, high), so far apart that different draws of it are different numbers."""
    gap = (high - low) / 16
    return st.floats(low, high - gap).flatmap(
        lambda least: st.tuples(st.just(least), st.floats(min(least + gap, high), high))
    )


def _flips(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001 - see Builder
    axes = st.sampled_from([("left_right",), ("top_bottom",), ("left_right", "top_bottom")])
    return st.builds(Flip, probability=st.just(0.5) if is_mild else st.floats(0, 1), axes=axes)


def _rotations(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    angles = st.just(_CIRCLE) | _ranges((-360.0, 360.0), _CIRCLE, is_mild=is_mild)
    return st.builds(Rotate, angle=angles, quantum=st.sampled_from([None, 90.0, 15.0]))


def _shears(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    slants = _ranges((-0.9, 0.9), (-0.2, 0.2), is_mild=is_mild)
    return st.builds(Shear, x=slants, y=st.just(0.0) | slants)


def _scales(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    # Fixed ones change the size: a picture of just the size of its frame can't be shifted.
    fixed = st.floats(1.25, 4.0) | st.floats(0.25, 0.8)
    return (_pairs(0.8, 1.25) if is_mild else fixed | _pairs(0.25, 4.0)).map(Scale)


def _shifts(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    return st.builds(
        Shift, reach=st.just(1.0) if is_mild else st.floats(0.01, 1.0), quantum=st.sampled_from([None, 1.0, 2.5])
    )


def _inversions(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    return (st.just(0.5) if is_mild else st.floats(0, 1)).map(Invert)


def _motion_blurs(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    lengths = _ranges((0.0, 100.0), (0.0, 3.0), is_mild=is_mild)
    return st.builds(MotionBlur, length=lengths, angle=_ranges((-180.0, 180.0), (0.0, 180.0), is_mild=is_mild))


def _salt_and_pepper(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    return st.builds(SaltAndPepperNoise, amount=_ranges(_LEVEL, (0.0, 0.05), is_mild=is_mild), salt=st.floats(0, 1))


def _occlusions(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    counts = st.integers(0, 1 if is_mild else 63)
    return st.builds(
        Occlude,
        count=counts.flatmap(
            lambda few: st.just(few) | st.integers(few + 1, 2 if is_mild else 64).map(lambda n: (few, n))
        ),
        size=_ranges(_LEVEL, (0.05, 0.2), is_mild=is_mild),
        level=_ranges(_LEVEL, _LEVEL, is_mild=is_mild),
    )


_DIM = (0.0, 0.4)  # ends of levels behind objects that stay to be seen, which are bright


def _gradients(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    angles = st.just(_CIRCLE) | _ranges((-360.0, 360.0), _CIRCLE, is_mild=is_mild)
    return st.builds(GradientBackground, level=_ranges(_LEVEL, _DIM, is_mild=is_mild), angle=angles)


def _clouds(is_mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    return st.builds(NoiseBackground, grain=st.floats(1.0, 16.0), level=_ranges(_LEVEL, _DIM, is_mild=is_mild))


def _behind(kind: Callable[..., Transform], names: tuple[str, ...]) -> Builder:
    """Build backgrounds of pictures."""
    pictures = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True).map(tuple)
    return lambda is_mild: st.builds(kind, pictures=pictures, scale=_ranges((0.01, 1.0), (0.3, 1.0), is_mild=is_mild))


BUILT_IN: Mapping[str, Builder] = MappingProxyType(
    {
        "flip": _flips,
        "rotate": _rotations,
        "scale": _scales,
        "shear": _shears,
        "shift": _shifts,
        "brightness": _of_range(Brightness, (-1.0, 1.0), (-0.3, 0.3)),
        "contrast": _of_range(Contrast, (0.01, 100.0), (0.5, 2.0)),
        "gamma": _of_range(Gamma, (0.01, 100.0), (0.5, 2.0)),
        "hue": _of_range(Hue, (-360.0, 360.0), _CIRCLE),
        "saturation": _of_range(Saturation, (0.0, 100.0), (0.5, 2.0)),
        "invert": _inversions,
        "gaussian_blur": _of_range(GaussianBlur, (0.0, 50.0), (0.0, 1.0)),
        "motion_blur": _motion_blurs,
        "gaussian_noise": _of_range(GaussianNoise, _LEVEL, (0.0, 0.1)),
        "speckle_noise": _of_range(SpeckleNoise, _LEVEL, (0.0, 0.2)),
        "poisson_noise": _of_range(PoissonNoise, (1.0, 255.0), (50.0, 255.0)),
        "salt_and_pepper_noise": _salt_and_pepper,
        "occlude": _occlusions,
        "solid_background": _of_range(SolidBackground, _LEVEL, _DIM),
        "gradient_background": _gradients,
        "noise_background": _clouds,
        "texture_background": _behind(TextureBackground, TEXTURES),
        "photograph_background": _behind(PhotographBackground, PHOTOGRAPHS),
    }
)
"""How each kind of transform of this library is built, by the name in task files; geometric ones first."""
