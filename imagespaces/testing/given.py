"""What laws are given, and ask for, checked before any law looks at it: a wrong call is not a broken law."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import exact_integers
from imagespaces.space import ImageSpace

__all__ = ["asked_for", "check_instances", "check_space_given"]

_MANY = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def check_space_given(space: object) -> ImageSpace:
    """Give what is an image space.

    Raises:
        TypeError: If it is something else.

    >>> from imagespaces import CircleSquare
    >>> check_space_given(CircleSquare)
    Traceback (most recent call last):
        ...
    TypeError: space must be an instance, such as CircleSquare(), got the class CircleSquare
    """
    if isinstance(space, type) and issubclass(space, ImageSpace):
        name = space.__name__
        raise TypeError(f"space must be an instance, such as {name}(), got the class {name}")
    if not isinstance(space, ImageSpace):
        raise TypeError(f"space must be an imagespaces.ImageSpace, got {space!r}")
    return space


def check_instances(indices: Iterable[int], space: ImageSpace) -> NDArray[np.int64]:
    """Give indices of instances, int64 ``[B]``, without asking the space's own checks, which are to be looked at.

    Raises:
        TypeError: If one is no integer.
        ValueError: If there are none, or one is out of range.

    >>> from imagespaces import CircleSquare
    >>> check_instances([0, 7000], CircleSquare())
    Traceback (most recent call last):
        ...
    ValueError: indices must be from 0 to 1567, got 7000
    """
    exact = exact_integers(list(indices))
    if exact.ndim != 1 or not exact.size:
        raise ValueError(f"indices must be a list of at least one, got {exact.tolist()}")
    last = _size(space) - 1
    outside = [index for index in exact.tolist() if not 0 <= index <= last]
    if outside:
        raise ValueError(f"indices must be from 0 to {last}, got {outside[0]}")
    return exact.astype(np.int64)


def asked_for(check: Callable[..., None], known: frozenset[str], must: str) -> frozenset[str]:
    """Give what the function of a law asks for by name, beside what it is about.

    Args:
        check: The function.
        known: What there is to ask for.
        must: What it must take, in words.

    Raises:
        TypeError: If nobody could call it.

    >>> sorted(asked_for(lambda space, seed: None, frozenset({"indices", "seed"}), "a space and perhaps a seed"))
    ['seed']
    """
    parameters = list(inspect.signature(check).parameters.values())
    needed = {each.name for each in parameters[1:] if each.default is each.empty and each.kind not in _MANY}
    if not parameters or not needed <= known:
        raise TypeError(f"{check.__name__} must take {must}, got ({', '.join(each.name for each in parameters)})")
    return frozenset(each.name for each in parameters[1:]) & known


def _size(space: ImageSpace) -> int:
    """Give below what indices are; of a space that can't tell, or says what makes no sense, what none exceeds."""
    try:
        size = space.size
    except Exception:  # noqa: BLE001 - whatever is wrong with the space, its laws are to be reported
        size = None
    return size if isinstance(size, int) and size > 0 else 2**63
