"""Tasks of localisation in the catalog are those that other libraries list."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import envspecs

SIZES = {"MNIST": (28, 28, 1), "CIFAR10": (32, 32, 3), "TinyImageNet": (64, 64, 3), "Digits": (32, 32, 1)}
GLIMPSES = {"MNIST": (5, 5), "CIFAR10": (5, 5), "TinyImageNet": (10, 10), "Digits": (5, 5)}
TESTED = {"MNIST": "test", "CIFAR10": "test", "TinyImageNet": "val"}
KNOWN = list(product(["MNIST", "CIFAR10", "TinyImageNet"], ["Loc", "Search"], ["", "-train", "-test"], ["", "-sparse"]))


@pytest.mark.parametrize(("data", "name", "part", "end"), KNOWN, ids="".join)
def test_known_tasks_are_there(data: str, name: str, part: str, end: str) -> None:
    spec: Any = envspecs.load(f"{data}{name}{part}{end}-v0")
    assert spec.id == f"{data}{name}{part}{end}-v0"
    assert spec.space.image_shape == SIZES[data]
    assert spec.space.parts == (TESTED[data] if part == "-test" else "train",)
    assert spec.split == spec.space.parts[0]
    assert (spec.sensor.size, spec.sensor.scale, spec.sensor.motion.max_step) == (GLIMPSES[data], 1.0, 0.2)
    assert (spec.sensor.start, spec.sensor.border) == ("random", "clamp")
    assert spec.task.model_dump() == {
        "kind": "localization",
        "targets": "distinctive",
        "loss": {"kind": "squared_error", "normalized": True},
    }
    assert (spec.episode.max_steps, spec.episode.at_limit) == (16, "terminate")
    assert (spec.reward.action_cost, spec.reward.timing) == (0.001, "final_step" if end else "every_step")


@pytest.mark.parametrize("name", ["MNIST", "CIFAR10", "TinyImageNet"])
def test_the_newer_name_is_of_the_same_task(name: str) -> None:
    older, newer = (envspecs.load(f"{name}{each}-v0").model_dump() for each in ("Loc", "Search"))
    assert older.pop("id") == f"{name}Loc-v0"
    assert newer.pop("id") == f"{name}Search-v0"
    assert older == newer


@pytest.mark.parametrize("name", ["Digits", "Photos"])
@pytest.mark.parametrize("variant", ["", "-train", "-test", "-sparse", "-train-sparse", "-test-sparse"])
def test_without_files_there_are_the_same_pictures_as_for_telling_classes(name: str, variant: str) -> None:
    task, other = (envspecs.load(f"{name}{kind}{variant}-v0") for kind in ("Loc", ""))
    assert task.task.kind == "localization"
    assert task.sensor.model_copy(update={"size": other.sensor.model_dump()["size"]}) == other.sensor
    own = {"id", "description", "task", "sensor"}
    assert task.model_dump(exclude=own) == other.model_dump(exclude=own)
