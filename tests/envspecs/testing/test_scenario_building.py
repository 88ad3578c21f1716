from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.build import build_core, build_space
from envspecs.testing.strategies import SCENARIOS, scenarios, task_specs
from tests.envspecs.testing.faults import SPEC

FOUND = settings(max_examples=2000, phases=[Phase.generate])
"""For what need only be found, not be made simple."""


@given(scenarios(envspecs.load("CircleSquareInverted-v0")))
def test_scenarios_of_inverted_truths_may_say_whether_they_are(options: dict[str, Any]) -> None:
    observation, _ = envspecs.load("CircleSquareInverted-v0").make().reset(seed=0, options=options)
    assert int(observation["inverted_label"]) == options.get("inverted", int(observation["inverted_label"]))


@given(scenarios(SPEC))
def test_scenarios_are_taken_and_hold(options: dict[str, Any]) -> None:
    observation, info = SPEC.make().reset(seed=0, options=options)
    assert set(options) <= {"index", "position", "split"}
    assert info["index"] == options.get("index", info["index"])
    if "position" in options:
        assert observation["glimpse_pos"].tolist() == pytest.approx(options["position"])


@given(scenarios(SPEC, num_envs=3))
def test_scenarios_of_vectors_are_taken(options: dict[str, Any]) -> None:
    envs: Any = SPEC.make_vec(3)
    envs.reset(seed=0)
    before = envs.core.episodes
    _, info = envs.reset(options=options)
    begun = options.get("reset_mask", np.ones(3, np.bool_))
    assert (envs.core.episodes - before).tolist() == begun.tolist()
    if "index" in options:
        expected = np.broadcast_to(options["index"], 3)
        assert info["index"].tolist() == np.where(begun, expected, 0).tolist()


@pytest.mark.parametrize(
    "wanted",
    [
        lambda options: not options,
        lambda options: options.keys() == {"index", "position", "split", "reset_mask"},
        lambda options: isinstance(options.get("index"), list) and len(set(options["index"])) > 1,
        lambda options: isinstance(options.get("index"), int),
        lambda options: isinstance(options.get("position"), list),
        lambda options: isinstance(options.get("split"), list),
        lambda options: "reset_mask" in options and options["reset_mask"].sum() == 1,
    ],
)
def test_every_sort_of_scenario_is_built(wanted: Any) -> None:
    assert wanted(find(scenarios(SPEC, num_envs=3), wanted, settings=FOUND))


def test_indices_reach_the_last_instance() -> None:
    last = (build_space(SPEC).size or 0) - 1
    assert find(scenarios(SPEC), lambda options: options.get("index", 0) == last) == {"index": last}
    assert math.prod(SPEC.space.image_shape) * 2 == last + 1


def test_an_index_is_of_the_split_that_is_given() -> None:
    spec = envspecs.load({"envspec": 1, **_digits(), "split": "train"})
    space = build_space(spec)

    @settings(max_examples=30)
    @given(scenarios(spec))
    def check(options: dict[str, Any]) -> None:
        if "index" in options:
            space.check_indices([options["index"]], options.get("split", "train"))

    check()


def _digits() -> dict[str, Any]:
    return {"space": {"kind": "digits", "height": 4, "width": 4}, "sensor": {"kind": "full"}, "task": {"kind": "none"}}


@pytest.mark.parametrize("sensor", ["zoom", "full"])
def test_what_a_sensor_has_no_option_for_is_not_given(sensor: str) -> None:
    zoom = {"kind": "zoom", "patch": 2, "grid": 1, "motion": {"kind": "absolute_zoom"}}
    spec = envspecs.load({"envspec": 1, **_digits(), "sensor": zoom if sensor == "zoom" else {"kind": sensor}})
    everything = find(scenarios(spec), lambda options: len(options) == len(build_core(spec, 1).options), settings=FOUND)
    assert everything.keys() == {"index", "split", *(["position", "scale"] if sensor == "zoom" else [])}
    spec.make().reset(seed=0, options=everything)


@pytest.mark.parametrize("name", ["CircleSquareInverted-v0", "CircleSquareFind-v0", "DigitsLoc-v0"])
def test_every_option_that_there_is_takes_part(name: str) -> None:
    spec = envspecs.load(name)
    options = build_core(spec, 1).options
    assert options.keys() <= SCENARIOS.keys() | {"index"}
    everything = find(scenarios(spec), lambda found: found.keys() == options.keys(), settings=FOUND)
    spec.make().reset(seed=0, options=everything)


@settings(max_examples=40)
@given(st.data())
def test_scenarios_of_any_task_are_taken(data: st.DataObject) -> None:
    spec = data.draw(task_specs(max_pixels=150, max_steps=2))
    envs = spec.make_vec(2)
    envs.reset(seed=0)  # the first reset must be of all
    envs.reset(options=data.draw(scenarios(spec, num_envs=2)))
    spec.make().reset(seed=0, options=data.draw(scenarios(spec)))
