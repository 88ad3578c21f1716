from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.registry import kinds
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import building
from envspecs.testing.strategies import KINDS, action_sequences, actions, task_specs
from imagespaces.testing import strategies as images
from tests.envspecs.testing.faults import SPEC

FOUND = settings(max_examples=2000, phases=[Phase.generate])
"""For what need only be found, not be made simple."""


@given(task_specs(max_pixels=60, max_steps=4))
def test_tasks_are_within_their_limits_and_run(spec: TaskSpec) -> None:
    height, width, _ = spec.space.image_shape
    assert height * width <= 60
    assert spec.episode.max_steps <= 4
    assert envspecs.load(spec.model_dump(mode="json")) == spec
    env = spec.make()
    env.reset(seed=0)
    env.step(env.action_space.sample())


@pytest.mark.parametrize(
    "wanted",
    [
        lambda spec: spec.space.kind == "double_circle_square",
        lambda spec: spec.space.kind == "circle_square" and spec.space.height != spec.space.width,
        lambda spec: spec.sensor.size[0] != spec.sensor.size[1],
        lambda spec: spec.sensor.scale < 1,
        lambda spec: spec.sensor.scale > 1,
        lambda spec: spec.sensor.size == spec.space.image_shape[:2] and spec.sensor.scale == 1,
        lambda spec: isinstance(spec.sensor.start, tuple),
        lambda spec: spec.sensor.start == "random",
        lambda spec: spec.sensor.motion.kind == "relative" and isinstance(spec.sensor.motion.max_step, tuple),
        lambda spec: not spec.task.loss.normalized and spec.reward.timing == "final_step",
        lambda spec: spec.episode.at_limit == "truncate" and spec.episode.max_steps == 6,
        lambda spec: spec.reward.action_cost > 0.5,
    ],
)
def test_every_sort_of_task_is_built(wanted: Any) -> None:
    specs = task_specs(max_pixels=60, sensors=["glimpse"], tasks=["classification"])
    assert wanted(find(specs, wanted, settings=FOUND))


def test_the_simplest_task() -> None:
    spec: Any = find(task_specs(sensors=["glimpse"], tasks=["classification"]), lambda _: True)
    assert spec.space.image_shape[2] == 1
    assert (spec.sensor.kind, spec.sensor.size, spec.sensor.start) == ("glimpse", (1, 1), "center")
    assert spec.episode.max_steps == 1


def test_every_kind_of_the_library_takes_part() -> None:
    for group, builders in KINDS.items():
        own = {kind for kind, model in kinds(group).items() if model.__module__.startswith("envspecs.")}
        assert own == set(builders)


@pytest.mark.parametrize("kind", sorted(images.KINDS.keys() & kinds("imagespaces.spaces").keys()))
def test_every_space_that_both_packages_know_takes_part(kind: str) -> None:
    find(task_specs(max_pixels=600), lambda spec: spec.space.kind == kind, settings=FOUND)


def test_a_kind_of_one_s_own_takes_part_once_it_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS["envspecs.losses"], "brier", lambda _options: st.just({"kind": "brier"}))
    find(task_specs(), lambda _: True, settings=FOUND)  # not registered: not built
    models = {**kinds("envspecs.losses"), "brier": kinds("envspecs.losses")["cross_entropy"]}
    monkeypatch.setattr(building, "kinds", lambda group: models if group == "envspecs.losses" else kinds(group))
    with pytest.raises(envspecs.SpecError, match="brier"):
        find(task_specs(tasks=["classification"]), lambda _: False, settings=FOUND)


@given(st.data())
def test_actions_are_actions(data: st.DataObject) -> None:
    env, envs = SPEC.make(), SPEC.make_vec(2)
    assert data.draw(actions(env)) in env.action_space
    assert data.draw(actions(envs)) in envs.action_space
    several = data.draw(action_sequences(env, max_steps=3))
    assert 1 <= len(several) <= 3
    assert all(action in env.action_space for action in several)
