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

from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv

from envspecs.build import build_space
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.building import KINDS, Builder, Options
from envspecs.testing.describing import Fields
from imagespaces.testing.strategies import elements
from envspecs.testing.sensor_building import MOTIONS, SENSORS
from envspecs.testing.spec_building import task_specs
from envspecs.testing.task_building import LOSSES, TASKS
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

    >>> import envspecs
    >>> from hypothesis import find
    >>> find(scenarios(envspecs.load("CircleSquare-v0")), lambda options: options.get("index", 0) > 6)
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
