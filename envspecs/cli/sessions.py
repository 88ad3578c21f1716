"""A game in a terminal: drawn after every key, and when the terminal changes its size."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live

from envspecs.cli.keyboard import ReadKeys, keyboard
from envspecs.playing import Game
from envspecs.playing.terminal import Screen

__all__ = ["play_in_terminal"]

_SECONDS = 0.2
"""How often a terminal is asked for its size while no key is pressed."""


def play_in_terminal(game: Game) -> bool:
    """Play until a game is over, on a screen of its own, which goes with the game.

    It is drawn on standard error, so that standard output can hold the score.

    Args:
        game: What is played.

    Returns:
        Whether it was stopped with Ctrl-C.
    """
    console = Console(stderr=True, highlight=False, emoji=False, markup=False, no_color=False)
    live = Live(Screen(game.view), console=console, screen=True, auto_refresh=False)
    try:
        with keyboard() as read:
            size = console.size  # before drawing, during which it may change
            live.start(refresh=True)
            _play(game, live, read, size)
    except EOFError:
        return False
    except KeyboardInterrupt:
        return True
    finally:
        live.stop()  # as a context, it would leave its screen on if interrupted while it is first drawn
    return False


def _play(game: Game, live: Live, read: ReadKeys, size: tuple[int, int]) -> None:
    """Press the keys that are read until a game is over, and draw it, which was drawn in a size already."""
    while not game.is_over:
        keys = read(_SECONDS)
        for key in keys:
            game.press(key)
        if keys or live.console.size != size:
            size = live.console.size
            live.update(Screen(game.view), refresh=True)
