"""What an object was made of: its constructor's arguments, each of which is kept as an attribute of its own name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

__all__ = ["kept", "names_of", "remade"]

_T = TypeVar("_T")

_STARS = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def names_of(kind: type) -> list[str]:
    """Give the names of a class's parameters, less the seed's.

    Raises:
        TypeError: If its constructor takes whatever it is given, as by ``**options``: what that is has no name.

    >>> class Stripes:
    ...     def __init__(self, *, period=4, seed=None, **options): ...
    >>> names_of(Stripes)
    Traceback (most recent call last):
        ...
    TypeError: the constructor of Stripes must name each of its parameters, got (*, period=4, seed=None, **options): \
**options is not a parameter
    """
    signature = inspect.signature(kind)
    for name, each in signature.parameters.items():
        if each.kind in _STARS:
            found = f"got {_unannotated(signature)}: {_STARS[each.kind]}{name} is not a parameter"
            raise TypeError(f"the constructor of {kind.__name__} must name each of its parameters, {found}")
    return [name for name in signature.parameters if name != "seed"]


def kept(owner: object, names: Sequence[str]) -> dict[str, Any]:
    """Give the parameters of these names from the attributes that keep them.

    Raises:
        AttributeError: If one is not kept.

    >>> class Stripes:
    ...     def __init__(self, *, period=4): ...
    >>> kept(Stripes(), ["period"])
    Traceback (most recent call last):
        ...
    AttributeError: Stripes must keep its parameter 'period' as an attribute of that name, \
as by `self.period = period`, got none
    """
    return {name: _kept(owner, name) for name in names}


def remade(kind: Callable[..., _T], parameters: dict[str, Any], random: np.random.Generator | None) -> _T:
    """Make an object of its recipe: what unpickling calls."""
    return kind(**parameters, seed=random)


def _unannotated(signature: inspect.Signature) -> inspect.Signature:
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)


def _kept(owner: object, name: str) -> Any:
    try:
        return getattr(owner, name)
    except AttributeError as error:
        if hasattr(type(owner), name):
            raise  # a property that fails by itself
        must = f"{type(owner).__name__} must keep its parameter {name!r} as an attribute of that name"
        raise AttributeError(f"{must}, as by `self.{name} = {name}`, got none") from error
