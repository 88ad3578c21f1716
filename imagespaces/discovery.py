"""How Hypothesis learns to make image spaces and task specs, for ``hypothesis.strategies.from_type``.

Hypothesis calls :func:`register` by its entry point, whenever it is imported; a type is offered by :func:`offer`, in
the module that has it. Whichever comes second makes the type known. So nothing has to be imported for the other: this
module, which Hypothesis imports, imports no other of the library; and types whose users have no Hypothesis wait for
ever, at no cost.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["offer", "register"]

_waiting: dict[type, str] | None = {}
"""Types with where their strategies come from, while Hypothesis is not there to learn of them; None once it is."""


def offer(kind: type, source: str) -> None:
    """Make a type known to Hypothesis, now if it has been imported, else when it is.

    Args:
        kind: The type.
        source: ``"module:function"``. It is imported when a strategy is first asked for; the function takes the type
            and gives the strategy.
    """
    if _waiting is None:
        _make_known(kind, source)
    else:
        _waiting[kind] = source


def register() -> None:
    """Make known what has been offered, and from now on what is: the hook that Hypothesis calls."""
    global _waiting
    offered, _waiting = _waiting or {}, None
    for kind, source in offered.items():
        _make_known(kind, source)


def _make_known(kind: type, source: str) -> None:
    from hypothesis import strategies  # noqa: PLC0415 - it is there: it called `register`

    def strategy(asked: type) -> Any:
        if asked is not kind:
            return NotImplemented  # a base, such as Gymnasium's Box, or Container, is not ours to make
        module, _, function = source.partition(":")
        return getattr(import_module(module), function)(kind)

    strategies.register_type_strategy(kind, strategy)
