from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis.errors import NoSuchExample

from benchmarks import faults
from benchmarks.faults import main, names, search
from benchmarks.faults_report import sheets
from docs._extensions.benchmark_tables import FOLDER, expand
from tests.faults.fault import Fault, SpaceFault
from tests.faults.rows import FAULTS, ROWS

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


def named(name: str) -> Fault:
    return next(fault for fault in FAULTS if fault.name == name)


@pytest.fixture(scope="module")
def kept() -> Any:
    newest = max(FOLDER.glob("faults-*.json"), key=lambda path: path.name)
    return json.loads(newest.read_text(encoding="utf-8"))


def test_an_example_is_made_as_small_as_can_be() -> None:
    (space, looked_at), reason, needed = search(named("CachedFirst"), 0, shrink=True)
    assert (space.height, space.width, looked_at) == (3, 3, {"indices": [0, 1]})
    assert reason.startswith("the image at 1 differs in ")
    assert needed > 1


def test_tasks_are_searched_as_well() -> None:
    (spec, looked_at), reason, _ = search(named("SquareOnly"), 0, shrink=False)
    assert spec.sensor.size[0] != spec.sensor.size[1]
    assert looked_at.keys() == {"steps", "num_envs", "at_rest", "seed"}
    assert reason.startswith("raised ValueError: cannot reshape")


def test_what_is_sound_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = named("Coarse")
    assert isinstance(fault, SpaceFault)
    monkeypatch.setattr(faults, "MOST", 20)
    sound = SpaceFault(fault.law, type(fault.original), fault.of, fault.original, fault.says)
    with pytest.raises(NoSuchExample):
        search(sound, 0, shrink=False)


def test_what_was_found_is_written_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    words = ["--seeds", "1", "--only", "Greeting", "--output", str(path)]
    result = CliRunner().invoke(main, words, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [(each["fault"], each["kind"], each["law"]) for each in found["caught"]] == [
        ("Greeting", "space", "nothing_is_printed"),
        ("Greeting", "environment", "nothing_is_printed"),
    ]
    for each, fault in zip(found["caught"], [fault for fault in FAULTS if fault.name == "Greeting"], strict=True):
        with pytest.raises(AssertionError, match=f"^nothing_is_printed: {re.escape(each['reason'])}"):
            eval(each["example"], names(fault))  # noqa: S307 - what was just written
    assert "Prints when it is made" in result.output
    assert "hello" not in result.output


def test_every_faulty_example_was_searched_for(kept: Any) -> None:
    expected = [(row.seen, fault.name, fault.law.name) for row in ROWS for fault in row.faults]
    assert [(each["row"], each["fault"], each["law"]) for each in kept["caught"]] == expected
    assert all(len(each["needed"]) == 5 for each in kept["caught"])


def test_the_page_shows_what_was_found(kept: Any) -> None:
    shown = expand(PAGE.read_text(encoding="utf-8"))
    for each in kept["caught"]:
        numbers = [each["indices"]] if each["kind"] == "space" else [each["steps"], each["num_envs"]]
        size = f"{each['height']} × {each['width']} × {each['channels']}"
        cells = [each["wrong"], f"`{each['law']}`", f"{each['examples']:g}", size]
        row = " | ".join([*cells, *("–" if number is None else str(number) for number in numbers)])
        assert f"| {row} |" in shown


def test_spaces_and_environments_have_tables_of_their_own(kept: Any) -> None:
    spaces, environments = sheets(kept)
    assert len(spaces.rows) + len(environments.rows) == len(kept["caught"])
    assert {len(row) for row in spaces.rows} == {len(spaces.headings)} == {5}
    assert {len(row) for row in environments.rows} == {len(environments.headings)} == {6}
