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
    specs = task_specs(sensors=["glimpse"], tasks=["classification"])
    spec: Any = find(specs, lambda _: True, settings=settings(max_examples=1000, phases=[Phase.generate, Phase.shrink]))
    assert spec.space.image_shape[2] == 1
    assert (spec.sensor.kind, spec.sensor.size, spec.sensor.start) == ("glimpse", (1, 1), "center")
    assert spec.episode.max_steps == 1


@pytest.mark.parametrize(
    "wanted",
    [
        lambda spec: spec.split == "test",
        lambda spec: getattr(spec.space, "partition", None) is not None and spec.split == "train",
        lambda spec: spec.episode.stop == "action",
        lambda spec: spec.episode.stop == "confidence",
        lambda spec: spec.reward.size_penalty > 0,
        lambda spec: spec.sensor.memory == "history" and spec.sensor.periphery is not None,
        lambda spec: spec.interface.actions == "discrete",
        lambda spec: spec.interface.actions == "multi_discrete" and spec.task.kind == "regression",
        lambda spec: spec.interface.observations == "image" and spec.interface.channels == "first",
        lambda spec: spec.interface.predictions == "oracle" and spec.interface.dtype == "uint8",
    ],
)
def test_every_part_of_a_task_varies(wanted: Any) -> None:
    specs = task_specs(max_pixels=150, spaces=["circle_square", "digits"], interfaces=True)
    assert wanted(find(specs, wanted, settings=FOUND))


def test_an_ideal_observer_predicts_where_there_is_one() -> None:
    specs = task_specs(spaces=["circle_square"], sensors=["glimpse"], tasks=["classification"], interfaces=True)
    spec = find(specs, lambda spec: spec.interface.predictions == "ideal", settings=FOUND)
    env: Any = spec.make()
    env.reset(seed=0)
    env.step(env.action_space.sample())


@settings(max_examples=40)
@given(task_specs(max_pixels=100, max_steps=3, interfaces=True))
def test_tasks_of_any_form_run(spec: TaskSpec) -> None:
    assert envspecs.load(spec.model_dump(mode="json")) == spec
    env: Any = spec.make()
    observation, _ = env.reset(seed=0)
    assert observation in env.observation_space
    assert env.step(env.action_space.sample())[0] in env.observation_space


@pytest.mark.parametrize(
    ("tasks", "sensors"),
    [("localization", ["glimpse"]), ("localization", ["zoom", "foveated"]), ("segmentation", ["full"])],
)
def test_space_and_sensor_are_such_that_the_task_fits(tasks: str, sensors: list[str]) -> None:
    @settings(max_examples=40)
    @given(task_specs(max_pixels=60, tasks=[tasks], sensors=sensors))
    def check(spec: TaskSpec) -> None:
        assert (spec.task.kind, spec.sensor.kind in sensors) == (tasks, True)
        spec.make().reset(seed=0)

    check()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_pixels": 11}, r"max_pixels must be 12 or more, got 11"),
        ({"max_steps": 0}, r"max_steps must be 1 or more, got 0"),
        ({"spaces": ["squares"]}, r"spaces must be one or more of '.*', got \['squares'\]"),
        ({"spaces": ["scene"], "max_pixels": 20}, r"spaces must be one or more of '.*', got \['scene'\]"),
        ({"sensors": []}, r"sensors must be one or more of 'full', .*, got \[\]"),
        ({"tasks": ["nothing"]}, r"tasks must be one or more of 'none', .*, got \['nothing'\]"),
    ],
)
def test_what_can_t_be_built_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        task_specs(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"sensors": ["full"], "tasks": ["localization"]},
            "a sensor must suit one of the tasks localization, got full",
        ),
        (
            {"spaces": ["photos", "digits"], "tasks": ["hide_and_seek", "find"]},
            "a space must suit one of the tasks hide_and_seek, find, got photos, digits",
        ),
    ],
)
def test_what_never_fits_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}\n"):  # what follows is of Hypothesis
        find(task_specs(**options), lambda _: True, settings=FOUND)


def test_a_space_that_seldom_suits_a_task_is_found() -> None:
    specs = task_specs(spaces=["polygons"], tasks=["regression"], sensors=["full"])
    assert find(specs, lambda _: True, settings=FOUND).task.kind == "regression"


def test_a_sensor_that_suits_only_some_of_the_tasks_has_those() -> None:
    @settings(max_examples=30)
    @given(task_specs(sensors=["full"], tasks=["localization", "segmentation"]))
    def check(spec: TaskSpec) -> None:
        assert spec.task.kind == "segmentation"

    check()


@pytest.mark.parametrize("kind", kinds("imagespaces.partitions"))
def test_spaces_are_divided_in_each_way(kind: str) -> None:
    def is_divided(spec: Any) -> bool:
        return getattr(getattr(spec.space, "partition", None), "kind", None) == kind

    spec = find(task_specs(spaces=["polygons", "concat"], sensors=["full"]), is_divided, settings=FOUND)
    env: Any = spec.make()
    assert all(env.unwrapped.core.space.split(name).num_states for name in spec.space.split_names)


def test_every_kind_of_the_library_takes_part() -> None:
    for group, builders in KINDS.items():
        own = {kind for kind, model in kinds(group).items() if model.__module__.startswith("envspecs.")}
        assert own == set(builders)


@pytest.mark.parametrize("kind", sorted(images.KINDS.keys() & kinds("imagespaces.spaces").keys()))
def test_every_space_that_both_packages_know_takes_part(kind: str) -> None:
    assert find(task_specs(max_pixels=600, spaces=[kind]), lambda _: True, settings=FOUND).space.kind == kind


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
