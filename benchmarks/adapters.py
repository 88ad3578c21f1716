"""Measure what adapters to other libraries add to a step: ``python -m benchmarks.adapters``.

Each adapter is measured beside the vector environment that it adapts, in the same mode of autoreset, with episodes of
CircleSquare-v0 that begin one by one. Measured are the adapters whose libraries are installed: of RLlib the connector
alone, since the rest is RLlib's own.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import numpy as np

import envspecs
from benchmarks.report import Sheet
from benchmarks.rounds import measure, record, show

__all__ = ["ADAPTERS", "Case", "cases", "main", "sheets"]

VERSIONS = ("imagespaces", "gymnasium", "numpy")
SIZES = (1, 16, 256)
BATCHES = 16
"""Actions of so many steps are drawn beforehand."""


@dataclass(frozen=True)
class Adapter:
    """An adapter.

    Attributes:
        library: What must be installed to measure it.
        distribution: Whose version is kept with the figures.
        mode: The mode of autoreset that it takes.
    """

    library: str
    distribution: str
    mode: str

    @property
    def is_there(self) -> bool:
        """Whether it can be measured here."""
        return find_spec(self.library) is not None


ADAPTERS = {
    "sb3": Adapter("stable_baselines3", "stable-baselines3", "SameStep"),
    "torchrl": Adapter("torchrl", "torchrl", "Disabled"),
    "rllib": Adapter("ray.rllib" if find_spec("ray") else "ray", "ray", "NextStep"),
    "cleanrl": Adapter("gymnasium", "gymnasium", "SameStep"),
}


@dataclass(frozen=True)
class Case:
    """What is measured.

    Attributes:
        adapter: The adapter, by the name of its module.
        num_envs: How many environments there are.
        adapted: Whether they are stepped through the adapter, or as they are.
    """

    adapter: str
    num_envs: int
    adapted: bool

    @property
    def count(self) -> int:
        """Environments that one call steps."""
        return self.num_envs

    def calls(self) -> Iterator[Callable[[], object]]:
        """Give what steps environments, without end."""
        envs = envspecs.load("CircleSquare-v0").make_vec(self.num_envs, autoreset_mode=ADAPTERS[self.adapter].mode)
        name = self.adapter if self.adapted else ADAPTERS[self.adapter].mode
        return iter(itertools.repeat(STEPPERS[name](envs)))


# ------------------------------------------------------------------------------------------------- what takes a step


def _actions(envs: Any) -> Iterator[Any]:
    """Give actions without end, the same ones again and again."""
    return itertools.cycle([envs.action_space.sample() for _ in range(BATCHES)])


def _as_it_is(envs: Any) -> Callable[[], object]:
    actions = _actions(envs)
    envs.reset(seed=0)
    return lambda: envs.step(next(actions))


def _reset_by_mask(envs: Any) -> Callable[[], object]:
    actions = _actions(envs)
    envs.reset(seed=0)

    def step() -> object:
        _, _, terminated, truncated, _ = outcome = envs.step(next(actions))
        over = terminated | truncated
        return envs.reset(options={"reset_mask": over}) if over.any() else outcome

    return step


def _sb3(envs: Any) -> Callable[[], object]:
    adapted = importlib.import_module("envspecs.adapters.sb3").SB3VecEnv(envs)
    rows = np.random.default_rng(0).uniform(-1, 1, (BATCHES, envs.num_envs, *adapted.action_space.shape))
    actions = itertools.cycle(rows.astype(np.float32))
    adapted.reset()
    return lambda: adapted.step(next(actions))


def _torchrl(envs: Any) -> Callable[[], object]:
    adapted = importlib.import_module("envspecs.adapters.torchrl").TorchRLEnv(envs)
    actions = itertools.cycle([adapted.full_action_spec.rand() for _ in range(BATCHES)])
    states = [adapted.reset()]

    def step() -> object:
        outcome, states[0] = adapted.step_and_maybe_reset(states[0].update(next(actions)))
        return outcome

    return step


def _rllib(envs: Any) -> Callable[[], object]:
    module = importlib.import_module("envspecs.adapters.rllib")
    connector = module.FlatObservations(envs.single_observation_space, envs.single_action_space)
    step = _as_it_is(envs)

    def connected() -> object:
        observations: Any = step()
        rows = ({key: value[lane] for key, value in observations[0].items()} for lane in range(envs.num_envs))
        return [connector.preprocess(row, None) for row in rows]

    return connected


def _cleanrl(envs: Any) -> Callable[[], object]:
    return _as_it_is(importlib.import_module("envspecs.adapters.cleanrl").CleanRLEnv(envs))


STEPPERS: dict[str, Callable[[Any], Callable[[], object]]] = {
    "NextStep": _as_it_is,
    "SameStep": _as_it_is,
    "Disabled": _reset_by_mask,
    "sb3": _sb3,
    "torchrl": _torchrl,
    "rllib": _rllib,
    "cleanrl": _cleanrl,
}


# --------------------------------------------------------------------------------------------------------- the figures


def cases() -> list[Case]:
    """Give the cases of the adapters that can be measured here."""
    there = [name for name, adapter in ADAPTERS.items() if adapter.is_there]
    return [Case(name, size, adapted) for name in there for size in SIZES for adapted in (False, True)]


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as a table."""
    us = {
        (each["case"]["adapter"], each["case"]["num_envs"], each["case"]["adapted"]): 1e6 / each["rate"]
        for each in found["measured"]
    }
    rows = (
        (name, f"{size:,}", f"{plain:.2f}", f"{us[name, size, True]:.2f}", f"{us[name, size, True] - plain:.2f}")
        for (name, size, adapted), plain in us.items()
        if not adapted
    )
    headings = ("adapter", "environments", "without it", "with it", "what it adds")
    return [Sheet("µs per environment-step, CircleSquare-v0, one core, medians", headings, tuple(rows))]


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each case.")
@click.option("--seconds", default=0.2, show_default=True, help="Least length of a round, in processor time.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure what the adapters that are installed add to a step; write the figures as JSON."""
    measured = measure(cases(), rounds, seconds)
    versions = {*VERSIONS, *(adapter.distribution for adapter in ADAPTERS.values() if adapter.is_there)}
    show(sheets(record("adapters", measured, {}, sorted(versions), output)))


if __name__ == "__main__":
    main()
