"""``envspecs list``."""

from __future__ import annotations

import json
from typing import Any

import pytest

import envspecs


def test_all_ids_are_listed_one_a_line(run: Any) -> None:
    found = run("list")
    assert found.exit_code == 0
    assert [line.split()[0] for line in found.stdout.splitlines()[1:]] == [*envspecs.catalog()]


def test_tasks_are_described_and_variants_named(run: Any) -> None:
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in run("list").stdout.splitlines()}
    assert lines["CircleSquare-v0"] == "Tell a circle from a square through a small movable glimpse."
    assert lines["CircleSquare-s20-sparse-v0"] == "variant s20, sparse"


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("circlesquare-T64-v0", ["CircleSquare-t64-v0", "DoubleCircleSquare-t64-v0"]),
        ("double*-t64-v0", ["DoubleCircleSquare-t64-v0"]),
        ("CircleSquare-v0*", ["CircleSquare-v0"]),
    ],
)
def test_a_pattern_chooses(run: Any, pattern: str, ids: list[str]) -> None:
    assert [task["id"] for task in json.loads(run("list", pattern, "--json").stdout)] == ids


def test_json_holds_what_the_table_holds(run: Any) -> None:
    (task,) = json.loads(run("list", "CircleSquare-s20-nograd-v0*", "--json").stdout)
    assert task == {
        "id": "CircleSquare-s20-nograd-v0",
        "task": "CircleSquare-v0",
        "variants": ["s20", "nograd"],
        "description": "Tell a circle from a square through a small movable glimpse.",
    }


def test_a_pattern_that_fits_nothing_is_wrong_for_people_and_empty_for_programs(run: Any) -> None:
    found = run("list", "nothing")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == f"envspecs: no id holds 'nothing'; 'envspecs list' shows all {len(envspecs.catalog())}\n"
    assert json.loads(run("list", "nothing", "--json").stdout) == []
