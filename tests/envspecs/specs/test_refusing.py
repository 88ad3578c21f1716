from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError, model_validator

from envspecs.specs.refusing import refusal, refusal_at, refusals, refusals_at


class Pair(BaseModel):
    """Two numbers in order."""

    low: int
    high: int

    @model_validator(mode="after")
    def _in_order(self) -> Pair:
        if self.low > self.high:
            raise refusals(self, low=f"too large: found {self.low}", high=f"too small: found {self.high}")
        return self


def test_a_refusal_is_its_message() -> None:
    error = refusal("too long: found {5}, allowed is 3")
    assert (error.type, error.message()) == ("refused", "too long: found {5}, allowed is 3")


def test_several_fields_are_blamed_each_for_its_own() -> None:
    with pytest.raises(ValidationError) as caught:
        Pair(low=2, high=1)
    assert [(error["loc"], error["msg"], error["input"]) for error in caught.value.errors()] == [
        (("low",), "too large: found 2", 2),
        (("high",), "too small: found 1", 1),
    ]


def test_what_lies_within_is_blamed_by_its_keys() -> None:
    pair = Pair(low=1, high=2)
    found = [
        (error["loc"], error["msg"])
        for made in (refusal_at(("low", "deep"), "no", pair), refusals_at(pair, {("low", "deep"): "no"}))
        for error in made.errors()
    ]
    assert found == [(("low", "deep"), "no")] * 2
