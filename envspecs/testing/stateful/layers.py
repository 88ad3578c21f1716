"""What may be asked of an environment, by what it is made of: layers of this project's, of Gymnasium's, of others'."""

from __future__ import annotations

import itertools
from typing import Any

from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.wrappers import OrderEnforcing, PassiveEnvChecker

from envspecs.episodes import Episodes
from envspecs.interface import Estimated, EstimatedVector
from envspecs.testing.subject import Environment
from imagespaces.testing.checks import expect

__all__ = ["heart_of", "is_bare", "is_ours", "is_saved", "layers", "mode_of"]

_TRANSPARENT = (OrderEnforcing, PassiveEnvChecker)
"""What ``gymnasium.make`` wraps environments in; they pass everything on."""


def layers(env: Any) -> list[Any]:
    """Give an environment and those that it wraps."""
    found = [env]
    while "env" in vars(found[-1]):
        found.append(found[-1].env)
    return found


def is_ours(env: Environment) -> bool:
    """Tell whether an environment is this project's, or wraps one that is."""
    return isinstance(env.unwrapped, Episodes)


def is_bare(env: Environment) -> bool:
    """Tell whether an environment is this project's, and promises all that is said of these.

    What wraps one may show, count and end otherwise: it promises no more than environments of others do.

    >>> import envspecs
    >>> from gymnasium.wrappers import TimeLimit
    >>> env = envspecs.load("CircleSquare-v0").make()
    >>> is_bare(env), is_bare(TimeLimit(env, 3)), is_ours(TimeLimit(env, 3))
    (True, False, True)
    """
    return is_ours(env) and all(_is_own(layer) or isinstance(layer, _TRANSPARENT) for layer in layers(env))


def heart_of(env: Environment) -> Any:
    """Give what of an environment is this project's, without all that others wrapped it in.

    >>> import envspecs
    >>> from gymnasium.wrappers import TimeLimit
    >>> type(heart_of(TimeLimit(envspecs.load("CircleSquare-v0").make(), 3)))
    <class 'envspecs.environment.ActiveEnv'>
    """
    return list(itertools.takewhile(_is_own, reversed(layers(env))))[-1]


def _is_own(layer: Any) -> bool:
    module = type(layer).__module__
    of_users = module.startswith("envspecs.") and not module.startswith("envspecs.testing.")
    return of_users or isinstance(layer, Episodes)


def is_saved(env: Environment) -> bool:
    """Tell whether ``get_state`` of the innermost environment tells all; estimators' memories are in no state."""
    return is_ours(env) and not any(isinstance(each, Estimated | EstimatedVector) for each in layers(env))


def mode_of(env: Environment) -> AutoresetMode | None:
    """Give what happens at an episode's end; None in a single environment.

    Raises:
        AssertionError: If a vector environment does not say.

    >>> import gymnasium
    >>> mode_of(gymnasium.make_vec("CartPole-v1", 2)).value
    'NextStep'
    """
    if not isinstance(env, VectorEnv):
        return None
    mode = (env.metadata or {}).get("autoreset_mode")
    known = ", ".join(map(str, AutoresetMode))
    expect(
        isinstance(mode, AutoresetMode),
        f"metadata['autoreset_mode'] of a vector environment must be one of {known}, got {mode!r}",
    )
    return mode
