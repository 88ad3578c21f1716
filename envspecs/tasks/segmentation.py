"""Tell the class of each pixel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.drawing.palette import coloured
from envspecs.losses.pixel_cross_entropy import PixelCrossEntropy
from envspecs.losses.portions import portions
from envspecs.parts import Lanes
from envspecs.stage import Stage
from envspecs.tasks.overlap import mean_overlap, share_right
from envspecs.tasks.resolution import checked_size, picked
from envspecs.uniform import UniformBox
from imagespaces import ImageSpace
from imagespaces.draws import Draws
from imagespaces.mask_bank import MaskLookup
from imagespaces.masks import NO_CLASS

__all__ = ["Segmentation"]

_OBJECTS = ("background", "object")
"""What pixels are where masks tell where objects are."""

_MOST_BYTES = 256 << 20
_SURE = 20.0
"""The logit of the true class by an oracle: a probability of 1 to within 1e-8 of K."""


class Segmentation:
    """Predicts logits ``[h, w, K]`` of the ``K`` classes of pixels; the truth is the class of each, −1 for none.

    The classes are a space's ``mask_names``, or background and object where masks tell where objects are. Masks are
    rendered once and shared where they fit, as images are; of each lane the truth and the likeliest classes of the
    latest prediction are kept, two bytes for each pixel.

    At an episode's end it reports of the last prediction, over the pixels that have a class, ``pixel_accuracy``, the
    share of pixels whose likeliest class is right, and ``mean_iou``, the intersection over union of each class that
    occurs in the prediction or the truth, averaged over these classes. Of classes with equal logits the first counts.

    Args:
        stage: Pictures with masks.
        loss: The loss of the logits of pixels against their classes.
        size: (height, width) of the prediction, whose truth are the classes in the middle of its cells; the image's own
            unless given.

    Raises:
        ValueError: If the space has no masks, or fewer than two classes of pixels, the size is larger than that of the
            images, or a prediction would take more than 256 MiB.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    observation_spaces: Mapping[str, Space[Any]] = {}

    def __init__(self, stage: Stage, *, loss: PixelCrossEntropy, size: tuple[int, int] | None = None) -> None:
        space, lanes = stage.space, stage.lanes
        self._names = _names_of(space)
        count = len(self._names)
        height, width = self._size = checked_size(size, (space.height, space.width))
        if 4 * height * width * count > _MOST_BYTES:
            found = f"{height} × {width} pixels of {count} classes"
            raise ValueError(f"a prediction must take up to {_MOST_BYTES >> 20} MiB, got {found}; give a smaller size")
        self._masks, self.loss = MaskLookup(space), loss
        self.blind_loss = loss.blind(count)
        self.prediction_space = UniformBox(-np.inf, np.inf, (height, width, count), np.float32)
        self.target_space = UniformBox(NO_CLASS, count - 1, (height, width), np.int16)
        classes = (float(NO_CLASS), count - 1.0)
        self.limits: Mapping[str, tuple[float, float]] = {"truth": classes, "latest": classes}
        self._truth = np.zeros((lanes, height, width), np.int16)
        self._latest = np.full((lanes, height, width), NO_CLASS, np.int16)  # that is: no prediction so far

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,  # noqa: ARG002 - the truth follows from the instance
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],  # noqa: ARG002 - it has none
    ) -> None:
        """Take over the masks of the instances ``indices`` ``[b]``."""
        self._truth[lanes] = picked(self._masks(indices), self._size)
        self._latest[lanes] = NO_CLASS

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - nothing is added
        """Add nothing to the observation."""
        return {}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ARG002 - they count alike
        """Give the losses ``[B]`` of logits ``[B, h, w, K]``."""
        count, (*_, classes) = len(predictions), predictions.shape
        logits = predictions.reshape(count, -1, classes)
        truth, latest = self._truth.reshape(count, -1), self._latest.reshape(count, -1)
        losses = np.empty(count)
        for part in portions(count, 8 * logits[0].size):
            losses[part], latest[part] = self.loss.of_rows(logits[part], truth[part])
        return losses

    def targets(self) -> NDArray[np.int16]:
        """Give the classes of pixels, int16 ``[B, h, w]``, −1 for none."""
        return self._truth.copy()

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give ``pixel_accuracy`` and ``mean_iou`` of some lanes, ``[b]`` each."""
        latest, truth = self._flat(lanes)
        return {
            "pixel_accuracy": share_right(latest, truth),
            "mean_iou": mean_overlap(np.maximum(latest, 0), truth, len(self._names)),
        }

    def _flat(self, lanes: Lanes) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Give the latest classes and the true ones of some lanes, ``[b, h × w]``."""
        latest, truth = self._latest[lanes], self._truth[lanes]
        return latest.reshape(len(latest), -1), truth.reshape(len(truth), -1)

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give the shares of pixels that are right, ``[b]``."""
        return share_right(*self._flat(lanes))

    def caption(self, lane: int) -> tuple[str, str]:
        """Give the share of pixels that are right, and the classes that there are, the largest first."""
        classes, counts = np.unique(self._truth[lane], return_counts=True)
        named = [self._names[each] for each in classes[np.argsort(-counts, kind="stable")].tolist() if each >= 0]
        latest, truth = self._flat(np.array([lane]))
        told = "" if latest[0, 0] == NO_CLASS else f"{share_right(latest, truth)[0]:.0%} of pixels right"
        return told, ", ".join(named)

    def pictures(self, lane: int) -> Mapping[str, NDArray[Any]]:
        """Give the likeliest classes and the true ones in colours, uint8 ``[h, w, 3]``; black where there is none."""
        count = len(self._names)
        return {"prediction": coloured(self._latest[lane], count), "truth": coloured(self._truth[lane], count)}

    def oracle(self) -> NDArray[np.float32]:
        """Give logits ``[B, h, w, K]`` of 20 for the true classes."""
        logits = np.zeros((*self._truth.shape, len(self._names)), np.float32)
        np.put_along_axis(logits, np.maximum(self._truth, 0)[..., None].astype(np.intp), _SURE, axis=-1)
        return logits

    def state(self) -> dict[str, NDArray[Any]]:
        """Give the true classes of pixels and those of the latest predictions."""
        return {"truth": self._truth, "latest": self._latest}


def _names_of(space: ImageSpace) -> tuple[str, ...]:
    """Give what the classes of pixels are called.

    Raises:
        ValueError: If there are not two.
    """
    names = space.mask_names or (_OBJECTS if space.has_masks else ())
    if len(names) < 2:
        found = f"{len(names)} classes" if names else "no masks"
        raise ValueError(
            f"segmentation takes a space whose masks tell at least two classes apart, got {found} of {space!r}"
        )
    return names
