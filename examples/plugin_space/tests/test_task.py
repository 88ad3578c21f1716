"""The laws of tasks hold for that of the plugin, all of whose parts are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import envspecs
from envspecs.testing import SpecContract
from envspecs.testing.strategies import task_specs

STRIPES = envspecs.load(Path(__file__).parents[1] / "stripes.yaml")


class TestStripes(SpecContract):
    """The task as it is written, and those that Hypothesis draws."""

    specs = (STRIPES,)
    strategy = task_specs(spaces=["stripes"], sensors=["rows"], tasks=["factor_value"])


def test_a_factor_that_there_is_not_is_an_error_of_the_spec() -> None:
    known = "allowed is 'period', 'phase' or 'vignette'"
    with pytest.raises(envspecs.SpecError, match=rf"task: no factor of numbers: found 'nope', {known}"):
        STRIPES.override({"task.factor": "nope"})


def test_a_sensor_that_does_not_fit_is_an_error_of_the_spec() -> None:
    with pytest.raises(envspecs.SpecError, match=r"sensor: larger than the image: found 33 rows, allowed is up to 32"):
        STRIPES.override({"sensor.thickness": 33})
