"""``envspecs validate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GOOD = "envspec: 1\nextends: CircleSquare-v0\n"
ALONE = GOOD + "variants: []\n"
BAD = GOOD + "space: {hieght: 20}\nepisode: {max_steps: 0}\n"
LINES = (
    (
        "bad.yaml:3:9: space.hieght: unknown key, allowed are extent, gradient, height, kind, width "
        "(did you mean 'height'?)"
    ),
    "bad.yaml:4:22: episode.max_steps: out of range: found 0, allowed is an integer from 1 to 1000000 (steps)",
)


@pytest.fixture(autouse=True)
def files(run: Any) -> None:
    """Task files in the current folder."""
    for name, text in {"good": GOOD, "alone": ALONE, "bad": BAD}.items():
        Path(f"{name}.yaml").write_text(text)


def test_what_is_valid_is_said_to_be(run: Any) -> None:
    found = run("validate", "good.yaml", "alone.yaml")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == "good.yaml: valid, 24 tasks with all variants\nalone.yaml: valid\n"


def test_each_mistake_is_a_line_and_the_other_files_are_checked(run: Any) -> None:
    found = run("validate", "bad.yaml", "alone.yaml")
    assert found.exit_code == 2
    assert found.stdout == "alone.yaml: valid\n"
    assert found.stderr == "".join(f"{line}\n" for line in LINES)


def test_json_tells_mistakes_and_their_places(run: Any) -> None:
    found = run("validate", "alone.yaml", "bad.yaml", "--json")
    assert (found.exit_code, found.stderr) == (2, "")
    good, bad = json.loads(found.stdout)
    assert good == {"file": "alone.yaml", "valid": True, "problems": []}
    assert bad["valid"] is False
    assert [
        f"{one['file']}:{one['line']}:{one['column']}: {one['path']}: {one['message']}" for one in bad["problems"]
    ] == [*LINES]


def test_folders_are_listed(run: Any, photos: Path) -> None:
    text = GOOD + f"variants: []\nspace: {{kind: image_folder, root: {photos}/cats, height: 9, width: 9}}\nsplit: all\n"
    Path("flat.yaml").write_text(text)
    found = run("validate", "flat.yaml")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == (
        "flat.yaml:4:35: space.root: too few classes for classification: found none, allowed are 2 or more "
        f"(one sub-folder per class in '{photos}/cats')\n"
    )


def test_a_file_that_is_not_there_is_wrong(run: Any) -> None:
    found = run("validate", "god.yaml")
    assert (found.exit_code, found.stderr) == (2, "god.yaml: no such file (did you mean 'good.yaml'?)\n")


def test_problems_without_a_place_have_none(run: Any) -> None:
    ((problem,),) = (answer["problems"] for answer in json.loads(run("validate", "nothing", "--json").stdout))
    assert (problem["file"], problem["line"], problem["column"]) == (None, None, None)
