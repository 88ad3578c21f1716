"""A game in a window of its own, drawn by tkinter, which comes with most Pythons."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from PIL import Image

from envspecs.playing.game import Game
from envspecs.playing.painting import paint

__all__ = ["WindowError", "key_of", "play_in_window"]

_ARROWS = ("up", "down", "left", "right")
_NAMES = {
    **{name.capitalize(): name for name in _ARROWS},
    **{f"KP_{name.capitalize()}": name for name in _ARROWS},
    **dict.fromkeys(("Return", "KP_Enter"), "enter"),
    "Escape": "escape",
    "BackSpace": "backspace",
    "Tab": "tab",
    "space": "space",
}
_SHIFT, _CONTROL = 1, 4


class WindowError(RuntimeError):
    """There can be no window."""


def key_of(name: str, character: str, state: int) -> str | None:
    """Give a key as games name it.

    Args:
        name: What Tk calls it, its "keysym".
        character: What it types, if anything.
        state: Tk's bits of what is held beside it.

    Returns:
        None for keys that mean nothing to games, such as shift alone.

    >>> key_of("Left", "", 1), key_of("A", "A", 1), key_of("Shift_L", "", 0), key_of("c", "c", 4)
    ('shift+left', 'A', None, None)
    """
    if name in _NAMES:
        shifted = state & _SHIFT and _NAMES[name] in _ARROWS
        return f"shift+{_NAMES[name]}" if shifted else _NAMES[name]
    return character if len(character) == 1 and character.isprintable() and not state & _CONTROL else None


def play_in_window(game: Game) -> bool:
    """Play until a game is over or its window is closed.

    Args:
        game: What is played.

    Returns:
        Whether it was stopped with Ctrl-C.

    Raises:
        WindowError: If Python has no tkinter, or there is no screen.
    """
    tk, image_tk = _toolkit()
    try:
        root = tk.Tk(className="envspecs")
    except tk.TclError as error:
        raise WindowError(f"there is no screen for a window: {error}; without --window it is the terminal") from error
    return _Window(game, root, tk, image_tk).run()


def _toolkit() -> tuple[ModuleType, ModuleType]:
    """Give what opens windows, and what brings pictures there.

    Raises:
        WindowError: If it is not there.
    """
    try:
        import tkinter as tk  # noqa: PLC0415 - not every Python has it

        from PIL import ImageTk  # noqa: PLC0415 - needs tkinter
    except ImportError as error:
        raise WindowError(
            f"a window needs Python's tkinter, got none ({error}): install it, as with 'apt install python3-tk', or "
            "play in the terminal, without --window"
        ) from error
    return tk, ImageTk


class _Window:
    """The window: shows the game's view, and hands it the keys."""

    def __init__(self, game: Game, root: Any, tk: ModuleType, image_tk: ModuleType) -> None:
        self._game, self._root, self._image_tk = game, root, image_tk
        self._stopped = False
        root.title(f"envspecs: {game.view.title}")
        root.resizable(False, False)  # noqa: FBT003 - Tk's signature
        self._label = tk.Label(root, borderwidth=0)
        self._label.pack()
        root.bind("<Key>", self._on_key)
        root.bind("<Control-c>", self._on_stop)
        root.protocol("WM_DELETE_WINDOW", root.quit)
        self._show()

    def run(self) -> bool:
        """Play, and tell whether it was stopped with Ctrl-C, here or in the terminal."""
        self._wake()
        try:
            self._root.mainloop()
        except KeyboardInterrupt:
            self._stopped = True
        finally:
            self._root.destroy()
        return self._stopped

    def _wake(self) -> None:
        """Let Python notice Ctrl-C in the terminal, which it does between calls from Tk."""
        self._root.after(_AWAKE, self._wake)

    def _show(self) -> None:
        picture = self._image_tk.PhotoImage(Image.fromarray(paint(self._game.view)), master=self._root)
        self._label.configure(image=picture)
        self._shown = picture  # Tk keeps none

    def _on_key(self, event: Any) -> None:
        key = key_of(event.keysym, event.char, event.state)
        if key is None:
            return
        self._game.press(key)
        if self._game.is_over:
            self._root.quit()
        else:
            self._show()

    def _on_stop(self, _: Any) -> None:
        self._stopped = True
        self._root.quit()


_AWAKE = 200
"""Milliseconds."""
