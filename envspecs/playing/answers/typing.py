"""A line that is being typed."""

from __future__ import annotations

__all__ = ["LONGEST", "OPEN", "Line"]

OPEN = "/"
"""The key that begins a line."""

LONGEST = 60
"""No line has more characters."""


class Line:
    """A line of text, open while it is typed.

    >>> line = Line()
    >>> [line.press(key) for key in ("x", "/", "c", "b", "backspace", "a", "enter")]
    [False, True, True, True, True, True, True]
    >>> line.taken, line.text
    ('ca', None)
    """

    def __init__(self) -> None:
        self.text: str | None = None
        """What is typed; None while the line is closed."""
        self.taken: str | None = None
        """What was typed, right after the key that ends a line; None otherwise."""

    def press(self, key: str) -> bool:
        """Take a key, and tell whether it meant something."""
        self.taken = None
        if self.text is None:
            self.text = "" if key == OPEN else None
            return key == OPEN
        if key == "enter":
            self.taken, self.text = self.text, None
        elif key == "escape":
            self.text = None
        elif key == "backspace":
            self.text = self.text[:-1]
        elif key == "space" or len(key) == 1:
            self.text = (self.text + (" " if key == "space" else key))[:LONGEST]
        return True
