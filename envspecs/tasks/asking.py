"""Which of the things that have names is asked for.

Axes: ``b`` lanes, ``K`` things that are known, of which ``n`` may be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws

__all__ = ["Asking"]


_BACKGROUND = "background"
"""What pixels are called, where all have a class, that show nothing."""


class Asking:
    """Draws what is asked for, any as likely of what is in a picture.

    Args:
        known: What the things are called.
        names: What may be asked for; all but the background unless given.

    Raises:
        MisfitError: If there is nothing of a name.

    Attributes:
        names: What may be asked for.

    >>> Asking(("ball", "box"), ["chair"])
    Traceback (most recent call last):
        ...
    imagespaces.arguments.MisfitError: a name must be one of 'ball', 'box', got 'chair'
    """

    def __init__(self, known: tuple[str, ...], names: Sequence[str] | None) -> None:
        self.names = tuple(name for name in known if name != _BACKGROUND) if names is None else tuple(names)
        for at, name in enumerate(self.names):
            if name not in known:
                shown = f"a name must be one of {', '.join(map(repr, known))}, got {name!r}"
                raise MisfitError(shown, ("names", at))
        self._codes = np.array([known.index(name) for name in self.names], np.int64)

    def things(self, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give which of the ``K`` things are meant by places in the names ``[b]``."""
        return self._codes[wanted]

    def draw(self, present: NDArray[np.bool_], draws: Draws) -> NDArray[np.int64]:
        """Choose among the things that are in the pictures, ``[b, K]``, or among all where none is.

        Returns:
            Places in the names, ``[b]``.
        """
        allowed = present[:, self._codes]
        allowed[~allowed.any(axis=1)] = True
        ranks = draws.integers("wanted", allowed.sum(axis=1))
        return np.asarray((allowed.cumsum(axis=1) > ranks[:, None]).argmax(axis=1), np.int64)

    def checked(self, given: NDArray[Any]) -> NDArray[np.int64]:
        """Give names, or places in the names, ``[b]``, as places.

        Raises:
            ValueError: If one is neither.
        """
        known: dict[object, int] = {name: number for number, name in enumerate(self.names)}
        if given.dtype.kind in "iu":
            known = {number: number for number in range(len(self.names))}
        unknown = [each for each in given.tolist() if given.dtype.kind not in "iuU" or each not in known]
        if unknown:
            allowed = f"{', '.join(map(repr, self.names))}, or a number from 0 to {len(self.names) - 1}"
            raise ValueError(f"wanted must be one of {allowed}, got {unknown[0]!r}")
        return np.array([known[each] for each in given.tolist()], np.int64)
