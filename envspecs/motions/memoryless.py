"""What motions have in common that go by the position and the action alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.parts import Lanes

__all__ = ["Memoryless"]


class Memoryless:
    """A motion that keeps nothing from step to step, and adds nothing to the observation."""

    axes: int = 2
    observation_spaces: Mapping[str, Space[Any]] = {}
    limits: Mapping[str, tuple[float, float]] = {}

    def prepare(self, lanes: int) -> None:
        """Make no room: nothing is kept."""

    def reset(self, lanes: Lanes) -> None:
        """Forget nothing."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:  # noqa: ARG002 - nothing is added
        """Add nothing to the observation."""
        return {}

    def state(self) -> dict[str, NDArray[Any]]:
        """Give nothing."""
        return {}
