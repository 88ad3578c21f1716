"""A policy of the user's own, named as ``module:name``.

``name`` is one of two things:

- a function ``name(observations, envs)``, called at every step, which gives ``{"action": [B, …], "prediction": [B,
  …]}`` for the observations ``{key: [B, …]}`` of the vector environment ``envs``;
- a class, made once as ``name(envs)``, whose objects are called at every step with the observations alone. If they have
  a method ``begin(lanes, seeds)``, it is called when some lanes begin an episode.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.environment import ActiveVectorEnv
from envspecs.policies.policy import Actions, Observations, Policy, PolicyError
from envspecs.problems import near_miss

__all__ = ["Own", "find"]


class Own:
    """What a user's function or object does, as a policy.

    Args:
        act: Gives actions for observations.
        begin: Called when lanes begin an episode, if there is one.
    """

    def __init__(
        self,
        act: Callable[[Observations], Actions],
        begin: Callable[[NDArray[np.intp], NDArray[np.int64]], object] | None = None,
    ) -> None:
        self._act, self._begin = act, begin

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Tell the object, if it wants to know."""
        if self._begin is not None:
            self._begin(lanes, seeds)

    def __call__(self, observations: Observations) -> Actions:
        """Ask the function or object."""
        return self._act(observations)


def find(name: str) -> Callable[[ActiveVectorEnv], Policy]:
    """Find a user's policy; modules in the current folder are found too.

    Args:
        name: ``module:name``; dots may lead through attributes, as ``module:Agent.act``.

    Returns:
        What makes the policy for a vector environment.

    Raises:
        PolicyError: If the module or the name in it can't be found or imported, or is nothing that can be called.
    """
    module_name, _, attribute = name.partition(":")
    found: Any = _imported(module_name, name)
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise PolicyError(f"policy {name!r}: {_what(found)} has no {part!r}{near_miss(part, _callables(found))}")
        found = getattr(found, part)
    if not callable(found):
        raise PolicyError(f"policy {name!r} must be a function or a class, got {type(found).__name__} {found!r}")
    return lambda envs: _of_class(found, envs) if inspect.isclass(found) else Own(lambda seen: found(seen, envs))


def _of_class(kind: Callable[[ActiveVectorEnv], Any], envs: ActiveVectorEnv) -> Policy:
    made = kind(envs)
    return Own(made, getattr(made, "begin", None))


def _imported(module_name: str, name: str) -> ModuleType:
    folder = str(Path.cwd())
    if folder not in sys.path:
        sys.path.insert(0, folder)  # and left there: the module may import its neighbours later
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise _unimportable(name, error) from error
        raise PolicyError(
            f"policy {name!r}: there is no module {error.name!r} in {folder} or among what is installed"
        ) from None
    except Exception as error:  # a user's module may raise anything
        raise _unimportable(name, error) from error


def _unimportable(name: str, error: Exception) -> PolicyError:
    return PolicyError(f"policy {name!r} can't be imported: {type(error).__name__}: {error}")


def _what(found: Any) -> str:
    return f"module {found.__name__!r}" if isinstance(found, ModuleType) else repr(found)


def _callables(found: Any) -> list[str]:
    return [name for name, value in vars(found).items() if callable(value)] if hasattr(found, "__dict__") else []
