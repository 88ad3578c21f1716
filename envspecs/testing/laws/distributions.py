"""What is drawn for an episode, estimated from many.

The seed fixes the sample, so that a law does not fail by turns; of environments whose resets are slow as many episodes
are drawn as there is time for, and a distance that would be told of a thousand may go unseen.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space, Tuple
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray

from envspecs.testing.comparing import arrays_in
from envspecs.testing.driver import Driver, Result, ended
from envspecs.testing.law import active_vectors, law
from envspecs.testing.subject import Subject
from imagespaces import ImageSpace
from imagespaces.testing.checks import expect

__all__ = ["beginnings_are_drawn_alike", "first_and_later_episodes_are_drawn_alike", "instances_are_drawn_evenly"]

DRAWN = 1000
"""How many episodes a distribution is estimated from, where actions are small and resets quick."""

LEAST_DRAWN = 50
"""How many are drawn, however large and slow they are."""

SECONDS_OF_RESETS = 1.0
"""How long the processor may work to reset so many environments once."""

OTHERS_DRAWN = 100
"""How many episodes are drawn of environments of others, at most: each of these may be a process by itself."""

SECONDS = 10.0
"""How long environments of others may take to show their beginnings; then the least that tells something is enough."""

LEAST_COMPARED = 30
"""From fewer episodes nothing is told of a distribution."""

MOST_BYTES = 64 << 20
"""The memory that the actions of so many environments may take."""

CHANCE = 1e-7
"""How likely it is, at most, that a distance this large comes about although all is well."""

KNOWN = 100_000
"""Of splits of up to so many instances all are looked at; of larger ones, so many at random."""


@law(active_vectors)
def first_and_later_episodes_are_drawn_alike(subject: Subject, seed: int) -> None:
    """Instance, start and truth have one distribution: at first, after ``reset``, and after an automatic reset."""
    count = _count(subject)
    with Driver(subject.make_vec(count, max_episode_steps=1)) as driver:
        (action,) = subject.actions(driver.env, seed, 1)
        space = driver.env.single_observation_space
        first = _readings(space, driver.reset(seed=seed)) | _truths(driver.step(action))  # which ends the episode
        later = {"after an automatic reset": _readings(space, driver.step(action)) | _truths(driver.step(action))}
        later["after reset()"] = _readings(space, driver.reset()) | _truths(driver.step(action))
    most = math.sqrt(math.log(2 / CHANCE) / count)  # Kolmogorov and Smirnov, two samples of one size
    for when, readings in later.items():
        for name, values in first.items():
            distance = _distance(values, readings[name])
            expect(
                distance < most, f"{name} is drawn otherwise {when}: distance {distance:.3f}, by chance < {most:.3f}"
            )


def _count(subject: Subject) -> int:
    """Give how many episodes to estimate from: fewer where predictions would fill the memory, or resets take long."""
    action = subject.actions(subject.example, 0, 1)[0]
    size = sum(array.nbytes for _, array in arrays_in(action))
    affordable = min(MOST_BYTES // max(1, size), int(SECONDS_OF_RESETS / _seconds_of_reset(subject)))
    return min(DRAWN, max(LEAST_DRAWN, affordable))


def _seconds_of_reset(subject: Subject) -> float:
    """Give how long the processor works to reset an environment of a vector, once all is made that is made but once."""
    with Driver(subject.make_vec()) as driver:
        driver.reset(seed=0)
        began = time.process_time()
        driver.reset()
        driver.reset()
        return max(time.process_time() - began, 1e-9) / (2 * subject.lanes)


def _readings(space: Space[Any], result: Result) -> dict[str, NDArray[np.float64]]:
    """Give what a reset tells as numbers ``[B]``: the instance, and what is seen."""
    return {"index": result["info"]["index"].astype(np.float64)} | _seen(space, result["observation"])


def _seen(space: Space[Any], seen: Any, name: str = "") -> dict[str, NDArray[np.float64]]:
    """Give of each part of observations, that are alike in all rows, its values ``[B]``, or their mean.

    Args:
        space: Of the observations of one environment.
        seen: A batch of them.
        name: What they are called.
    """
    match space:
        case Dict():
            parts = (_seen(part, seen[key], f"{name}[{key!r}]" if name else key) for key, part in space.items())
        case Tuple():
            parts = (_seen(part, seen[place], f"{name}[{place}]") for place, part in enumerate(space.spaces))
        case Box() | Discrete() | MultiBinary() | MultiDiscrete():
            return _columns(name or "observation", seen)
        case _:  # of others, the rows are as long as each likes
            return {}
    return {key: values for part in parts for key, values in part.items()}


def _truths(result: Result) -> dict[str, NDArray[np.float64]]:
    """Give the truth that a step tells, as numbers ``[B]``; nothing where nothing is to be predicted."""
    told = result["info"].get("prediction")
    return {} if told is None else _columns("target", told["target"])


def _columns(name: str, array: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
    columns = array.reshape(len(array), -1).astype(np.float64)
    columns = columns if columns.shape[1] <= 4 else columns.mean(axis=1, keepdims=True)
    return {f"{name}[{column}]": columns[:, column] for column in range(columns.shape[1])}


def _distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Give the largest difference between two samples' empirical distribution functions."""
    places = np.concatenate((one, other))
    shares = (np.searchsorted(np.sort(sample), places, side="right") / len(sample) for sample in (one, other))
    return float(np.abs(np.subtract(*shares)).max())


