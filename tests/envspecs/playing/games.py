"""Games that tests play."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import envspecs
from envspecs.build import build_core
from envspecs.environment import ActiveEnv
from envspecs.playing import Game

__all__ = ["RecordingEnv", "game_of", "make_env", "pressed"]


class RecordingEnv(ActiveEnv):
    """Remembers what it was told."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.actions: list[Mapping[str, Any]] = []

    def step(self, action: Mapping[str, Any]) -> Any:
        self.actions.append(action)
        return super().step(action)


def make_env(task: str = "CircleSquare-v0", changes: Mapping[str, object] | None = None) -> RecordingEnv:
    return RecordingEnv(build_core(envspecs.load(task).override(changes or {}), 1))


def game_of(
    task: str = "CircleSquare-v0", changes: Mapping[str, object] | None = None, *, episodes: int = 1, seed: int = 0
) -> Game:
    return Game(make_env(task, changes), title=task, question="What is it?", episodes=episodes, seed=seed)


def pressed(game: Game, keys: str) -> Game:
    """Press keys, parted by spaces."""
    for key in keys.split():
        game.press(key)
    return game
