"""Hypothesis strategies that build task specs, and actions and scenarios for their environments.

They build rather than filter, and shrink toward small images, a single pixel in the centre, and short episodes.

>>> from hypothesis import find
>>> spec = find(task_specs(), lambda spec: spec.reward.timing == "final_step")
>>> spec.space
CircleSquareSpec(kind='circle_square', height=3, width=3, extent=2, gradient=False)
>>> spec.sensor.size, spec.episode.max_steps
((1, 1), 1)

A kind takes part by an entry in :data:`KINDS`, under its group::

    KINDS["envspecs.losses"]["brier"] = lambda options: st.just({"kind": "brier"})

and a space by one in :data:`imagespaces.testing.strategies.KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv

from envspecs.build import build_space
from envspecs.loading import load
from envspecs.registry import kinds
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.describing import Fields, fields_of
from envspecs.testing.elements import elements
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.testing.strategies needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = ["KINDS", "Builder", "Options", "action_sequences", "actions", "elements", "scenarios", "task_specs"]


@dataclass(frozen=True)
class Options:
    """What kinds are built for.

    Attributes:
        image_size: (height, width) of the images.
    """

    image_size: tuple[int, int]


Builder: TypeAlias = Callable[[Options], st.SearchStrategy[Fields]]
"""How a kind of part is built: the fields of a task file, with its ``kind``."""


# ------------------------------------------------------------------------------------------------------- task specs


@st.composite
def task_specs(draw: st.DrawFn, *, max_pixels: int = 256, max_steps: int = 6) -> TaskSpec:
    """Build task specs, valid by construction.

    Args:
        draw: Given by Hypothesis.
        max_pixels: The most rows × columns of an image, at least 12.
        max_steps: The most steps of an episode.
    """
    space = draw(_spaces(max_pixels))
    options = Options((space.height, space.width))
    return load(
        {
            "envspec": 1,
            "space": fields_of(space),
            "sensor": draw(_any_of("envspecs.sensors", options)),
            "task": draw(_any_of("envspecs.tasks", options)),
            "reward": draw(_REWARDS),
            "episode": draw(_episodes(max_steps)),
        }
    )


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


def _spaces(max_pixels: int) -> st.SearchStrategy[ImageSpace]:
    """Build spaces of kinds that task files know, with classes to tell apart."""
    known = kinds("imagespaces.spaces")
    small = [name for name, kind in images.KINDS.items() if name in known and kind.least_pixels <= max_pixels]
    return _spaces_of(tuple(small), max_pixels)


@lru_cache(maxsize=64)
def _spaces_of(names: tuple[str, ...], max_pixels: int) -> st.SearchStrategy[ImageSpace]:
    return images.image_spaces(kinds=names, max_pixels=max_pixels).filter(lambda space: (space.num_classes or 0) > 1)


def _any_of(group: str, options: Options) -> st.SearchStrategy[Fields]:
    """Build a part of any kind that is both registered and known here."""
    known = tuple(
        (group, build) for group, builders in KINDS.items() for kind, build in builders.items() if kind in kinds(group)
    )
    return _one_of(group, known, options)


@lru_cache(maxsize=1024)
def _one_of(group: str, known: tuple[tuple[str, Builder], ...], options: Options) -> st.SearchStrategy[Fields]:
    """Build a part of a group; what is known of all groups tells the strategies apart, for parts hold parts."""
    return st.one_of([build(options) for of, build in known if of == group])


_REWARDS = st.fixed_dictionaries(
    {"action_cost": st.floats(0, 1), "timing": st.sampled_from(["every_step", "final_step"])}
)


@lru_cache(maxsize=64)
def _episodes(max_steps: int) -> st.SearchStrategy[Fields]:
    ends = st.sampled_from(["terminate", "truncate"])
    return st.fixed_dictionaries({"max_steps": st.integers(1, max_steps), "at_limit": ends})


@st.composite
def _glimpses(draw: st.DrawFn, options: Options) -> Fields:
    height, width = options.image_size
    scale = draw(st.one_of(st.just(1.0), st.floats(0.25, min(height, width))))
    size = [draw(st.integers(1, int(side / scale))) for side in (height, width)]
    coordinates = st.floats(-1, 1)
    start = draw(st.one_of(st.sampled_from(["center", "random"]), st.lists(coordinates, min_size=2, max_size=2)))
    motion = draw(_any_of("envspecs.motions", options))
    return {"kind": "glimpse", "size": size, "scale": scale, "motion": motion, "start": start}


def _relative(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    pairs = st.lists(steps, min_size=2, max_size=2)
    return st.fixed_dictionaries({"kind": st.just("relative"), "max_step": st.one_of(steps, pairs)})


def _absolute(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "absolute"})


def _discrete(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {
            "kind": st.just("discrete"),
            "directions": st.sampled_from([4, 8]),
            "stay": st.booleans(),
            "step": st.one_of(steps, st.lists(steps, min_size=2, max_size=2)),
        }
    )


def _velocity(_options: Options) -> st.SearchStrategy[Fields]:
    lengths = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {"kind": st.just("velocity"), "max_speed": lengths, "max_acceleration": lengths, "friction": st.floats(0, 1)}
    )


def _classification(options: Options) -> st.SearchStrategy[Fields]:
    losses = _any_of("envspecs.losses", options)
    return st.fixed_dictionaries({"kind": st.just("classification"), "loss": losses})


def _cross_entropy(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("cross_entropy"), "normalized": st.booleans()})


KINDS: Mapping[str, dict[str, Builder]] = {
    "envspecs.sensors": {"glimpse": _glimpses},
    "envspecs.motions": {
        "relative": _relative,
        "absolute": _absolute,
        "discrete": _discrete,
        "velocity": _velocity,
    },
    "envspecs.tasks": {"classification": _classification},
    "envspecs.losses": {"cross_entropy": _cross_entropy},
}
"""How each kind of part but spaces is built, by group and kind."""


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
