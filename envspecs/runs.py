"""Running episodes with a policy.

Episode number ``k`` of a run is the first episode of seed ``seed + k``, however many environments run side by side. So
a run of ``N`` episodes is always of the same ``N``, and its means are unbiased: counting whatever ends first would
favour short episodes, since an environment that has had several of them counts more often than one in a long one.

Axes: ``B`` environments side by side, ``N`` episodes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.build import Source, build_core
from envspecs.environment import ActiveVectorEnv
from envspecs.loading import load
from envspecs.policies import Policy, best_policy, policy_factory
from envspecs.results import Results, summarise
from imagespaces.arguments import check_integer
from imagespaces.progress import report

__all__ = ["LARGEST_SEED", "Run", "run"]

LARGEST_SEED = 2**62
"""The seeds of all episodes of a run fit 63 bits."""


def run(
    source: Source,
    policy: str | Callable[[ActiveVectorEnv], Policy] | None = None,
    *,
    episodes: int = 100,
    num_envs: int = 16,
    seed: int = 0,
) -> Results:
    """Run episodes of a task with a policy.

    Args:
        source: What :func:`envspecs.load` takes.
        policy: A name that :func:`~envspecs.policies.policy_factory` knows, or what makes a policy for environments;
            None for the one that :func:`~envspecs.policies.best_policy` names.
        episodes: How many, N.
        num_envs: How many side by side at most, B.
        seed: Of the first episode; the others follow it.

    Raises:
        SpecError: If the source is no task spec.
        PolicyError: If there is no such policy, or it does not suit the task.
        ValueError: If a number is out of range.

    >>> run("CircleSquare-v0", "oracle", episodes=20).statistics["accuracy"]
    Statistic(mean=1.0, error=0.0, episodes=20)
    """
    _check(episodes, seed)
    count = min(check_integer("num_envs", num_envs, least=1), episodes)
    envs = ActiveVectorEnv(build_core(load(source), count), "Disabled")
    chosen = best_policy(envs) if policy is None else policy
    make_policy = policy_factory(chosen) if isinstance(chosen, str) else chosen
    played = Run(envs, make_policy(envs), episodes=episodes, seed=seed)
    played.finish()
    return played.results()


class Run:
    """A run of episodes under way.

    Args:
        envs: Environments without autoreset.
        policy: Chooses their actions.
        episodes: How many episodes, N.
        seed: Of the first episode.

    Raises:
        ValueError: If a number is out of range.
    """

    def __init__(self, envs: ActiveVectorEnv, policy: Policy, *, episodes: int, seed: int = 0) -> None:
        _check(episodes, seed)
        self._envs, self._policy, self._seed = envs, policy, seed
        self._over = np.zeros(episodes, np.bool_)  # [N]
        self._values: dict[str, NDArray[np.float64]] = {}  # [N] each
        self._numbers = np.zeros(envs.num_envs, np.int64)  # [B], the episode that each environment is in
        self._losses = np.zeros(envs.num_envs)  # [B], summed over the steps of that episode
        self._begun, self._left = 0, episodes
        self._steps, self._seconds = 0, 0.0
        self._observations: Any = None
        self._begin(np.arange(envs.num_envs))

    @property
    def is_over(self) -> bool:
        """Whether all episodes have been run."""
        return self._left == 0

    def finish(self) -> None:
        """Run all episodes. Interrupted, what was run so far is kept, and :meth:`finish` goes on with the rest."""
        while not self.is_over:
            self.step()

    def step(self) -> None:
        """Take one step in all environments, and begin new episodes where some end."""
        started = time.perf_counter()
        self._observations, _, terminated, truncated, info = self._envs.step(self._policy(self._observations))
        if "prediction" in info:
            self._losses += info["prediction"]["loss"]
        ended = np.flatnonzero(terminated | truncated)
        if ended.size:
            self._note(ended, info["metrics"])
            self._begin(ended)
        self._steps += self._envs.num_envs
        self._seconds += time.perf_counter() - started
        report("running episodes", len(self._over) - self._left, len(self._over))

    def _begin(self, lanes: NDArray[np.intp]) -> None:
        """Begin the next episodes; environments that are more than episodes are left run some that do not count."""
        self._numbers[lanes] = self._begun + np.arange(len(lanes))
        self._begun += len(lanes)
        self._losses[lanes] = 0.0
        seeds: list[int | None] = [None] * self._envs.num_envs
        mask = np.zeros(self._envs.num_envs, np.bool_)
        mask[lanes] = True
        for lane in lanes.tolist():
            seeds[lane] = self._seed + int(self._numbers[lane])
        self._observations, _ = self._envs.reset(seed=seeds, options={"reset_mask": mask})
        self._policy.begin(lanes, self._seed + self._numbers[lanes])

    def _note(self, lanes: NDArray[np.intp], metrics: dict[str, Any]) -> None:
        """Keep what came of the episodes that ended in some lanes, where they count."""
        lanes = lanes[self._numbers[lanes] < len(self._over)]
        numbers = self._numbers[lanes]
        measures = {name: values[lanes] for name, values in metrics.items() if not name.startswith("_")}
        if self._envs.prediction_space is not None:
            measures["loss"] = self._losses[lanes] / measures["length"]
        for name, values in measures.items():
            self._values.setdefault(name, np.zeros(len(self._over)))[numbers] = values
        self._over[numbers] = True
        self._left -= len(numbers)

    def results(self) -> Results:
        """Give what came of the episodes from the first on that are all over; of an unfinished run these are fewer.

        An episode that is over does not count before those with lower numbers are, since the short ones are over first.
        """
        count = len(self._over) if self.is_over else int(self._over.argmin())
        first = [name for name in ("return", "length", "loss") if name in self._values]
        order = [*first, *(name for name in self._values if name not in first)]
        statistics = {name: summarise(name, self._values[name][:count]) for name in order}
        return Results(count, statistics, self._steps, self._seconds)


def _check(episodes: int, seed: int) -> None:
    if episodes < 1:
        raise ValueError(f"episodes must be at least 1, got {episodes}")
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"seed must be from 0 to {LARGEST_SEED}, got {seed}")
