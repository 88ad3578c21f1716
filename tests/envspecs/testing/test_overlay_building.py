from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.testing.strategies import overlays, task_specs
from tests.envspecs.testing.faults import SPEC

SHRUNK = settings(max_examples=1000, phases=[Phase.generate, Phase.shrink])
FOUND = settings(max_examples=3000, phases=[Phase.generate])

TASKS = [
    "CircleSquare-v0",
    "CircleSquareInverted-v0",
    "DigitsLoc-v0",
    "CircleSquareHideAndSeek-v0",
    "PhotosReconstruction-v0",
]


@settings(max_examples=40)
@given(st.data())
def test_a_spec_takes_its_overlays(data: st.DataObject) -> None:
    spec = data.draw(task_specs(max_pixels=150, max_steps=3, interfaces=True))
    overlay = data.draw(overlays(spec))
    changed = spec.override(overlay)
    assert envspecs.load(changed.model_dump(mode="json")) == changed
    env: Any = changed.make()
    env.reset(seed=0)
    env.step(env.action_space.sample())


@settings(max_examples=30)
@given(st.sampled_from(TASKS), st.data())
def test_a_task_of_the_catalog_takes_its_overlays(name: str, data: st.DataObject) -> None:
    spec = envspecs.load(name)
    overlay = data.draw(overlays(spec))
    changed: Any = spec.override(overlay)
    for path, value in overlay.items():
        if path.startswith(("reward.", "episode.")):
            part, key = path.split(".")
            assert getattr(getattr(changed, part), key) == value


LITTLE = {"space": {"kind": "circle_square", "height": 3, "width": 4, "extent": 2}, "sensor": {"kind": "full"}}
PIXELS = LITTLE | {"task": {"kind": "reconstruction", "loss": {"kind": "root_mean_squared_error"}}}


@pytest.mark.parametrize(
    ("changes", "grows"),
    [
        (PIXELS, True),
        (PIXELS | {"interface.actions": "flat"}, True),
        (PIXELS | {"interface.actions": "discrete", "interface.bins": 2}, False),
        (PIXELS | {"interface.actions": "multi_discrete"}, False),
        (PIXELS | {"interface.actions": "multi_discrete", "task.size": [2, 2]}, True),
        ({"interface.predictions": "ideal"}, False),
        ({"interface.actions": "discrete"}, True),
    ],
)
def test_images_grow_only_where_their_pixels_are_not_counted(changes: dict[str, Any], grows: bool) -> None:
    spec = SPEC.override(changes)

    @settings(max_examples=50)
    @given(overlays(spec))
    def check(overlay: dict[str, Any]) -> None:
        assert "space.height" not in overlay
        spec.override(overlay).make().close()

    if grows:
        height, *_ = spec.space.image_shape
        larger = find(overlays(spec), lambda overlay: overlay.get("space.height", 0) > height, settings=FOUND)
        spec.override(larger).make().close()
    else:
        check()


@pytest.mark.parametrize(
    "part", ["id", "description", "space", "split", "sensor", "task", "reward", "episode", "interface"]
)
def test_every_part_is_changed(part: str) -> None:
    overlay = find(overlays(SPEC), lambda overlay: any(path.split(".")[0] == part for path in overlay), settings=FOUND)
    assert overlay


@pytest.mark.parametrize("part", ["space", "sensor", "task"])
def test_a_part_may_be_another_one_as_a_whole(part: str) -> None:
    kind = getattr(SPEC, part).kind
    found = find(overlays(SPEC), lambda overlay: part in overlay and overlay[part]["kind"] != kind, settings=FOUND)
    assert getattr(SPEC.override(found), part).kind == found[part]["kind"]


def test_overlays_shrink_to_nothing_and_to_one_change() -> None:
    assert find(overlays(SPEC), lambda _: True, settings=SHRUNK) == {}
    assert find(overlays(SPEC), lambda overlay: SPEC.override(overlay) != SPEC, settings=SHRUNK) == {"description": ""}
    assert find(overlays(SPEC), lambda overlay: overlay.get("reward.action_cost", 0) > 0.5, settings=SHRUNK) == {
        "reward.action_cost": 1.0
    }
