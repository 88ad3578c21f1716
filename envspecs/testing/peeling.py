"""Environments of this project beneath the wrappers of others, which may change what the environments promise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gymnasium
from gymnasium.vector import VectorWrapper

__all__ = ["peeled", "peeling"]

KEPT = ("envspecs.interface", "envspecs.testing")
"""Where the wrappers are that belong to a task, or to how it is tested."""


def peeled(env: Any) -> Any:
    """Give an environment without the outer wrappers that others, or adapters, have put around it.

    >>> type(peeled(gymnasium.make("envspecs/CircleSquare-v0", max_episode_steps=5))).__name__
    'ActiveEnv'
    """
    while isinstance(env, gymnasium.Wrapper | VectorWrapper) and not type(env).__module__.startswith(KEPT):
        env = env.env
    return env


def peeling(make: Callable[..., Any]) -> Callable[..., Any]:
    """Give what makes environments as another does, without the outer wrappers."""
    return partial(_peeled, make)


def _peeled(make: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
    outer = make(*arguments, **options)
    bare = peeled(outer)
    while outer is not bare:
        wrapper, outer = outer, outer.env
        if isinstance(wrapper, VectorWrapper):
            del wrapper.env  # which Gymnasium 1.2 would close as soon as the wrapper, which nobody holds, is gone
    return bare
