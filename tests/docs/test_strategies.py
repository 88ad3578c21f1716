from __future__ import annotations

from pathlib import Path

import pytest

from docs._extensions.strategies import CALLS, REQUEST, expand, simplest
from envspecs.testing import strategies as of_tasks
from imagespaces.testing import strategies as of_spaces

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
NO_STRATEGIES = {
    "KINDS",
    "PARTINGS",
    "SCENARIOS",
    "TRANSFORMS",
    "BrokenSpec",
    "Builder",
    "Episode",
    "Kind",
    "Options",
} | {
    "Parting",
    "Parts",
}
"""What the modules have besides strategies: how kinds of one's own take part, and what is drawn."""


def named(calls: tuple[str, ...]) -> list[str]:
    return [call.partition("(")[0] for call in calls]


def test_every_strategy_has_a_row() -> None:
    assert sorted(named(CALLS[of_spaces])) == sorted(set(of_spaces.__all__) - NO_STRATEGIES)
    shared = set(of_spaces.__all__) & set(of_tasks.__all__) - NO_STRATEGIES  # handed on
    assert sorted(named(CALLS[of_tasks])) == sorted(set(of_tasks.__all__) - NO_STRATEGIES - shared)


@pytest.mark.parametrize(("call", "expected"), [("indices(space)", 0), ("sizes(max_pixels=100)", (1, 1))])
def test_examples_are_the_simplest(call: str, expected: object) -> None:
    assert simplest(of_spaces, call) == expected


def test_page_asks_for_them() -> None:
    assert REQUEST in PAGE.read_text(encoding="utf-8")


def test_other_text_is_left_alone() -> None:
    assert expand("nothing is asked for") == "nothing is asked for"
