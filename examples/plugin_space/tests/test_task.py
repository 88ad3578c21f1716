"""The laws of environments hold for the task of the plugin, all of whose parts are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import envspecs
from envspecs.testing import check_spec

TASK = Path(__file__).parents[1] / "stripes.yaml"


@pytest.mark.parametrize("changes", [{}, {"sensor.thickness": 32}, {"reward.timing": "final_step"}])
def test_laws(changes: dict[str, object]) -> None:
    check_spec(envspecs.load(TASK).override(changes))


def test_a_sensor_that_does_not_fit_is_an_error_of_the_spec() -> None:
    with pytest.raises(envspecs.SpecError, match=r"sensor: larger than the image: found 33 rows, allowed is up to 32"):
        envspecs.load(TASK).override({"sensor.thickness": 33})
