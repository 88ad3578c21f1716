"""All laws, over every task of the catalog and over tasks that Hypothesis builds."""

from __future__ import annotations

from functools import partial
from typing import Any

import gymnasium
import pytest
from hypothesis import given, settings

import envspecs
from envspecs.datasets import data_sets
from envspecs.specs.resolution import PixelTask
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import LAWS, PROCESS_LAWS, SPEC_LAWS, SpecContract, broken_laws, check_env, check_spec, laws
from envspecs.testing.law import Law
from envspecs.testing.strategies import task_specs

pytestmark = pytest.mark.usefixtures("data_at_hand")

BASES = [name for name in envspecs.catalog() if name.count("-") == 1]
"""The task of each catalog file."""

VARIANTS = [name for name in envspecs.catalog() if name not in BASES]
"""All others: they are many, and differ in little from the task of their file."""

FROM_FILES = {name for data_set in data_sets() for name in data_set.tasks}
"""Tasks about pictures of files."""

EXAMPLES = list({envspecs.load(name).task.kind: name for name in reversed(BASES) if name not in FROM_FILES}.values())
"""One task of each kind."""

SENT = sorted({*EXAMPLES, *{envspecs.load(name).space.kind: name for name in reversed(BASES)}.values()})
"""One task of each kind, and one about each kind of space, to be sent to other processes."""

WHOLE = [name for name in BASES if name not in FROM_FILES or name in SENT]
"""Those held to all laws at every run: of tasks about files one for each kind of space."""

QUICK_LAWS = (
    laws.losses_are_their_definition,
    laws.observations_fit,
    laws.oracles_are_right,
    laws.rewards_add_up,
    laws.seeds_decide,
    laws.truth_can_be_seen,
)


def smaller(name: str) -> dict[str, Any]:
    """Give what makes a task smaller whose predictions tell of every pixel: shorter, and less to compare each time."""
    spec: Any = envspecs.load(name)
    if not isinstance(spec.task, PixelTask):
        return {}
    changes: dict[str, Any] = {"episode.max_steps": 2}
    if spec.task.size is not None or max(spec.space.image_shape) <= 64:
        changes["task.size"] = [12, 14]
    return changes | ({"space.height": 40, "space.width": 40} if max(spec.space.image_shape) > 64 else {})


def tried(name: str) -> TaskSpec:
    """Give a task of the catalog, at a size at which all laws are soon checked."""
    changes = smaller(name)
    return envspecs.load(name).override(changes) if changes else envspecs.load(name)


@pytest.mark.parametrize("name", WHOLE)
def test_task_of_the_catalog(name: str) -> None:
    check_spec(tried(name))


@pytest.mark.parametrize("name", [name for name in envspecs.catalog() if name not in WHOLE])
def test_like_another_task(name: str) -> None:
    assert broken_laws(tried(name), laws=QUICK_LAWS) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in envspecs.catalog() if name not in WHOLE and not (name in VARIANTS and name in FROM_FILES)]
)
def test_every_law_of_a_task_like_another(name: str) -> None:
    check_spec(tried(name))


class TestAnyTask(SpecContract):
    """A task may be made that can't be solved, as by a sensor that skips pixels; those of the catalog can."""

    strategy = task_specs(max_pixels=150, max_steps=4)
    laws = tuple(law for law in (*SPEC_LAWS, *LAWS) if law is not laws.truth_can_be_seen)


# Digits and photographs may look alike in few pixels; and in an image made of several, one may hide another.
CLEAR = ["circle_square", "double_circle_square", "points", "polygons", "scene"]


@settings(max_examples=10)
@given(spec=task_specs(max_pixels=170, max_steps=2, spaces=CLEAR, sensors=["glimpse"], tasks=["classification"]))
def test_any_task_whose_sensor_skips_and_hides_nothing_can_be_solved(spec: TaskSpec) -> None:
    clear = {"scale": 1.0, "size": [1, 1], "border": "clamp", "dropout": 0.0, "noise": 0.0}
    laws.truth_can_be_seen(spec.override({f"sensor.{name}": value for name, value in clear.items()}))


@pytest.mark.parametrize("name", EXAMPLES)
def test_task_made_by_gymnasium(name: str) -> None:
    options: dict[str, Any] = {"override": smaller(name)}
    check_env(partial(gymnasium.make, f"envspecs/{name}", **options), partial(_make_vec, f"envspecs/{name}", **options))


def _make_vec(name: str, num_envs: int, **options: Any) -> gymnasium.vector.VectorEnv[Any, Any, Any]:
    return gymnasium.make_vec(name, num_envs, **options)


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("law", PROCESS_LAWS, ids=lambda law: law.name)
def test_law_that_starts_processes(law: Law, name: str) -> None:
    law(tried(name))
