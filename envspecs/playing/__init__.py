"""A person in the place of the agent: games, which know neither terminal nor window, and what draws them."""

from envspecs.playing.game import Game
from envspecs.playing.unplayable import UnplayableError
from envspecs.playing.view import Ending, Picture, View

__all__ = ["Ending", "Game", "Picture", "UnplayableError", "View"]