def others(subject: Subject) -> bool:
    """Take environments of others that begin their next episodes in the next step."""
    return subject.has_vectors and not subject.is_active and AutoresetMode.NEXT_STEP in subject.modes


@law(others)
def beginnings_are_drawn_alike(subject: Subject, seed: int) -> None:
    """What is seen at first has one distribution: after the first reset, and after automatic ones."""
    count, ends = _affordable(subject), time.monotonic() + SECONDS
    with Driver(subject.make_vec(count, autoreset_mode=AutoresetMode.NEXT_STEP)) as driver:
        space = driver.env.single_observation_space
        first = _seen(space, driver.reset(seed=seed)["observation"])
        later = {name: np.full(count, np.nan) for name in first}
        waiting, over = np.ones(count, np.bool_), np.zeros(count, np.bool_)
        for action in subject.actions(driver.env, seed, 2 * subject.horizon + 2):
            result = driver.step(action)
            begun, waiting = waiting & over, waiting & ~over
            for name, values in _seen(space, result["observation"]).items():
                later[name][begun] = values[begun]
            over = ended(result)
            if not waiting.any() or (time.monotonic() > ends and np.sum(~waiting) >= LEAST_COMPARED):
                break
    _expect_alike(first, {name: values[~waiting] for name, values in later.items()})


def _affordable(subject: Subject) -> int:
    """Give of how many episodes to see the beginning: fewer where it takes long, but enough to tell something."""
    began = time.monotonic()
    with Driver(subject.make_vec(autoreset_mode=AutoresetMode.NEXT_STEP)) as driver:
        driver.play(subject.actions(driver.env, 0, 1), seed=0)
    each = (time.monotonic() - began) / subject.lanes
    return min(OTHERS_DRAWN, max(LEAST_COMPARED, int(SECONDS / max(each, 1e-6))))


def _expect_alike(first: Mapping[str, NDArray[np.float64]], later: Mapping[str, NDArray[np.float64]]) -> None:
    for name, values in first.items():
        counts = len(values), len(later[name])
        if min(counts) < LEAST_COMPARED:
            continue
        distance = _distance(values, later[name])
        most = math.sqrt(math.log(2 / CHANCE) / 2 * sum(1 / count for count in counts))  # Kolmogorov and Smirnov
        known = f"distance {distance:.3f}, by chance < {most:.3f}"
        expect(distance < most, f"{name} is seen otherwise after an automatic reset than at first: {known}")


@law(active_vectors)
def instances_are_drawn_evenly(subject: Subject, seed: int) -> None:
    """Of the split each instance is as likely as any other, and each class as its share; no other is drawn."""
    space, split = subject.core.space, subject.core.space.split(subject.core.split)
    count = _count(subject)
    with Driver(subject.make_vec(count)) as driver:
        indices = driver.reset(seed=seed)["info"]["index"]
    outside = indices[~split.contains(indices)]
    expect(not outside.size, f"instances {outside[:3].tolist()} are drawn, which are not in {split}")
    whole = split.size <= KNOWN
    ranks = np.arange(split.size) if whole else np.random.default_rng(seed).integers(split.size, size=KNOWN)
    members = split.indices(ranks)
    most = math.sqrt(math.log(2 / CHANCE) / (2 * count))  # Dvoretzky, Kiefer and Wolfowitz; Hoeffding for one share
    if whole:
        distance = _distance_from_even(np.searchsorted(np.sort(members), indices), split.size)
        expect(distance < most, f"instances are not drawn evenly: distance {distance:.3f}, by chance < {most:.3f}")
    if space.class_names is not None:
        shares, drawn = (_class_shares(space, each) for each in (members, indices))
        for name, share, found in zip(space.class_names, shares, drawn, strict=True):
            expect(abs(found - share) < most, f"class {name!r} is {share:.3f} of {split}, and {found:.3f} of the draws")


def _distance_from_even(ranks: NDArray[np.int64], size: int) -> float:
    """Give the largest difference between the empirical distribution function and that of even draws below ``size``."""
    ordered = np.sort(ranks)
    above = np.searchsorted(ordered, ordered, side="right") / len(ordered) - (ordered + 1) / size
    below = ordered / size - np.searchsorted(ordered, ordered, side="left") / len(ordered)
    return float(max(above.max(), below.max()))


def _class_shares(space: ImageSpace, indices: NDArray[np.int64]) -> NDArray[np.float64]:
    counts: NDArray[np.int64] = np.bincount(space.labels(indices), minlength=space.num_classes or 0)
    return counts / len(indices)
