"""What layouts are: other forms of the same actions and observations, without any loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from gymnasium.spaces import Space
from numpy.typing import NDArray

__all__ = ["ActionLayout", "ObservationLayout"]


class ActionLayout(Protocol):
    """Another form of the actions ``{"action": …, "prediction": …}``.

    Both methods take the actions of one lane, or of many with leading axes.
    """

    @property
    def space(self) -> Space[Any]:
        """The actions of one lane in this form."""

    def take_apart(self, actions: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """Give the dictionary of actions in this form."""

    def put_together(self, actions: Mapping[str, Any]) -> NDArray[Any]:
        """Give a dictionary of actions in this form."""


class ObservationLayout(Protocol):
    """Another form of the dictionary of observations.

    Both methods take the observations of one lane, or of many with leading axes.
    """

    @property
    def space(self) -> Space[Any]:
        """The observations of one lane in this form."""

    def lay_out(self, observation: Mapping[str, NDArray[Any]]) -> Any:
        """Give a dictionary of observations in this form."""

    def restore(self, observation: Any) -> dict[str, NDArray[Any]]:
        """Give the dictionary of observations in this form; without what the form leaves out."""
