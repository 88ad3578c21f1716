"""Specs of points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import envspecs
from imagespaces import Points
from imagespaces.factors import ExtrapolationSplit
from imagespaces.transforms import Flip
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of, task

KIND = {"kind": "points", "grid": 4, "on_grid": True, "label": "x", "height": 40, "width": 40}
CELLS = {"on_grid": True, "grid": 4, "label": "x", "height": 40, "width": 40}


def test_defaults_are_those_of_the_space() -> None:
    assert built(KIND) == Points(**CELLS)  # type: ignore[arg-type]


def test_the_space_has_the_parameters_of_the_spec() -> None:
    space = built(
        KIND
        | {
            "panels": [["x", "y"], ["u"]],
            "bounds": {"x": [0, 4], "y": [-1, 1], "u": [2, 3.5]},
            "height": 60,
            "width": 120,
            "radius": 4,
            "target": {"x": 1, "y": 0.5},
            "target_radius": 2,
            "on_top": "agent",
            "regions": {"pit": {"x": [0, 1]}, "gate": {"u": [3, 3.5]}},
            "grid": [4, 3, 6],
            "label": "region",
            "deviation": {"x": [0.2, 0.4], "y": 0.1},
            "correlation": [-0.5, 0.5],
            "sigmas": 1.5,
            "padding": 2,
            "colors": {"agent": "red", "ground": [0, 0, 0.5], "line": "#102030"},
            "transforms": [{"kind": "flip"}],
            "partition": {"kind": "extrapolation", "held_out": {"x_y.correlation": [0, 0.5]}},
        }
    )
    assert space == Points(
        panels=(("x", "y"), ("u",)),
        bounds={"x": (0, 4), "y": (-1, 1), "u": (2, 3.5)},
        height=60,
        width=120,
        radius=4,
        target={"x": 1, "y": 0.5},
        target_radius=2,
        on_top="agent",
        regions={"pit": {"x": (0, 1)}, "gate": {"u": (3, 3.5)}},
        grid=(4, 3, 6),
        on_grid=True,
        label="region",
        deviation={"x": (0.2, 0.4), "y": 0.1},
        correlation=(-0.5, 0.5),
        sigmas=1.5,
        padding=2,
        colors={"agent": "red", "ground": (0, 0, 0.5), "line": "#102030"},
        transforms=(Flip(),),
        partition=ExtrapolationSplit({"x_y.correlation": (0, 0.5)}),
    )


def test_spaces_of_which_too_much_would_be_drawn_are_not_tried() -> None:
    assert model_of(KIND | {"grid": 28, "height": 100, "width": 100}).quick
    assert not model_of(KIND | {"grid": 30, "height": 100, "width": 100}).quick
    both = {"panels": [["x"], ["u", "v"]], "height": 100, "width": 100, "radius": 2}
    assert model_of(KIND | both | {"grid": [40, 5, 5]}).quick
    assert not model_of(KIND | both | {"grid": [4, 40, 40]}).quick


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"radius": 30},
            (
                "space.radius: radius must leave coordinate 'x' at least 2 of 40 pixels to move in, with what else is "
                "drawn and left free it is at most 18, got 30"
            ),
        ),
        ({"bounds": [1, 1]}, "space.bounds: bounds of 'x' must be ascending (low, high), got (1, 1)"),
        (
            {"target": {"x": 0, "y": 2}},
            "space.target: target must have 'y' from -1 to 1, got 2",
        ),
        (
            {"target": {"x": 0, "y": 0}, "target_radius": 5},
            (
                "space.target_radius: target_radius must be at most 4.5, half a pixel less than radius, or the agent "
                "be on_top, got 5"
            ),
        ),
        (
            {"regions": {"pit": {"z": [0, 1]}}},
            (
                "space.regions: regions must have (low, high) for coordinates of one panel (x and y), 'pit' got "
                "{'z': (0, 1)}"
            ),
        ),
        (
            {"regions": {"pit": {"x": [0, 0.01]}}, "label": "region"},
            "space.regions: regions must each be the first to hold the middle of a cell, 'pit' is not",
        ),
        ({"label": "region"}, "space.label: label must be one of ['x', 'y'] or None, got 'region'"),
        (
            {"on_grid": False},
            "space.label: label must be None without on_grid, for states are then no classes, got 'x'",
        ),
        (
            {"width": 41, "panels": [["x"], ["y"]]},
            "space.width: width must be a multiple of the 2 panels, got 41",
        ),
        (
            {"deviation": {"x": 0.1}},
            "space.deviation: deviation must be that of all coordinates of a panel (x and y), got {'x': 0.1}",
        ),
        (
            {"deviation": 0.001},
            "space.deviation: deviation must be so large that 2 of it are at least 1 pixel, got 0.001, which is 0.028",
        ),
        ({"panels": [["x", "x"]]}, "space.panels: panels must have each coordinate once, got 'x' twice"),
        ({"colors": {"agent": "rd"}}, None),
        ({"colors": {"sky": "red"}}, None),
        ({"grid": 0}, None),
        ({"grid": 2.0}, None),
        ({"panels": []}, None),
        ({"panels": [["x", "y", "z"]]}, None),
        ({"correlation": 1}, None),
        ({"correlation": [0.5, 0]}, None),
        ({"sigmas": 0}, None),
        ({"padding": -1}, None),
        ({"channels": 2}, None),
        ({"on_top": "both"}, None),
    ],
)
def test_what_does_not_fit_has_its_line(fields: dict[str, Any], message: str | None) -> None:
    found = errors_of(KIND | fields)
    assert found == message or (message is None and found.startswith(f"space.{next(iter(fields))}"))


def test_an_error_tells_file_line_and_column(tmp_path: Path) -> None:
    text = (
        "envspec: 1\nspace:\n  kind: points\n  grid: 4\n  on_grid: true\n  label: x\n  target: {x: 0, z: 0}\n"
        "sensor: {kind: glimpse, motion: {kind: relative}}\n"
        "task: {kind: classification, loss: {kind: cross_entropy}}\n"
    )
    path = tmp_path / "task.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(envspecs.SpecError) as caught:
        envspecs.load(path)
    assert str(caught.value).startswith(f"{path}:7:11: space.target: target must have a number for each coordinate of")


def test_an_environment_of_cells_runs() -> None:
    envs = envspecs.load(task(KIND, "all")).make_vec(3)
    observations, _ = envs.reset(seed=0)
    assert all(len(each) == 3 for each in observations.values())
    envs.close()
