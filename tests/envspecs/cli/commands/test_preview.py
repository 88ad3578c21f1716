"""``envspecs preview``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import envspecs.previews
from envspecs.datasets import data_sets

NOT_PNG = (
    "envspecs preview: Invalid value for '-o' / '--output': found '{}', allowed is a name that ends in .png. "
    "See 'envspecs preview --help'."
)


def test_a_sheet_is_written_beside_where_one_is(run: Any) -> None:
    found = run("preview", "CircleSquare-s15-v0", "--count", 4)
    assert (found.exit_code, found.stdout) == (0, "")
    described = "15 x 15, gray · 450 images · 2 classes"
    assert found.stderr == f"CircleSquare-s15-v0.png: 4 images of CircleSquare-s15-v0 ({described})\n"
    with Image.open("CircleSquare-s15-v0.png") as sheet:
        assert sheet.format == "PNG"
        assert sheet.mode == "RGB"


def test_the_same_arguments_give_the_same_sheet_and_another_seed_another(run: Any) -> None:
    sheets = []
    for seed in (0, 0, 1):
        run("preview", "CircleSquare-v0", "-o", "sheet.png", "--seed", seed, "--count", 6)
        sheets.append(Path("sheet.png").read_bytes())
    assert sheets[0] == sheets[1] != sheets[2]


def test_pictures_of_a_folder_are_shown(run: Any, photos: Path) -> None:
    found = run("preview", "--folder", photos, "-o", "sheet.png")
    assert found.exit_code == 0
    assert found.stderr.splitlines() == [
        f"{photos}: 4 pictures of 2 classes, one for each sub-folder",
        "sheet.png: 4 images of photos (128 x 128, colour · 4 images · 2 classes)",
    ]


def test_changes_are_made(run: Any) -> None:
    found = run("preview", "CircleSquare-v0", "--set", "space.height=9", "--set", "space.width=10", "--count", 1)
    assert "(9 x 10, gray" in found.stderr


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["CircleSquare-v0", "--split", "tset"], "envspecs: split must be one of 'all', got 'tset'"),
        (
            ["MNIST-v0", "--split", "test"],
            "envspecs: split must be one of 'all', 'train', got 'test'; MNIST-test-v0 has it",
        ),
        (["CircleSquare-v0", "-o", ".."], NOT_PNG.format("..")),
        (["CircleSquare-v0", "-o", "sheet"], NOT_PNG.format("sheet")),
        (["CircleSquare-v0", "-o", "sheet.jpg"], NOT_PNG.format("sheet.jpg")),
        (["--folder", "nowhere"], "envspecs: no such folder: 'nowhere'"),
    ],
)
def test_what_is_wrong_gives_a_line_and_no_file(run: Any, words: list[str], line: str) -> None:
    found = run("preview", *words)
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"{line}\n")
    assert [*Path().iterdir()] == []


@pytest.mark.parametrize("name", [data_set.tasks[0] for data_set in data_sets() if data_set.tasks])
def test_pictures_of_every_data_set_are_shown(run: Any, data_at_hand: Path, name: str) -> None:
    found = run("preview", name, "--count", 5)
    assert (found.exit_code, found.stdout) == (0, "")
    assert re.fullmatch(rf"{name}\.png: [1-5] images of {name} \(\d+ x \d+, (gray|colour) · .+\)", found.stderr.strip())


@pytest.mark.parametrize("name", [name for data_set in data_sets() for name in data_set.tasks if "-test-v" in name])
def test_pictures_to_test_with_are_others(run: Any, data_at_hand: Path, name: str) -> None:
    sheets = []
    for task in (name, name.replace("-test-", "-train-")):
        assert run("preview", task, "-o", "sheet.png", "--count", 5).exit_code == 0
        with Image.open("sheet.png") as sheet:
            sheets.append(np.asarray(sheet)[70:])  # without the title
    assert not np.array_equal(sheets[0], sheets[1])


def test_a_sheet_that_fails_leaves_no_file(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(envspecs.previews, "draw_preview", fail)
    assert run("preview", "CircleSquare-v0").exit_code == 130
    assert [*Path().iterdir()] == []
