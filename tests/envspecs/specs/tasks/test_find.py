"""Specs of finding things."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import re
from typing import Any

import pytest

import envspecs
from envspecs.testing import check_spec

SPEC: dict[str, Any] = {
    "envspec": 1,
    "space": {"kind": "circle_square", "height": 8, "width": 9, "extent": 4},
    "sensor": {"kind": "glimpse", "size": [3, 4], "motion": {"kind": "relative", "max_step": 0.5}},
    "task": {"kind": "find"},
    "episode": {"max_steps": 5},
}
SCENE: dict[str, Any] = {
    "kind": "scene",
    "height": 24,
    "width": 24,
    "objects": {"ball": {"shape": "circle", "size": 0.3}, "box": {"shape": "square", "size": 0.3}},
}


def test_all_but_the_kind_may_be_left_out() -> None:
    spec = envspecs.load(SPEC)
    assert spec.task.model_dump() == {
        "kind": "find",
        "names": None,
        "place": None,
        "share": None,
        "shown": False,
        "bonus": 1.0,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"task.share": 0.5, "task.bonus": 2.0, "episode.at_limit": "truncate"},
        {"task.place": ["x", "y"], "task.shown": True},
        {"space": SCENE, "task.shown": True, "reward.time_penalty": 0.1},
        {"space": SCENE, "task.names": ["box"], "task.share": 0.25},
        {"sensor": {"kind": "full"}},
        {"sensor": {"kind": "zoom", "patch": 2, "grid": 2, "motion": {"kind": "absolute_zoom"}}, "task.shown": True},
    ],
)
def test_it_keeps_all_laws(changes: dict[str, Any]) -> None:
    check_spec(envspecs.load(SPEC).override(changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"sensor": {"kind": "full"}, "task.shown": True},
            "task: nothing to be seen elsewhere: found a sensor of kind 'full', allowed is one that looks at places of the image, or shown: false",
        ),
        (
            {"task.names": ["ball"], "task.place": ["x", "y"]},
            "task.place: what has a place has no name: found names beside ['x', 'y'], allowed is one of the two",
        ),
        ({"task.share": 0.0}, "task.share: "),
        ({"task.names": []}, "task.names: "),
        ({"task.names": ["ball", "ball"]}, "task.names: an item twice: found 'ball' twice, allowed is each once"),
    ],
)
def test_what_does_not_fit_is_refused_while_loading(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(envspecs.SpecError, match=re.escape(message)):
        envspecs.load(SPEC).override(changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"task.names": ["square"]}, "task.names: names are of things that have some, got 'square'"),
        ({"space": SCENE, "task.names": ["box", "cup"]}, "task.names[1]: a name must be one of 'ball', 'box', got 'cup'"),
        ({"task.place": ["x", "z"]}, "task.place[1]: there is no factor 'z'; the factors are 'shape', 'x', 'y'"),
        ({"space": {"kind": "digits"}}, "task: what is to be found takes named objects, masks, or two factors as its place, got Digits("),
    ],
)  # fmt: skip
def test_what_the_space_does_not_know_is_refused_where_it_is_asked_for(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(envspecs.SpecError, match=re.escape(message)):
        envspecs.load(SPEC).override(changes).make()
