"""What makes environments, as users give it: functions, or the id of one that is registered with Gymnasium."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv

__all__ = ["Make", "MakeVec", "called", "checked_make", "checked_make_vec", "first_made", "first_vector_made", "takes"]

Make: TypeAlias = Callable[..., gymnasium.Env[Any, Any]]

MakeVec: TypeAlias = Callable[..., VectorEnv[Any, Any, Any]]

_LAMBDA = "write `lambda **options: …`, which makes one"
"""What to do with an environment that is there already."""

_IN_ITS_PLACE = "lambda n, autoreset_mode: gymnasium.make_vec(…, n, 'sync', dict(autoreset_mode=autoreset_mode))"
"""What to give instead of ``gymnasium.make_vec``, which takes the mode in another place."""


def checked_make(make: Make | str) -> Make:
    """Give what makes one environment.

    Args:
        make: A callable, or the id of an environment that is registered with Gymnasium.

    Raises:
        TypeError: If it is neither.

    >>> checked_make("CartPole-v1")().spec.id
    'CartPole-v1'
    """
    if isinstance(make, str):
        return partial(gymnasium.make, make)
    _refuse_environments("make", make)
    if not callable(make):
        raise TypeError(f"make must be a callable that makes an environment, or the id of one, got {make!r}")
    return make


def checked_make_vec(make_vec: MakeVec | None) -> MakeVec | None:
    """Give what makes vector environments, if there are any.

    Raises:
        TypeError: If it is no callable, or does not take the number of environments and ``autoreset_mode``.
    """
    if make_vec is None:
        return None
    _refuse_environments("make_vec", make_vec)
    if not callable(make_vec):
        raise TypeError(f"make_vec must be a callable that makes vector environments, or None, got {make_vec!r}")
    signature = _signature(make_vec)
    try:
        if signature is not None:
            signature.bind(1, autoreset_mode=AutoresetMode.NEXT_STEP)
    except TypeError as error:
        must = "make_vec must take the number of environments and autoreset_mode"
        raise TypeError(f"{must}, got {_word(make_vec)}{signature}: {error}") from error
    return make_vec


def _refuse_environments(name: str, given: object) -> None:
    if isinstance(given, gymnasium.Env | VectorEnv):
        raise TypeError(f"{name} must be a callable, got an environment, {given}; {_LAMBDA}")


def takes(make: Callable[..., object], option: str) -> bool:
    """Tell whether a callable takes an option, as far as can be known.

    >>> takes(lambda size, **options: None, "render_mode"), takes(lambda: None, "render_mode")
    (True, False)
    """
    signature = _signature(make)
    if signature is None or option in signature.parameters:
        return True
    return any(each.kind == each.VAR_KEYWORD for each in signature.parameters.values())


def _signature(make: Callable[..., object]) -> inspect.Signature | None:
    """Give what a callable takes; None where it does not say."""
    try:
        return inspect.signature(make)
    except (TypeError, ValueError):
        return None


def first_made(make: Make) -> gymnasium.Env[Any, Any]:
    """Make one environment.

    Raises:
        TypeError: If something else is made.
    """
    env = make()
    if not isinstance(env, gymnasium.Env):
        raise TypeError(f"make must make an environment, gymnasium.Env, got {_word(make)}() = {env!r}")
    return env


def first_vector_made(make_vec: MakeVec, mode: AutoresetMode) -> None:
    """See that a vector environment is made as laws make it, and close it.

    Raises:
        TypeError: If it can't be, or something else is made.
    """
    call = f"make_vec(1, autoreset_mode={mode})"
    try:
        envs = make_vec(1, autoreset_mode=mode)
    except TypeError as error:
        hint = f"; of gymnasium.make_vec write `{_IN_ITS_PLACE}`" if "autoreset_mode" in str(error) else ""
        raise TypeError(f"{call} must make a vector environment, and raised TypeError: {error}{hint}") from error
    if not isinstance(envs, VectorEnv):
        raise TypeError(f"{call} must make a vector environment, gymnasium.vector.VectorEnv, got {envs!r}")
    envs.close()


def called(made: gymnasium.Env[Any, Any] | Make) -> str:
    """Give what an environment, or what makes it, is called: the same in every run.

    It is the id of what Gymnasium made, or else the name of the class.

    >>> called(gymnasium.make("CartPole-v1")), called(gymnasium.Wrapper(gymnasium.make("CartPole-v1")))
    ('CartPole-v1', 'Wrapper')
    """
    if not isinstance(made, gymnasium.Env):
        return _word(made)
    plain = made is made.unwrapped or type(made).__module__.startswith("gymnasium.wrappers")
    return made.unwrapped.spec.id if plain and made.unwrapped.spec else type(made).__name__


def _word(make: Callable[..., object]) -> str:
    """Give the name of a callable."""
    while isinstance(make, partial):
        make = make.func
    return str(getattr(make, "__qualname__", type(make).__name__))
