"""Noise of single photons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped, per_image
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging
from imagespaces.transforms.pixel_draws import key_of, uniforms

__all__ = ["PoissonNoise"]

_MOST = 255.0


@dataclass(frozen=True)
class PoissonNoise(Recolouring):
    """Count photons: every value becomes a Poisson number of mean peak × value, divided by the peak and cut off at 1.

    Factors ``poisson_noise``, the peak, and ``poisson_noise_key``. For more photons than 255 the noise can't be told
    from normal noise of standard deviation √(value / peak).

    Args:
        peak: Photons that white is on average: a number, or a range of which each instance draws its own; 1 to 255.

    Raises:
        ValueError: If the range does not fit.

    >>> PoissonNoise(10)
    PoissonNoise(peak=10.0)
    """

    peak: Range = 30.0

    def __post_init__(self) -> None:
        keep(self, peak=check_range("peak", self.peak, 1, _MOST))

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("poisson_noise", self.peak, "log"), key_of("poisson_noise")

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        chance = uniforms("poisson_noise", values["poisson_noise_key"], images.shape[1:])
        peak = per_image(values["poisson_noise"])
        counts = _counts((images * peak).reshape(-1), chance.reshape(-1)).reshape(images.shape)
        return clipped(counts / peak)


def _counts(means: NDArray[np.float32], chances: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give Poisson numbers ``[N]`` by inversion: the least k at which the cumulative probability exceeds the chance."""
    counts = np.zeros(len(means), np.float32)
    mean = means.astype(np.float64)
    share = np.exp(-mean)  # the probability of k
    left = chances - share  # what those of 0, …, k leave of the chance
    count, pending = 0, np.flatnonzero(left >= 0)
    while pending.size:
        count += 1
        mean, share, left = mean[left >= 0], share[left >= 0], left[left >= 0]
        share *= mean / count
        left -= share
        counts[pending] = count
        pending = pending[left >= 0]
    return counts
