"""``envspecs show``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import envspecs
from envspecs.listing import catalog_file

CHILD = "envspec: 1\nextends: CircleSquare-v0\nid: Child-v0\nspace: {height: 20}  # lower\n"


def test_a_task_is_shown_as_it_is_written(run: Any) -> None:
    assert run("show", "CircleSquare-v0").stdout == Path(catalog_file("CircleSquare-v0")).read_text(encoding="utf-8")
    assert run("show", "envspecs/CircleSquare-v0").stdout == run("show", "CircleSquare-v0").stdout


def test_what_is_shown_is_a_task_file(run: Any) -> None:
    for name in ("CircleSquare-v0", "CircleSquare-s20-sparse-v0"):
        Path("my_task.yaml").write_text(run("show", name).stdout)
        assert envspecs.load("my_task.yaml") == envspecs.load(name)


def test_a_file_is_shown_as_it_is(run: Any) -> None:
    Path("child.yaml").write_text(CHILD)
    assert run("show", "child.yaml").stdout == CHILD


def test_resolved_shows_what_comes_out(run: Any) -> None:
    Path("child.yaml").write_text(CHILD)
    text = run("show", "child.yaml", "--resolved").stdout
    assert "extends" not in text
    Path("whole.yaml").write_text(text)
    assert envspecs.load("whole.yaml") == envspecs.load("child.yaml")


def test_json_is_what_comes_out(run: Any) -> None:
    data = json.loads(run("show", "CircleSquare-s20-v0", "--json").stdout)
    assert envspecs.load(data) == envspecs.load("CircleSquare-s20-v0")


def test_a_variant_says_what_it_is_of(run: Any) -> None:
    first = run("show", "CircleSquare-s20-sparse-v0").stdout.splitlines()[0]
    assert first == "# CircleSquare-v0, variant s20, sparse"


@pytest.mark.parametrize("name", ["nothing.yaml", "CircleSquare-v1"])
def test_what_is_not_there_is_wrong(run: Any, name: str) -> None:
    found = run("show", name)
    assert (found.exit_code, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 1
