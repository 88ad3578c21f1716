"""A game: a person in the place of the agent.

It is a state machine, keys in and views out, and knows neither terminal nor window.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import ALL
from envspecs.drawing.picture import to_rgb
from envspecs.environment import ActiveEnv
from envspecs.parts import Marked
from envspecs.playing.answers import answer_for
from envspecs.playing.answers.answer import Look
from envspecs.playing.observed import add_look, facts_of, pictures_of, spaced
from envspecs.playing.record import Record
from envspecs.playing.seen import Seen
from envspecs.playing.steering import STAY, Steering
from envspecs.playing.view import Ending, Picture, View
from envspecs.words import counted

__all__ = ["FINISH", "NEXT", "QUIT", "Game", "measured"]

QUIT, FINISH = "q", "enter"
NEXT = ("enter", "space")
"""The keys that go on to the next episode; not those that move, which one may still be pressing."""


class Game:
    """Episodes that a person plays; number k is the first of seed + k, as in a run.

    Args:
        env: Where they are played; it need not render.
        title: What is above all: the task's id.
        question: What is to be done.
        episodes: How many there are.
        seed: Of the first.

    Raises:
        UnplayableError: If the task can't be played with keys.

    Attributes:
        record: What the episodes that were played to their end came to.
        is_over: Whether all were played, or the person quit.
    """

    def __init__(self, env: ActiveEnv, *, title: str, question: str, episodes: int = 1, seed: int = 0) -> None:
        self._env, self._core = env, env.core
        self._title, self._question = title, question
        self._episodes, self._seed, self._number = episodes, seed, 0
        self._steering, self._answer = Steering(env.core), answer_for(env.core)
        self.record = Record()
        self.is_over = False
        self._begin()

    def _begin(self) -> None:
        self._observation, _ = self._env.reset(seed=self._seed + self._number)
        self._first = self._observation
        self._seen = Seen((self._core.space.height, self._core.space.width))
        self._answer.begin()
        self._rewards: list[float] = []
        self._losses: list[float] = []
        self._message = ""
        self._ending: Ending | None = None
        add_look(self._seen, self._core, self._observation)

    def _box(self) -> NDArray[np.float64]:
        box: NDArray[np.float64] = self._core.sensor.boxes(ALL)[0]
        return box

    # ------------------------------------------------------------------------------------------------------ keys

    def press(self, key: str) -> None:
        """Take a key: a character, or a name such as "up", "enter", "space", "escape" or "backspace".

        Once the game is over keys do nothing.
        """
        if self.is_over:
            return
        self._message = ""
        if key == QUIT and self._answer.typed is None:
            self.is_over = True
        elif self._ending is not None:
            self._go_on(key)
        else:
            self._act(key)

    def _go_on(self, key: str) -> None:
        if key not in NEXT:
            return
        self._number += 1
        self.is_over = self._number == self._episodes
        if not self.is_over:
            self._begin()

    def _act(self, key: str) -> None:
        """Take a key while an episode goes on: what is typed first, then moves, then answers."""
        if self._answer.typed is None:
            action = self._steering.action(key)
            if action is not None:
                before = self._where().position
                self._step(action)
                if key == STAY and self._where().position != before:
                    self._message = "nothing lets it stay where it is"
                return
            if key == FINISH:
                self._finish()
                return
        said = self._answer.press(key, self._where())
        self._message = f"{key} means nothing here" if said is None else said

    def _where(self) -> Look:
        left, top, right, bottom = self._box().tolist()
        return Look(self._steering.position, ((left + right) / 2, (top + bottom) / 2))

    def _finish(self) -> None:
        """Stop, where one may; else look on at the same place until the episode ends by itself."""
        stops = "stop" in self._core.action_space.spaces
        while self._ending is None:
            self._step(self._steering.stay(), stop=stops)

    def _step(self, action: NDArray[Any], *, stop: bool = False) -> None:
        parts = {"action": action, "prediction": self._answer.prediction(), "stop": int(stop)}
        taken = {name: parts[name] for name in self._core.action_space.spaces}
        self._observation, reward, terminated, truncated, info = self._env.step(taken)
        self._rewards.append(reward)
        if "prediction" in info:
            self._losses.append(info["prediction"]["loss"])
        add_look(self._seen, self._core, self._observation)
        if terminated or truncated:
            self._end(info.get("metrics", {}))

    def _end(self, metrics: dict[str, Any]) -> None:
        measures = self.record.add(self._rewards, self._losses, metrics)
        accuracy = measures.get("accuracy") if self._answer.words else None
        self._ending = Ending(
            truth=self._core.task.caption(0)[1],
            right=None if accuracy is None else accuracy == 1.0,
            measures=tuple((spaced(name), measured(name, value)) for name, value in measures.items()),
        )

    # ----------------------------------------------------------------------------------------------------- views

    @property
    def view(self) -> View:
        """What is to be drawn now."""
        return View(
            title=self._title,
            question=self._question,
            episode=self._number + 1,
            episodes=self._episodes,
            step=len(self._rewards),
            steps=self._core.rules.max_steps,
            pictures=self._pictures(),
            facts=facts_of(self._observation, self._first),
            options=self._answer.options,
            answerable=self._core.task.prediction_space is not None,
            answer=self._answer.words,
            typed=self._answer.typed,
            message=self._message,
            keys=self._keys(),
            score=self._score(),
            ending=self._ending,
        )

    def _pictures(self) -> tuple[Picture, ...]:
        box, mark = self._box(), self._answer.mark
        seen = Picture("seen so far", self._seen.pixels, self._seen.known, box, mark)
        if self._ending is None:
            observed = pictures_of(self._core, self._observation)
            # Where an agent is not told where it looks, a canvas would tell.
            return (seen, *observed) if "glimpse_pos" in self._observation or not observed else observed
        image = to_rgb(self._core.gallery.pixels[self._core.gallery.rows[0]])
        task = self._core.task
        truth = task.marks(0).get("truth") if isinstance(task, Marked) else None
        return (Picture("the image", image, None, box, mark, truth), Picture("what you saw", seen.pixels, seen.known))

    def _keys(self) -> tuple[tuple[str, str], ...]:
        """Give the keys that mean something."""
        if self._ending is not None:
            last = self._number + 1 == self._episodes
            return (("enter", "the end" if last else "next episode"), (QUIT, "quit"))
        if self._answer.typed is not None:
            return self._answer.hints
        ending = "done" if "stop" in self._core.action_space.spaces else "done, look on to the end"
        return (*self._steering.hints, *self._answer.hints, (FINISH, ending), (QUIT, "quit"))

    def _score(self) -> tuple[tuple[str, str], ...]:
        """Give the means of what matters most, over the episodes so far."""
        found = self.record.statistics()
        means = {name: found[name].mean for name in ("return", "accuracy") if name in found}
        words = [f"{name} {measured(name, mean)}" for name, mean in means.items() if mean is not None]
        return ((f"mean of {counted(len(self.record), 'episode')}", ", ".join(words)),) if words else ()


def measured(name: str, value: float) -> str:
    """Write what an episode measured.

    >>> measured("return", -4.8940), measured("loss", -1e-9), measured("first_correct_step", -1.0)
    ('-4.894', '0', 'none')
    """
    if name.endswith("_step") and value < 0:
        return "none"
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")
