from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gymnasium
import pytest

from benchmarks.foreign import Foreign, environments, hold, newest
from benchmarks.foreign_by_hand import SEEN
from benchmarks.foreign_report import IN_WORDS, sheets
from docs._extensions.benchmark_tables import FOLDER, expand
from envspecs.testing import laws

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
OWN_VECTOR = "CartPole-v1, its own vector"
QUICK = ("Blackjack-v1", "CartPole-v1", "FrozenLake-v1")

OF_GYMNASIUM = [each for each in environments() if each.package == "gymnasium"]


@pytest.fixture(scope="module")
def kept() -> Any:
    newest_run = max(FOLDER.glob("foreign-*.json"), key=lambda path: path.name)
    return json.loads(newest_run.read_text(encoding="utf-8"))


def cases() -> list[Any]:
    return [
        pytest.param(each, id=each.name, marks=() if each.name.startswith(QUICK) else pytest.mark.slow)
        for each in OF_GYMNASIUM
    ]


def shares_metadata(foreign: Foreign) -> bool:
    """Tell whether this release of Gymnasium keeps the modes of all vectors in one place, as 1.2.2 does."""
    return foreign.name != OWN_VECTOR and SEEN["metadata_tells_the_mode"](foreign.make, foreign.make_vec)


@pytest.mark.parametrize("foreign", cases())
def test_what_is_known_of_gymnasium_s_own_is_found_and_nothing_else(foreign: Foreign) -> None:
    found = hold(foreign)
    broken = {each.law: each.seen_by_hand for each in found if each.outcome == "broken"}
    expected = {"masks_leave_others_alone"} if foreign.name == OWN_VECTOR else set()
    expected |= {"metadata_tells_the_mode"} if shares_metadata(foreign) else set()
    assert broken == dict.fromkeys(expected, True)
    assert sum(each.outcome == "holds" for each in found) > 10
    assert all(each.source == getattr(laws, each.law).source for each in found)


@pytest.mark.skipif(gymnasium.__version__ not in {"1.2.2", "1.4.0"}, reason="other releases were not looked at")
def test_modes_of_vectors_were_mixed_up_once() -> None:
    assert shares_metadata(OF_GYMNASIUM[0]) == (gymnasium.__version__ == "1.2.2")


OF_OTHERS = {"beginnings_are_drawn_alike", "results_may_be_written_to", "results_share_no_memory"}
"""What is looked for in targets and indices, which Gymnasium's own environments do not have."""


@pytest.mark.parametrize("law", sorted(SEEN.keys() - OF_OTHERS - {"metadata_tells_the_mode"}))
def test_plain_lines_see_nothing_wrong_with_what_is_sound(law: str) -> None:
    foreign = next(each for each in OF_GYMNASIUM if each.name.startswith("CartPole-v1, Sync"))
    assert not SEEN[law](foreign.make, foreign.make_vec)


def test_every_fault_that_is_known_can_be_seen_and_said() -> None:
    assert SEEN.keys() == IN_WORDS.keys()
    assert all(hasattr(laws, name) for name in SEEN)


def test_the_newest_version_is_taken() -> None:
    assert newest("CartPole") == "CartPole-v1"
    assert newest("Taxi") >= "Taxi-v3"


def test_all_that_was_found_was_seen_by_hand(kept: Any) -> None:
    broken = [each for each in kept["found"] if each["outcome"] == "broken"]
    assert all(each["seen_by_hand"] for each in broken)
    assert {each["law"] for each in broken if each["package"] == "ap_gym"} == SEEN.keys() - {"metadata_tells_the_mode"}
    assert {each["environment"] for each in broken if each["package"] == "gymnasium"} == {OWN_VECTOR}
    assert "gymnasium" not in {each["source"] for each in broken if each["package"] == "gymnasium"}


def test_the_page_shows_what_was_found(kept: Any) -> None:
    shown = expand(PAGE.read_text(encoding="utf-8"))
    for sheet in sheets(kept):
        for row in sheet.rows:
            assert f"| {' | '.join(row)} |" in shown
    for name in {each["environment"] for each in kept["found"]}:
        own = [each["outcome"] for each in kept["found"] if each["environment"] == name]
        counts = " | ".join(str(own.count(outcome)) for outcome in ("holds", "broken", "does not apply"))
        assert f"| {name} | {counts} |" in shown
