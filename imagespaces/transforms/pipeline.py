"""All transforms of a space together: their factors, the poses that they make, and what becomes of images.

Drawn shapes are posed before they are rasterised; pictures are warped once, by the product of all geometric transforms.
Photometric transforms follow in the order written.

Axes: ``B`` images, ``H`` rows, ``W`` columns, ``C`` channels.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from imagespaces.kernels.warping import warp
from imagespaces.masks import NO_CLASS
from imagespaces.pixels import from_bytes
from imagespaces.transforms.base import Canvas, Gains, Geometric, Photometric, Transform, Values
from imagespaces.transforms.parameters import Fixed, Parameter
from imagespaces.transforms.pose import Pose
from imagespaces.transforms.shift import Shift

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imagespaces.factors import Interval
    from imagespaces.masks import Masks

__all__ = ["Pipeline"]

T = TypeVar("T", bound=Transform)


class Pipeline:
    """The transforms of one space.

    Args:
        transforms: In the order in which they are put to the image, each kind once.
        canvas: What they are put to.
        bodies: The prefixes of what is posed apart, each with draws of its own: the factor ``rotate`` of the body
            ``"left."`` is ``left.rotate``. Photometric transforms see the whole image. None where the space gives
            pictures that fill their frame, which are warped.

    Raises:
        TypeError: If something is no transform.
        ValueError: If a kind is there twice, a transform can't be put to the canvas, or pictures are to be moved that
            are neither smaller nor larger than the frame.

    Attributes:
        factors: What is drawn for every instance.
        gains: By how much the geometric transforms together change lengths, at least and at most.
        recolours: Whether there are photometric transforms.
    """

    def __init__(self, transforms: Sequence[Transform], canvas: Canvas, bodies: Sequence[str] | None = ("",)) -> None:
        _check_kinds(transforms)
        self._warps = bodies is None
        self._geometric = [_Bound(each, each.parameters(canvas)) for each in transforms if isinstance(each, Geometric)]
        self._photometric = [
            _Bound(each, each.parameters(canvas)) for each in transforms if isinstance(each, Photometric)
        ]
        posed = [factor for prefix in bodies or ("",) for bound in self._geometric for factor in bound.factors(prefix)]
        self.factors = (*posed, *(factor for bound in self._photometric for factor in bound.factors()))
        gains = [bound.transform.gains for bound in self._geometric]
        self.gains = Gains(math.prod(gain.least for gain in gains), math.prod(gain.most for gain in gains))
        self.recolours = bool(self._photometric)
        self._needs_masks = any(bound.transform.needs_masks for bound in self._photometric)
        if self._warps:
            self._check_moves()

    def pose(self, values: Values, prefix: str = "") -> Pose:
        """Give the poses of a body, from the values ``[B]`` of the space's factors."""
        pose = Pose.identity(_count(values))
        for bound in self._geometric:
            pose = bound.transform.move(pose, bound.values(values, prefix))
        return pose

    def render(
        self, images: NDArray[Any], values: Values, coverage: Callable[[Values], NDArray[np.float32]]
    ) -> NDArray[Any]:
        """Give images with all transforms.

        Args:
            images: ``[B, H, W, C]``, float32 in [0, 1] or uint8, as the space draws them: posed, or still to be warped.
            values: ``[B]`` of each factor of the space.
            coverage: Gives the share of each pixel that objects cover, float32 ``[B, H, W]``, in the same place.

        Returns:
            ``[B, H, W, C]``; float32 in [0, 1] if there are photometric transforms, else of the type of ``images``.
        """
        images = self._warp(images, values)
        if not self.recolours:
            return images
        covered = self.render_coverage(coverage(values), values) if self._needs_masks else None
        pixels = from_bytes(images) if images.dtype == np.uint8 else images
        for bound in self._photometric:
            pixels = bound.transform.apply(pixels, bound.values(values), covered)
        return pixels

    def render_coverage(self, coverage: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        """Give the share of each pixel that objects cover, float32 ``[B, H, W]``, after the geometric transforms."""
        return self._warp(coverage[..., None], values, nearest=True)[..., 0]

    def render_masks(self, masks: Masks | None, values: Values) -> Masks | None:
        """Give masks ``[B, H, W]`` after the geometric transforms, each pixel of the class of the nearest.

        Outside of the picture there is no object, and no class is known. They stay None if the space has none.
        """
        if masks is None:
            return None
        outside = 0 if masks.dtype == np.bool_ else NO_CLASS
        return self._warp(masks[..., None], values, nearest=True, outside=outside)[..., 0]

    def _warp(self, images: NDArray[Any], values: Values, *, nearest: bool = False, outside: int = 0) -> NDArray[Any]:
        """Put the geometric transforms to pictures that fill their frame."""
        if not self._warps or not self._geometric:
            return images
        pose = self.pose(values)
        height, width = images.shape[1:3]
        frame = np.array([width - 1, height - 1]) / 2  # from its middle to the middles of its outermost pixels
        room = np.abs(frame - pose.box_extents(height - 1, width - 1))
        return warp(images, pose.linear, pose.offsets(room), nearest=nearest, outside=outside)

    def _check_moves(self) -> None:
        shifts = [bound.transform for bound in self._geometric if isinstance(bound.transform, Shift)]
        if self.gains == (1.0, 1.0) and shifts:
            raise ValueError(
                "a picture that fills its frame can be moved only where Scale makes it smaller or larger, "
                f"got {shifts[0]} without Scale"
            )


@dataclass(frozen=True)
class _Bound(Generic[T]):
    """A transform and what it must know on a canvas."""

    transform: T
    parameters: tuple[Parameter, ...]

    def factors(self, prefix: str = "") -> Iterator[Interval]:
        """Give the parameters that are drawn, under the names that they have in the space."""
        return (_renamed(each, prefix + each.name) for each in self.parameters if not isinstance(each, Fixed))

    def values(self, given: Values, prefix: str = "") -> dict[str, NDArray[Any]]:
        """Give the values ``[B]`` of all parameters, from those of the space's factors."""
        return {
            each.name: np.full(_count(given), each.value) if isinstance(each, Fixed) else given[prefix + each.name]
            for each in self.parameters
        }


def _count(values: Values) -> int:
    return len(next(iter(values.values())))


def _renamed(factor: Interval, name: str) -> Interval:
    other = copy.copy(factor)
    object.__setattr__(other, "name", name)
    return other


def _check_kinds(transforms: Sequence[Transform]) -> None:
    kinds: list[str] = []
    for each in transforms:
        if not isinstance(each, (Geometric, Photometric)):
            raise TypeError(f"transforms must be of imagespaces.transforms, got {each!r}")
        kinds.append(type(each).__name__)
    if twice := [kind for kind in kinds if kinds.count(kind) > 1]:
        raise ValueError(
            f"each kind of transform may be there once, since its factors have its name, got {twice[0]} twice"
        )
