"""No answer, where a task asks for none."""

from __future__ import annotations

from envspecs.playing.answers.answer import Look, Option

__all__ = ["Nothing"]


class Nothing:
    """Answers nothing, and takes no key."""

    hints: tuple[tuple[str, str], ...] = ()
    options: tuple[Option, ...] = ()
    words = ""
    typed: str | None = None
    mark: tuple[float, float] | None = None

    def begin(self) -> None:
        """Forget nothing."""

    def press(self, key: str, look: Look) -> None:
        """Take no key."""

    def prediction(self) -> None:
        """Give nothing."""
