"""Predict the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.losses.portions import portions
from envspecs.losses.root_mean_squared_error import RootMeanSquaredError
from envspecs.parts import Lanes
from envspecs.stage import Stage
from envspecs.tasks.coverage import Coverage
from envspecs.tasks.likeness import peak_signal_to_noise, structural_similarity
from envspecs.tasks.resolution import averaged, checked_size
from envspecs.uniform import UniformBox
from imagespaces import ImageSpace
from imagespaces.draws import Draws
from imagespaces.pixels import convert

__all__ = ["Reconstruction"]

_UNCOUNTED = -1.0
_BYTES = 255


class Reconstruction:
    """Predicts pixels ``[h, w, C]``, float32 in [0, 1]; the truth is the image.

    The truth is returned fresh in every step, and is copied for that alone: it is gathered from the pictures on show,
    portion by portion where it is compared. Of each lane the latest prediction is kept, and, where the resolution is
    lower than that of the images, the truth.

    At an episode's end it reports of the last prediction, over all pixels, ``rmse``, the root of the mean squared error
    in units of 0 to 255; ``psnr``, the peak signal-to-noise ratio in decibels, at most 100; ``ssim``, the structural
    similarity (:func:`~envspecs.tasks.likeness.structural_similarity`); and, where only unseen pixels count,
    ``unseen``, the share of pixels that no look had covered.

    Args:
        stage: Pictures, and the sensor that looks at them.
        loss: The loss of pixels against pixels.
        size: (height, width) of the prediction, whose pixels are to be means over those of the image; the image's own
            unless given.
        unseen_only: Whether only pixels count that no look has covered so far; the others are −1 in the truth.

    Raises:
        ValueError: If the size is larger than that of the images.
    """

    words: Mapping[str, int] = {}
    options: Mapping[str, int] = {}
    observation_spaces: Mapping[str, Space[Any]] = {}

    def __init__(
        self,
        stage: Stage,
        *,
        loss: RootMeanSquaredError,
        size: tuple[int, int] | None = None,
        unseen_only: bool = False,
    ) -> None:
        space, lanes = stage.space, stage.lanes
        own = (space.height, space.width)
        height, width = self._size = checked_size(size, own)
        self._gallery, self.loss = stage.gallery, loss
        self.blind_loss = loss.blind
        self.prediction_space = ImageSpace(height, width, space.channels)
        shape = self.prediction_space.shape
        self.target_space = UniformBox(_UNCOUNTED, 1.0, shape, np.float32) if unseen_only else ImageSpace(*shape)
        self.limits: Mapping[str, tuple[float, float]] = {"truth": (0.0, 1.0), "losses": (0.0, np.inf)}
        self._coverage = Coverage(stage.sensor, lanes, own, self._size) if unseen_only else None
        self._truth = None if self._size == own else np.zeros((lanes, *shape), np.float32)
        self._latest = np.zeros((lanes, *shape), np.float32)
        self._losses = np.full(lanes, np.inf)  # of the latest predictions; infinite before the first

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,  # noqa: ARG002 - the truth follows from the instance
        indices: NDArray[np.int64],  # noqa: ARG002 - and that is on show
        options: Mapping[str, NDArray[Any]],  # noqa: ARG002 - it has none
    ) -> None:
        """Take over the pictures on show in ``lanes`` ``[b]``."""
        if self._truth is not None:
            self._truth[lanes] = averaged(self._on_show(lanes), self._size)
        if self._coverage is not None:
            self._coverage.reset(lanes)
        self._latest[lanes] = 0.0
        self._losses[lanes] = np.inf

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - nothing is added
        """Add nothing to the observation."""
        return {}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ARG002 - they count alike
        """Give the losses ``[B]`` of pixels ``[B, h, w, C]``."""
        if self._coverage is not None:
            self._coverage.look()
        losses, size = np.empty(len(predictions)), predictions[0].size
        for part in portions(len(losses), 8 * size):
            rows = len(losses[part])
            losses[part] = self.loss.of_rows(
                predictions[part].reshape(rows, size), self._counted(part).reshape(rows, size)
            )
            self._latest[part] = predictions[part]
        self._losses[...] = losses
        return losses

    def _on_show(self, lanes: Lanes) -> NDArray[Any]:
        """Give the pictures of some lanes, as they are kept, ``[b, H, W, C]``, fresh."""
        pictures: NDArray[Any] = self._gallery.pixels[self._gallery.rows[lanes]]
        return pictures

    def _images(self, lanes: Lanes) -> NDArray[np.float32]:
        """Give what some lanes are to predict, ``[b, h, w, C]``, fresh."""
        return convert(self._on_show(lanes), np.float32) if self._truth is None else self._truth[lanes].copy()

    def _counted(self, lanes: Lanes) -> NDArray[np.float32]:
        """Give the same, with −1 where a pixel does not count."""
        truth = self._images(lanes)
        if self._coverage is not None:
            truth[self._coverage.seen[lanes]] = _UNCOUNTED
        return truth

    def targets(self) -> NDArray[np.float32]:
        """Give the images ``[B, h, w, C]``, with −1 where a pixel does not count."""
        return self._counted(slice(None))

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give ``rmse``, ``psnr`` and ``ssim`` of some lanes, ``[b]`` each, and ``unseen`` where that matters."""
        errors = [self._error(lane) for lane in lanes.tolist()]
        pairs = ((self._latest[lane], self._images(np.array([lane]))[0]) for lane in lanes.tolist())
        found = {
            "rmse": np.array(errors) * _BYTES,
            "psnr": np.array([peak_signal_to_noise(error) for error in errors]),
            "ssim": np.array([structural_similarity(*pair) for pair in pairs]),
        }
        return found if self._coverage is None else found | {"unseen": self._coverage.unseen(lanes)}

    def _error(self, lane: int) -> float:
        """Give the root of the mean squared error of a lane's latest prediction, over all pixels."""
        return float(_OVER_ALL(self._latest[lane], self._images(np.array([lane]))[0]))

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give by how much less the latest predictions lose than a blind guess, as shares of that, ``[b]``."""
        qualities: NDArray[np.float64] = np.clip(1.0 - self._losses[lanes] / self.blind_loss, 0.0, 1.0)
        return qualities

    def caption(self, lane: int) -> tuple[str, str]:
        """Give how far off the latest prediction is."""
        truth = "the image"
        if np.isinf(self._losses[lane]):
            return "", truth
        return f"off by {self._error(lane) * _BYTES:.1f} of {_BYTES}", truth

    def pictures(self, lane: int) -> Mapping[str, NDArray[Any]]:
        """Give the latest prediction, gray before the first, and the truth, ``[h, w, C]``."""
        truth = self._images(np.array([lane]))[0]
        guess = np.full_like(truth, 0.5) if np.isinf(self._losses[lane]) else np.clip(self._latest[lane], 0.0, 1.0)
        return {"prediction": guess, "truth": truth}

    def oracle(self) -> NDArray[np.float32]:
        """Give the images ``[B, h, w, C]``."""
        return self._images(slice(None))

    def state(self) -> dict[str, NDArray[Any]]:
        """Give the latest predictions and losses, what was looked at, and the truth where it is not on show."""
        return {
            "latest": self._latest,
            "losses": self._losses,
            **({} if self._truth is None else {"truth": self._truth}),
            **({} if self._coverage is None else self._coverage.state()),
        }


_OVER_ALL = RootMeanSquaredError(scale=1)
