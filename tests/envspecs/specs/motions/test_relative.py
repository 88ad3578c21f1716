"""Specs of steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.motions.relative import RelativeSpec


@pytest.mark.parametrize("max_step", [0.2, 2, 1e-6, [0.1, 2], (0.5, 0.5)])
def test_a_step_is_one_number_or_one_for_each_axis(max_step: Any) -> None:
    motion = build(RelativeSpec(kind="relative", max_step=max_step))
    moved, _ = motion.move(np.zeros((2, 2)), np.eye(2))
    assert moved.tolist() == np.minimum(np.diag(np.broadcast_to(np.asarray(max_step, float), 2)), 1).tolist()


@pytest.mark.parametrize("max_step", [0, -0.1, 2.1, "0.2", [0.1], [0.1, 0], [0.1, 0.1, 0.1], True, float("inf"), None])
def test_other_steps_are_refused(max_step: Any) -> None:
    with pytest.raises(ValidationError):
        RelativeSpec(kind="relative", max_step=max_step)
