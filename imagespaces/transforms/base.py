"""What a transform is: a change of the image whose random parameters are factors of variation.

A transform is a frozen dataclass. What is random about it are factors, drawn for every instance and never enumerated
by the states; each has a sub-stream of its own, so that one transform more leaves all other draws as they were. The
rest is pure: what comes of a transform depends on the values given alone.

Axes: ``B`` images, ``H`` rows, ``W`` columns, ``C`` channels.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from imagespaces.transforms.parameters import Parameter
    from imagespaces.transforms.pose import Pose

__all__ = ["Canvas", "Gains", "Geometric", "Photometric", "Recolouring", "Transform", "Values"]

Values: TypeAlias = Mapping[str, NDArray[Any]]
"""For each parameter of a transform ``[B]`` values, those that are fixed included."""


class Canvas(NamedTuple):
    """What a transform is put to.

    Attributes:
        height: Rows.
        width: Columns.
        channels: Values per pixel.
        has_masks: Whether it is known where the objects are.
    """

    height: int
    width: int
    channels: int
    has_masks: bool


class Gains(NamedTuple):
    """By how much a geometric transform changes lengths.

    Attributes:
        least: The least factor, above 0.
        most: The largest one.
    """

    least: float
    most: float


class Transform:
    """A change of the image."""

    def parameters(self, canvas: Canvas) -> tuple[Parameter, ...]:
        """Give what must be known of each instance to apply it: factors, and what is fixed.

        Args:
            canvas: What it is put to.

        Raises:
            ValueError: If it can't be put to that.
        """
        self._check(canvas)
        return self._parameters()

    def _parameters(self) -> tuple[Parameter, ...]:
        """Give the parameters that are the same on any canvas."""
        return ()

    def _check(self, canvas: Canvas) -> None:
        """Raise ValueError if it can't be put to a canvas."""


class Geometric(Transform, ABC):
    """A transform that moves what is seen."""

    @property
    def gains(self) -> Gains:
        """By how much lengths change, at least and at most: not at all, unless a transform says otherwise."""
        return Gains(1.0, 1.0)

    @abstractmethod
    def move(self, pose: Pose, values: Values) -> Pose:
        """Give the pose after this transform, which is put to what ``pose`` made."""


class Photometric(Transform, ABC):
    """A transform that changes what pixels look like, and leaves things where they are."""

    needs_masks: ClassVar[bool] = False
    """Whether it must be known where the objects are."""

    @abstractmethod
    def apply(
        self, images: NDArray[np.float32], values: Values, coverage: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """Change images.

        Args:
            images: float32 ``[B, H, W, C]``, in [0, 1]; they are not written to.
            values: ``[B]`` of each parameter.
            coverage: float32 ``[B, H, W]``, the share of each pixel that objects cover; for those that ``needs_masks``.

        Returns:
            A fresh float32 ``[B, H, W, C]``, in [0, 1]. Row ``b`` depends on rows ``b`` alone.
        """


class Recolouring(Photometric):
    """A photometric transform that treats all pixels alike, objects or not."""

    def apply(
        self,
        images: NDArray[np.float32],
        values: Values,
        coverage: NDArray[np.float32] | None = None,  # noqa: ARG002 - pixels are treated alike
    ) -> NDArray[np.float32]:
        """Change images, as :meth:`Photometric.apply` says."""
        return self._recolour(images, values)

    @abstractmethod
    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        """Change images ``[B, H, W, C]``: the one hook of each such transform."""
