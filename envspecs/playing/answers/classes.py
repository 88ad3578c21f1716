"""Which of some classes it is: answered by a key, or by typing the name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from envspecs.playing.answers.answer import Look, Option, percent
from envspecs.playing.answers.typing import OPEN, Line

__all__ = ["SURENESS", "Classes"]

SURENESS = (0.75, 0.95, 0.999)
"""How probable an answer is that is given once, twice, three times; a fourth time it is the first again."""

_DIGITS = "1234567890"


class Classes:
    """Predicts logits of ``K`` classes: those of the probability that the person gives one, evenly over the others.

    Up to ten classes have a key each: their own name where all are called by a digit, else 1, 2, … 9, 0. Of more, the
    keys are those of the first ten that what is typed fits.

    Args:
        names: What the classes are called, K.
    """

    mark = None

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._own_keys = all(name in _DIGITS and len(name) == 1 for name in names)
        self._line = Line()
        self.begin()

    def begin(self) -> None:
        """Think all classes equally probable."""
        self._chosen: int | None = None
        self._sureness = 0
        self._line = Line()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys there are."""
        if self._line.text is not None:
            return (("enter", "takes the first"), ("esc", "leaves it"))
        keys = [key for key, _ in self._keyed()]
        named = (("/", "type a name"),)
        span = f"{min(keys)}-{max(keys)}" if self._own_keys else f"{keys[0]}-{keys[-1]}"
        return ((span, "answer, again: surer"), *(named if len(self._names) > len(_DIGITS) else ()))

    @property
    def options(self) -> tuple[Option, ...]:
        """Up to ten classes, the one that is answered among them."""
        keyed = self._keyed()
        listed = {place: key for key, place in keyed}
        if self._chosen is not None and self._chosen not in listed and self._line.text is None:
            listed = {self._chosen: "", **listed}
        shares = self._shares()
        return tuple(
            Option(key, self._names[place], float(shares[place]), place == self._chosen)
            for place, key in listed.items()
        )

    @property
    def words(self) -> str:
        """The class that is answered, with its probability."""
        if self._chosen is None:
            return ""
        return f"{self._names[self._chosen]}, {percent(SURENESS[self._sureness])} sure"

    @property
    def typed(self) -> str | None:
        """What is typed of a name."""
        return self._line.text

    def press(self, key: str, look: Look) -> str | None:  # noqa: ARG002 - wherever that is
        """Take the key of a class, or one of a name that is typed."""
        if self._line.text is not None or key == OPEN:
            self._line.press(key)
            if self._line.taken is None:
                return ""
            fitting = self._fitting(self._line.taken)
            return self._take(fitting[0]) if fitting and self._line.taken else "no class is called so"
        found = dict(self._keyed()).get(key)
        return None if found is None else self._take(found)

    def _take(self, place: int) -> str:
        self._sureness = (self._sureness + 1) % len(SURENESS) if place == self._chosen else 0
        self._chosen = place
        return ""

    def _keyed(self) -> list[tuple[str, int]]:
        """Give the keys that classes have now, and their classes."""
        if self._own_keys:
            return [(name, place) for place, name in enumerate(self._names)]
        return list(zip(_DIGITS, self._fitting(self._line.text or ""), strict=False))

    def _fitting(self, text: str) -> list[int]:
        """Give the classes whose names hold a text, those that begin with it first."""
        wanted = text.strip().casefold()
        names = [name.casefold() for name in self._names]
        fitting = [place for place, name in enumerate(names) if wanted in name]
        return sorted(fitting, key=lambda place: (not names[place].startswith(wanted), place))

    def _shares(self) -> NDArray[np.float64]:
        """Give the probabilities ``[K]``."""
        count = len(self._names)
        if self._chosen is None:
            return np.full(count, 1 / count)
        shares = np.full(count, (1 - SURENESS[self._sureness]) / (count - 1))
        shares[self._chosen] = SURENESS[self._sureness]
        return shares

    def prediction(self) -> NDArray[np.float32]:
        """Give the logits ``[K]``, 0 where nothing is answered."""
        logits = np.log(self._shares())
        return np.asarray(logits - logits.min(), np.float32)
