"""Some numbers: typed, or taken from the place that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.playing.answers.answer import Look, Option
from envspecs.playing.answers.typing import Line

__all__ = ["MARK", "Numbers"]

MARK = "m"
"""The key that answers with the place that is looked at."""


class Numbers:
    """Predicts numbers that are typed with spaces between them; before that, what is nearest to 0.

    Args:
        space: The predictions, ``[D]``.
        bounds: The least and greatest values of each number that is typed, ``[F]`` both.
        names: What the numbers are called, if they have names.
        encode: Gives predictions ``[b, D]`` for what is typed, ``[b, F]``, where these differ.
        places: Whether the numbers are a position (x, y), so that a key can take the one that is looked at.
    """

    options: tuple[Option, ...] = ()

    def __init__(
        self,
        space: Box,
        bounds: tuple[NDArray[Any], NDArray[Any]],
        *,
        names: Sequence[str] = (),
        encode: Callable[[NDArray[np.float64]], NDArray[Any]] | None = None,
        places: bool = False,
    ) -> None:
        self._space, self._names, self._encode, self._places = space, tuple(names), encode, places
        most = float(np.finfo(np.float32).max)  # an environment takes no more
        self._low, self._high = (np.clip(np.asarray(each, np.float64), -most, most) for each in bounds)
        self.begin()

    def begin(self) -> None:
        """Forget the numbers."""
        self._numbers: NDArray[Any] | None = None
        self.mark: tuple[float, float] | None = None
        self._line = Line()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys there are."""
        if self._line.text is not None:
            return (("enter", "takes it"), ("esc", "leaves it"))
        count = len(self._low)
        asked = ", ".join(self._names) or ("a number" if count == 1 else f"{count} numbers")
        typing = ("/", f"type {asked}")
        return ((MARK, "answer: it is here"), typing) if self._places else (typing,)

    @property
    def words(self) -> str:
        """The numbers, each with its name."""
        if self._numbers is None:
            return ""
        written = [f"{number:.4g}" for number in self._numbers.tolist()]
        return "  ".join(map(" ".join, zip(self._names, written, strict=True)) if self._names else written)

    @property
    def typed(self) -> str | None:
        """What is typed of them."""
        return self._line.text

    def press(self, key: str, look: Look) -> str | None:
        """Take the place that is looked at, or a key of the numbers that are typed."""
        if self._places and key == MARK and self._line.text is None:
            self._numbers, self.mark = np.array(look.position), look.middle
            return ""
        if not self._line.press(key):
            return None
        return "" if self._line.taken is None else self._take(self._line.taken)

    def _take(self, text: str) -> str:
        """Take what was typed, or tell what is wrong with it."""
        words = text.replace(",", " ").split()
        try:
            numbers = np.array([float(word) for word in words])
        except ValueError:
            return f"found {text!r}, which is no number" if len(self._low) == 1 else f"found {text!r}, not numbers"
        if numbers.shape != self._low.shape:
            return f"found {len(words)}, needed {'is 1 number' if len(self._low) == 1 else f'are {len(self._low)}'}"
        if not ((numbers >= self._low) & (numbers <= self._high)).all():
            return f"found {text.strip()}, allowed is {self._bounds()}"
        self._numbers, self.mark = numbers, None
        return ""

    def _bounds(self) -> str:
        """Give what numbers may be."""
        bounds = [f"{low:.4g} to {high:.4g}" for low, high in zip(self._low, self._high, strict=True)]
        return bounds[0] if len(set(bounds)) == 1 else ", ".join(bounds)

    def prediction(self) -> NDArray[Any]:
        """Give the numbers ``[D]``."""
        numbers = np.zeros(self._space.shape) if self._numbers is None else self._encoded(self._numbers)
        return np.clip(numbers, self._space.low, self._space.high).astype(self._space.dtype)

    def _encoded(self, numbers: NDArray[np.float64]) -> NDArray[Any]:
        return numbers if self._encode is None else self._encode(numbers[None])[0]
