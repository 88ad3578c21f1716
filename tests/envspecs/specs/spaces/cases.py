"""Task files about spaces, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

import envspecs
from envspecs.build import build_space
from envspecs.specs.base import SpaceKind
from imagespaces import ImageSpace

__all__ = ["built", "errors_of", "model_of"]


def task(space: dict[str, Any], split: str) -> dict[str, Any]:
    return {
        "envspec": 1,
        "space": space,
        "split": split,
        "sensor": {"kind": "glimpse", "size": [1, 1], "motion": {"kind": "relative"}},
        "task": {"kind": "classification", "loss": {"kind": "cross_entropy"}},
    }


def model_of(space: dict[str, Any], split: str = "all") -> SpaceKind:
    """Give the model of a space in a task file, which survives being written out."""
    spec = envspecs.load(task(space, split))
    assert envspecs.load(spec.model_dump(mode="json")) == spec
    return spec.space


def built(space: dict[str, Any]) -> ImageSpace:
    """Give the space that a task file describes, whose shape and splits are those that its model tells."""
    spec = envspecs.load(task(space, "all"))
    found = build_space(spec)
    assert found.shape == spec.space.image_shape
    assert tuple(found.splits) == spec.space.split_names
    return found


def errors_of(space: dict[str, Any], split: str = "all") -> str:
    """Give what is said of a task file that is refused."""
    with pytest.raises(envspecs.SpecError) as caught:
        envspecs.load(task(space, split))
    return str(caught.value)
