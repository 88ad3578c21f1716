"""What is rewarded."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.specs.reward import RewardSpec


def test_defaults() -> None:
    assert RewardSpec().model_dump() == {
        "action_cost": 0.001,
        "timing": "every_step",
        "size_penalty": 0.0,
        "time_penalty": 0.0,
    }


@pytest.mark.parametrize("fields", [{"action_cost": 0}, {"action_cost": 1e6}, {"timing": "final_step"}])
def test_rewards(fields: dict[str, Any]) -> None:
    assert RewardSpec.model_validate(fields).model_dump() == RewardSpec().model_dump() | fields


@pytest.mark.parametrize("fields", [{"action_cost": -0.1}, {"action_cost": "0"}, {"timing": "never"}, {"cost": 1}])
def test_no_rewards(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RewardSpec.model_validate(fields)
