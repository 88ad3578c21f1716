"""The catalog: every task in it is a spec, is listed, and is what its name says."""

from __future__ import annotations

from pathlib import Path

import gymnasium
import numpy as np
import pytest
from numpy.typing import NDArray

import envspecs
from envspecs import _index
from envspecs.build import build_space
from envspecs.ids import variant_id
from envspecs.indexing import files, index_text
from envspecs.listing import FOLDER, catalog_file, entries
from imagespaces import ImageSpace
from imagespaces.combined import Mixture

PATHS = sorted(Path(FOLDER).glob("*.yaml"))

# What other libraries list of circles and squares: sizes, time limits, and no gradient with some of the sizes; each
# with the loss in every step, and with the loss at the end alone.
KNOWN = (Path(__file__).parent / "ids" / "circle_square.txt").read_text(encoding="utf-8").split()
LOSS: dict[str, object] = {"kind": "cross_entropy", "normalized": True}
HIDE: dict[str, object] = {"kind": "hide_and_seek", "hide_from": ("circle",), "place": ("x", "y")}
TASKS: dict[str, dict[str, object]] = {
    "CircleSquare": {"kind": "classification"},
    "DoubleCircleSquare": {"kind": "classification"},
    "CircleSquareInverted": {"kind": "inverted_classification"},
    "CircleSquareHideAndSeek": {**HIDE, "prediction": True},
    "CircleSquareHideAndSeekNoPrediction": {**HIDE, "prediction": False},
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_tasks_are_there(name: str) -> None:
    spec = envspecs.load(name)
    size = 15 if "s15" in name else 20 if "s20" in name else 28
    assert spec.id == name
    assert spec.space.image_shape == (size, size, 1)
    assert spec.space.kind == ("double_circle_square" if name.startswith("Double") else "circle_square")
    assert spec.space.model_dump()["gradient"] == ("nograd" not in name)
    assert spec.space.model_dump()["extent"] == 8
    assert spec.episode.max_steps == (32 if "t32" in name or "Hide" in name else 64 if "t64" in name else 16)
    assert spec.episode.at_limit == "terminate"
    assert spec.reward.action_cost == 0.001
    assert spec.reward.timing == ("final_step" if "sparse" in name else "every_step")
    assert spec.sensor.model_dump() == {
        "kind": "glimpse",
        "size": (5, 5),
        "scale": 1.0,
        "motion": {"kind": "relative", "max_step": 0.2},
        "start": "random",
        "border": "clamp",
        "noise": 0.0,
        "dropout": 0.0,
        "periphery": None,
        "memory": None,
        "observe": (),
    }
    assert spec.task.model_dump() == {**TASKS[name.partition("-")[0]], "loss": LOSS}
    assert f"envspecs/{name}" in gymnasium.registry


@pytest.mark.parametrize("name", envspecs.catalog())
def test_every_id_is_that_of_its_spec(name: str) -> None:
    assert envspecs.load(name).id == name


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_file_is_a_described_task_of_its_name(path: Path) -> None:
    spec = envspecs.load(path)
    assert spec.id == path.stem
    assert spec.description
    assert str(path) == catalog_file(spec.id)
    assert set(spec.variant_ids) <= set(envspecs.catalog())


def test_every_task_is_listed_once_before_its_variants() -> None:
    names = envspecs.catalog()
    assert len(names) == len(set(names))
    bases = [base for base, _ in entries().values()]
    assert list(dict.fromkeys(bases)) == [path.stem for path in PATHS]
    assert bases == sorted(bases)
    for name, (base, variants) in entries().items():
        assert name == variant_id(base, variants)
        assert names.index(base) <= names.index(name)


def divided_by_factors(name: str) -> bool:
    """Tell a task whose images for training and testing differ in factors, not in the pictures that they are of."""
    space = envspecs.load(name).space
    return space.kind == "mixture" or getattr(space, "partition", None) is not None


@pytest.mark.parametrize("name", [name for name in envspecs.catalog() if "-test-" in name and divided_by_factors(name)])
def test_every_class_is_tested_with_values_that_are_in_training(name: str) -> None:
    space = build_space(envspecs.load(name))
    indices = np.random.default_rng(0).integers(2**40, size=2000)
    parts = [part for part in ("train", "test") if part in space.splits]  # of a data set those that are read
    values = {part: values_of(space, indices[space.splits[part].contains(indices)]) for part in parts}
    assert values["test"]["class"] == set(range(space.num_classes or 0))
    if isinstance(space, Mixture) or "train" not in values:
        return  # the parts of a mixture have factors of their own: what one lacks in training, another has
    for factor, tested in values["test"].items():
        assert tested <= values["train"][factor]


def values_of(space: ImageSpace, indices: NDArray[np.int64]) -> dict[str, set[int]]:
    """What states tell of images."""
    codes = space.domain.codes(indices % space.num_states) | {"class": space.labels(indices)}
    return {name: set(column.tolist()) for name, column in codes.items()}


def test_the_index_is_up_to_date() -> None:
    """If not, run ``python -m envspecs.indexing``."""
    assert Path(_index.__file__).read_text(encoding="utf-8") == index_text()
    assert set(files()) == {Path(_index.__file__), Path(FOLDER) / "envspec-1.json"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_file_can_be_read_as_an_example(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=envspec-1.json"
    assert max(map(len, lines)) <= 120
    assert not [line for line in lines if line != line.rstrip()]
