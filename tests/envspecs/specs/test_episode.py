"""When an episode ends."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.specs.episode import EpisodeSpec


def test_defaults() -> None:
    assert EpisodeSpec().model_dump() == {"max_steps": 16, "at_limit": "terminate", "stop": "never", "confidence": 0.95}


@pytest.mark.parametrize("fields", [{"max_steps": 1}, {"max_steps": 1_000_000}, {"at_limit": "truncate"}])
def test_episodes(fields: dict[str, Any]) -> None:
    assert EpisodeSpec.model_validate(fields).model_dump() == EpisodeSpec().model_dump() | fields


@pytest.mark.parametrize("fields", [{"max_steps": 0}, {"max_steps": 5.0}, {"max_steps": None}, {"at_limit": "stop"}])
def test_no_episodes(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EpisodeSpec.model_validate(fields)
