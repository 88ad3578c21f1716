"""Hypothesis strategies that build task specs, and actions and scenarios for their environments.

They build rather than filter, and shrink toward small images, a single pixel in the centre, and short episodes.

>>> from hypothesis import find
>>> glimpses = task_specs(sensors=["glimpse"], tasks=["classification"])
>>> spec = find(glimpses, lambda spec: spec.reward.timing == "final_step")
>>> spec.space
CircleSquareSpec(kind='circle_square', height=3, width=3, extent=2, gradient=False)
>>> spec.sensor.size, spec.episode.max_steps
((1, 1), 1)

A kind takes part by an entry in :data:`KINDS`, under its group::

    KINDS["envspecs.losses"]["brier"] = lambda options: st.just({"kind": "brier"})

and a space by one in :data:`imagespaces.testing.strategies.KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv

from envspecs.build import build_space
from envspecs.loading import load
from envspecs.registry import kinds
from envspecs.specs.base import SensorKind
from envspecs.specs.task_spec import TaskSpec
from envspecs.tasks.scales import ends_of
from envspecs.testing.building import KINDS, Builder, Options, any_of
from envspecs.testing.describing import Fields, fields_of
from envspecs.testing.elements import elements
from envspecs.testing.sensor_building import MOTIONS, SENSORS, extras
from envspecs.testing.task_building import LOSSES, TASKS
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.testing.strategies needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = ["KINDS", "Builder", "Options", "action_sequences", "actions", "elements", "scenarios", "task_specs"]

KINDS["envspecs.sensors"].update(SENSORS)
KINDS["envspecs.motions"].update(MOTIONS)
KINDS["envspecs.tasks"].update(TASKS)
KINDS["envspecs.losses"].update(LOSSES)


# ------------------------------------------------------------------------------------------------------- task specs


@st.composite
def task_specs(
    draw: st.DrawFn,
    *,
    max_pixels: int = 256,
    max_steps: int = 6,
    sensors: Iterable[str] | None = None,
    tasks: Iterable[str] | None = None,
) -> TaskSpec:
    """Build task specs, valid by construction.

    Args:
        draw: Given by Hypothesis.
        max_pixels: The most rows × columns of an image, at least 12.
        max_steps: The most steps of an episode.
        sensors: The kinds of sensors to choose from; all unless given.
        tasks: The kinds of tasks to choose from; all unless given.
    """
    space = draw(_spaces(max_pixels))
    options = Options((space.height, space.width))
    sensor = draw(any_of("envspecs.sensors", options, None if sensors is None else tuple(sensors)))
    about = replace(
        options,
        coverage=_coverage(sensor, space),
        numbers=_numbers(space),
        knows_objects=space.knows_objects,
        has_masks=space.knows_objects or len(space.mask_names or ()) > 1,
    )
    return load(
        {
            "envspec": 1,
            "space": fields_of(space),
            "sensor": sensor | draw(extras(options)),
            "task": draw(any_of("envspecs.tasks", about, None if tasks is None else tuple(tasks))),
            "reward": draw(_REWARDS),
            "episode": draw(_episodes(max_steps)),
        }
    )


def _coverage(sensor: Fields, space: ImageSpace) -> tuple[float, float] | None:
    """Give what a sensor covers of the images of a space, as its model tells."""
    model = kinds("envspecs.sensors")[sensor["kind"]].model_validate(sensor)
    return model.coverage((space.height, space.width, space.channels)) if isinstance(model, SensorKind) else None


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


def _spaces(max_pixels: int) -> st.SearchStrategy[ImageSpace]:
    """Build spaces of kinds that task files know, with classes to tell apart."""
    known = kinds("imagespaces.spaces")
    small = [name for name, kind in images.KINDS.items() if name in known and kind.least_pixels <= max_pixels]
    return _spaces_of(tuple(small), max_pixels)


@lru_cache(maxsize=64)
def _spaces_of(names: tuple[str, ...], max_pixels: int) -> st.SearchStrategy[ImageSpace]:
    return images.image_spaces(kinds=names, max_pixels=max_pixels).filter(lambda space: (space.num_classes or 0) > 1)


def _numbers(space: ImageSpace) -> tuple[str, ...]:
    """Name the factors of a space that hold numbers, more than one."""
    ends = {name: ends_of(factor) for name, factor in space.factors.items()}
    return tuple(name for name, numbers in ends.items() if numbers is not None and numbers[0] < numbers[1])


_REWARDS = st.fixed_dictionaries(
    {
        "action_cost": st.floats(0, 1),
        "timing": st.sampled_from(["every_step", "final_step", "improvement"]),
        "time_penalty": st.just(0.0) | st.floats(0, 1),
    }
)


@lru_cache(maxsize=64)
def _episodes(max_steps: int) -> st.SearchStrategy[Fields]:
    ends = st.sampled_from(["terminate", "truncate"])
    return st.fixed_dictionaries({"max_steps": st.integers(1, max_steps), "at_limit": ends})


# ------------------------------------------------------------------------------------------------------- environments


def actions(env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> st.SearchStrategy[Any]:
    """Build actions of an environment, single or vector."""
    return elements(env.action_space)


def action_sequences(
    env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any], max_steps: int = 16
) -> st.SearchStrategy[list[Any]]:
    """Build one action of an environment or several, as many as ``max_steps``."""
    return st.lists(actions(env), min_size=1, max_size=max_steps)


def scenarios(spec: TaskSpec, *, num_envs: int | None = None) -> st.SearchStrategy[Fields]:
    """Build options of ``reset``, some left out.

    Args:
        spec: Whose environments they are for.
        num_envs: For vector environments how many they are: each option is then one value or one per environment, and
            a ``reset_mask`` may be among them.

    >>> from hypothesis import find
    >>> find(scenarios(load("CircleSquare-v0")), lambda options: options.get("index", 0) > 6)
    {'index': 7}
    """
    space = build_space(spec)
    one = st.fixed_dictionaries(
        {},
        optional={
            "index": images.indices(space, split=spec.split),
            "split": st.just(spec.split),
            **({"position": st.tuples(st.floats(-1, 1), st.floats(-1, 1))} if spec.sensor.kind == "glimpse" else {}),
            **({"inverted": st.integers(0, 1)} if spec.task.kind == "inverted_classification" else {}),
        },
    )
    if num_envs is None:
        return one
    each = st.lists(one, min_size=num_envs, max_size=num_envs).map(_together)
    masks = st.lists(st.booleans(), min_size=num_envs, max_size=num_envs).map(_at_least_one)
    with_mask = st.fixed_dictionaries({}, optional={"reset_mask": masks})
    return st.tuples(st.one_of(one, each), with_mask).map(lambda parts: parts[0] | parts[1])


def _together(scenarios: list[Fields]) -> Fields:
    """Give scenarios of several environments as one: the options that all of them have."""
    shared = set.intersection(*(set(scenario) for scenario in scenarios))
    return {name: [scenario[name] for scenario in scenarios] for name in sorted(shared)}


def _at_least_one(flags: list[bool]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Give a mask; one without a true flag becomes one of all."""
    return np.array(flags if any(flags) else [True] * len(flags))
