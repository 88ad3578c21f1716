"""What those share who look up what installed plugins offer: how it fails, and when it is looked up anew."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

__all__ = ["PluginError", "forget", "looked_up_once"]

P = ParamSpec("P")
T = TypeVar("T")


class PluginError(RuntimeError):
    """An installed plugin, or the way in which it offers a kind, is broken."""


_forgetting: list[Callable[[], None]] = []
"""What makes each lookup forget."""


def looked_up_once(lookup: Callable[P, T]) -> Callable[P, T]:
    """Keep what is looked up among what is installed, until :func:`forget`.

    >>> count = iter(range(9))
    >>> @looked_up_once
    ... def number():
    ...     return next(count)
    >>> number(), number()
    (0, 0)
    >>> forget()
    >>> number()
    1
    """
    kept = functools.cache(lookup)
    _forgetting.append(kept.cache_clear)
    return cast("Callable[P, T]", kept)


def forget() -> None:
    """Have all be looked up anew from now on: for plugins that are installed or changed while Python runs."""
    for clear in _forgetting:
        clear()
