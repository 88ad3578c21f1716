"""A game in a terminal: drawn after every key, and when the terminal changes its size."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live

from envspecs.cli.keyboard import keyboard
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
    size = console.size
    try:
        with keyboard() as read, Live(Screen(game.view), console=console, screen=True, auto_refresh=False) as live:
            while not game.is_over:
                keys = read(_SECONDS)
                for key in keys:
                    game.press(key)
                if keys or console.size != size:
                    live.update(Screen(game.view), refresh=True)
                    size = console.size
    except EOFError:
        return False
    except KeyboardInterrupt:
        return True
    return False
