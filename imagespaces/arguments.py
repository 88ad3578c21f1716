"""Checks of what constructors are given. An error shows what was found and what is allowed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["MisfitError", "check_flag", "check_integer", "check_size", "exact_integers"]


class MisfitError(ValueError):
    """An argument is allowed, but does not fit what is found, as the classes that a data set turns out to have.

    Args:
        message: What was found and what is allowed.
        path: Which argument it is, and which part of it: names, and numbers of items.
    """

    def __init__(self, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.path = path


def check_integer(name: str, value: object, least: int | None = None) -> int:
    """Give an integer argument as one of Python's. NumPy's integers are integers; booleans and floats are not.

    Args:
        name: What the argument is called.
        value: What was given.
        least: The least that is allowed; None for no limit.

    Raises:
        ValueError: If it is no integer, or below the least.

    >>> check_integer("stream", np.int64(-3))
    -3
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or (least is not None and value < least):
        allowed = "an integer" if least is None else f"an integer of at least {least}"
        raise ValueError(f"{name} must be {allowed}, got {value!r}")
    return int(value)


def check_size(name: str, value: object) -> int:
    """Give a number of rows, columns or channels.

    Raises:
        ValueError: If it is no integer, or below 1.

    >>> check_size("height", 28.0)
    Traceback (most recent call last):
        ...
    ValueError: height must be an integer of at least 1, got 28.0
    """
    return check_integer(name, value, least=1)


def check_flag(name: str, value: object) -> bool:
    """Give a yes or no as one of Python's. Strings and numbers are neither.

    Raises:
        ValueError: If it is neither True nor False.

    >>> check_flag("gradient", "no")
    Traceback (most recent call last):
        ...
    ValueError: gradient must be True or False, got 'no'
    """
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{name} must be True or False, got {value!r}")  # noqa: TRY004 - one error for all arguments
    return bool(value)


def exact_integers(indices: ArrayLike) -> NDArray[np.object_]:
    """Give integers that NumPy would turn to floats or objects, since 64 bits do not hold them, as Python's own.

    Raises:
        TypeError: If something is no integer.
    """
    exact = np.asarray(indices, dtype=object)
    for value in exact.reshape(-1).tolist():
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"indices must be integers, got {value!r}")
    return exact
