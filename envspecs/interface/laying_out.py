"""Which form an environment is to have, and how it gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

import gymnasium
from gymnasium.spaces import Dict, Space
from gymnasium.vector import VectorEnv

from envspecs.interface.chosen_actions import DiscreteActions, MultiDiscreteActions
from envspecs.interface.estimated import ESTIMATORS, Estimated, EstimatedVector
from envspecs.interface.flat_actions import FlatActions
from envspecs.interface.laid_out import LaidOut, LaidOutVector
from envspecs.interface.layouts import ActionLayout
from envspecs.interface.observations import Observations

__all__ = ["Interface", "lay_out"]

AnyEnv = TypeVar("AnyEnv", gymnasium.Env[Any, Any], VectorEnv[Any, Any, Any])


@dataclass(frozen=True)
class Interface:
    """The form of an environment's actions and observations.

    Attributes:
        actions: ``"dict"``; ``"flat"``, a box of all numbers; ``"multi_discrete"``, a choice for each number; or
            ``"discrete"``, one choice.
        bins: How many values a number has that becomes a choice.
        certainty: The probability of a class that is chosen.
        bound: What numbers without bounds, as logits, are bounded by in a flat box.
        predictions: Who predicts: the ``"agent"``, or an estimator: ``"even"``, ``"ideal"`` or ``"oracle"``.
        observations: ``"dict"``; ``"image"``, the glimpse alone; or ``"flat"``, a box of all numbers.
        channels: Where the channels of images are.
        dtype: The type of images; None for that which they have.
        scalars: ``"plain"``, 0-d; or ``"vector"``, of shape (1,).
    """

    actions: Literal["dict", "flat", "multi_discrete", "discrete"] = "dict"
    bins: int = 5
    certainty: float = 0.9
    bound: float = 10.0
    predictions: Literal["agent", "even", "ideal", "oracle"] = "agent"
    observations: Literal["dict", "image", "flat"] = "dict"
    channels: Literal["last", "first"] = "last"
    dtype: Literal["float32", "uint8"] | None = None
    scalars: Literal["plain", "vector"] = "plain"


def lay_out(env: AnyEnv, interface: Interface) -> AnyEnv:
    """Give an environment of this project, single or vector, a form; the environment itself where that is its own.

    Raises:
        ValueError: If the environment can't have it.
        TypeError: If it has actions or observations of a kind that can't be brought to it.

    >>> import envspecs
    >>> env = lay_out(envspecs.load("CircleSquare-v0").make(), Interface(actions="discrete", bins=3))
    >>> env.action_space
    Discrete(18)
    """
    several = isinstance(env, VectorEnv)
    outer: Any = env
    if interface.predictions != "agent":
        outer = (EstimatedVector if several else Estimated)(outer, ESTIMATORS[interface.predictions])
    prefix = "single_" if several else ""
    actions = _actions(getattr(outer, f"{prefix}action_space"), outer, prefix, interface)
    observations = _observations(getattr(outer, f"{prefix}observation_space"), interface)
    if actions is not None or observations is not None:
        outer = (LaidOutVector if several else LaidOut)(outer, actions, observations)
    return cast("AnyEnv", outer)


def _actions(space: Space[Any], env: Any, prefix: str, interface: Interface) -> ActionLayout | None:
    if interface.actions == "dict":
        return None
    if not isinstance(space, Dict):
        raise TypeError(f"actions must be a Dict to be laid out, got {space!r}")
    if interface.actions == "flat":
        return FlatActions(space, interface.bound)
    target: Space[Any] | None = getattr(env, f"{prefix}prediction_target_space")
    kind = MultiDiscreteActions if interface.actions == "multi_discrete" else DiscreteActions
    return kind(space, target, bins=interface.bins, certainty=interface.certainty)


def _observations(space: Space[Any], interface: Interface) -> Observations | None:
    own = Interface()
    kept = all(
        getattr(interface, name) == getattr(own, name) for name in ("observations", "channels", "dtype", "scalars")
    )
    if kept:
        return None
    if not isinstance(space, Dict):
        raise TypeError(f"observations must be a Dict to be laid out, got {space!r}")
    return Observations(
        space,
        form=interface.observations,
        channels=interface.channels,
        dtype=interface.dtype,
        scalars=interface.scalars,
    )
