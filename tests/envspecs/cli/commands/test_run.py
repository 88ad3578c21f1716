"""``envspecs run``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import cv2
import pytest
from PIL import Image

import envspecs
import envspecs.films
import envspecs.runs
from envspecs.listing import catalog_file

FILE = Path(catalog_file("CircleSquare-v0"))
SENSOR = 2 + FILE.read_text(encoding="utf-8").splitlines().index("sensor:")  # the line of what the sensor holds
QUICK = ("run", "CircleSquare-v0", "--set", "episode.max_steps=4", "--episodes", 6)


def answer(found: Any) -> dict[str, Any]:
    assert found.exit_code == 0, found.output
    data: dict[str, Any] = json.loads(found.stdout)
    return data


def test_the_same_seed_gives_the_same_json_however_many_run_side_by_side(run: Any) -> None:
    one, same, other = (
        run(*QUICK, "--policy", "random", "--json", *more) for more in ((), ("--num-envs", 4), ("--seed", 1))
    )
    assert one.stdout == same.stdout != other.stdout
    assert one.stderr == ""


def test_json_holds_what_came_of_the_run(run: Any) -> None:
    found = answer(run(*QUICK, "--policy", "oracle", "--json", "--seed", 7))
    statistics = found.pop("statistics")
    assert found == {"task": "CircleSquare-v0", "policy": "oracle", "seed": 7, "episodes": 6}
    assert statistics["accuracy"] == {"mean": 1.0, "error": 0.0, "episodes": 6}
    spec = envspecs.load("CircleSquare-v0").override({"episode.max_steps": 4})
    expected = envspecs.runs.run(spec, "oracle", episodes=6, seed=7)
    assert statistics == expected.to_dict()["statistics"]


def test_a_table_holds_means_and_errors_of_all_measures(run: Any) -> None:
    found = run(*QUICK, "--policy", "oracle")
    head, columns, *rows = found.stdout.splitlines()
    assert re.fullmatch(r"CircleSquare-v0, policy oracle, seed 0: 6 episodes, [\d,]+ steps/s", head)
    assert columns.split() == ["measure", "mean", "±", "error", "episodes"]
    cells = {row.split()[0]: row.split()[1:] for row in rows}
    assert [*cells] == ["return", "length", "loss", "accuracy", "mean_accuracy", "first_correct_step"]
    assert cells["accuracy"] == ["1.000", "0.000", "6"]
    assert cells["length"] == ["4.000", "0.000", "6"]


@pytest.mark.parametrize(("task", "policy"), [("CircleSquare-v0", "ideal"), ("DoubleCircleSquare-v0", "scan")])
def test_without_a_policy_the_one_that_shows_most_acts(run: Any, task: str, policy: str) -> None:
    assert answer(run("run", task, "--episodes", 2, "--json"))["policy"] == policy


def test_chance_is_right_half_of_the_time(run: Any) -> None:
    accuracy = answer(run(*QUICK[:4], "--episodes", 400, "--policy", "random", "--json"))["statistics"]["accuracy"]
    assert abs(accuracy["mean"] - 0.5) < 4 * accuracy["error"]


def test_a_film_has_a_frame_before_and_after_each_step_of_the_first_episodes(run: Any) -> None:
    found = run(*QUICK, "--gif", "film.gif")
    assert found.exit_code == 0
    with Image.open("film.gif") as film:
        assert film.n_frames == 4 * 5
        assert film.size == (332, 420)
        assert film.info["loop"] == 0
    kilobytes = f"{Path('film.gif').stat().st_size / 1000:,.0f} kB"
    assert found.stderr == f"film.gif: 4 episodes, 20 frames, {kilobytes}\n"


def test_a_film_of_one_episode(run: Any) -> None:
    run(*QUICK[:4], "--episodes", 1, "--gif", "film.gif")
    with Image.open("film.gif") as film:
        assert film.n_frames == 5


def test_a_film_is_the_same_whenever_it_is_made(run: Any) -> None:
    films = []
    for _ in range(2):
        run(*QUICK[:4], "--episodes", 1, "--policy", "random", "--gif", "film.gif")
        films.append(Path("film.gif").read_bytes())
    assert films[0] == films[1]


def film_length(path: str) -> int:
    film = cv2.VideoCapture(path)
    assert (film.get(cv2.CAP_PROP_FRAME_WIDTH), film.get(cv2.CAP_PROP_FRAME_HEIGHT)) == (332, 420)
    return int(film.get(cv2.CAP_PROP_FRAME_COUNT))


def test_an_mp4_shows_as_many_episodes_as_are_asked_for(run: Any) -> None:
    found = run(*QUICK, "--mp4", "film.mp4", "--film-episodes", 5)
    assert found.exit_code == 0
    assert film_length("film.mp4") == 5 * (6 + 2 + 2 + 2 + 6)
    kilobytes = f"{Path('film.mp4').stat().st_size / 1000:,.0f} kB"
    assert found.stderr == f"film.mp4: 5 episodes, 25 frames, {kilobytes}\n"
    assert [*Path().iterdir()] == [Path("film.mp4")]


def test_both_films_at_once(run: Any) -> None:
    found = run(*QUICK[:4], "--episodes", 2, "--mp4", "film.mp4", "--gif", "film.gif")
    assert [line.split(",")[0] for line in found.stderr.splitlines()] == [
        "film.gif: 2 episodes",
        "film.mp4: 2 episodes",
    ]
    assert film_length("film.mp4") == 2 * 18


def test_an_mp4_without_an_encoder_is_refused_before_the_work(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    found = run(*QUICK, "--mp4", "film.mp4")
    line = "envspecs: an MP4 film needs imageio-ffmpeg, got none: pip install 'imagespaces[video]'\n"
    assert (found.exit_code, found.stdout, found.stderr) == (1, "", line)
    assert [*Path().iterdir()] == []


def test_a_folder_of_pictures_is_a_task(run: Any, photos: Path) -> None:
    quick = ("--set", "episode.max_steps=3", "--episodes", 2)
    found = run("run", "--folder", photos, *quick, "--gif", "out.gif", "--json")
    assert found.exit_code == 0
    assert answer(found)["task"] == "photos"
    assert found.stderr.splitlines()[0] == f"{photos}: 4 pictures of 2 classes, one for each sub-folder"
    assert Path("out.gif").stat().st_size < 2_000_000


def test_a_policy_of_ones_own_acts(run: Any) -> None:
    Path("mine_for_cli.py").write_text(
        "def act(observations, envs):\n"
        "    return {'action': 0 * observations['glimpse_pos'], 'prediction': envs.core.task.oracle()}\n"
    )
    found = answer(run(*QUICK, "--policy", "mine_for_cli:act", "--json"))
    assert found["statistics"]["accuracy"]["mean"] == 1.0
    assert found["statistics"]["return"]["mean"] == pytest.approx(0, abs=1e-6)


def test_a_policy_that_fails_is_work_that_failed(run: Any) -> None:
    Path("failing_for_cli.py").write_text("def act(observations, envs):\n    return {'action': 1}\n")
    found = run(*QUICK, "--policy", "failing_for_cli:act", "--gif", "film.gif")
    assert found.exit_code == 1
    text = "an action must be a mapping of 'action' and 'prediction', got ['action']"
    assert found.stderr == f"envspecs: ValueError: {text} ('envspecs --debug …' shows where)\n"
    assert not Path("film.gif").exists()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["CircleSquare-v0", "--gif", "film.png"],
            (
                "envspecs run: Invalid value for '--gif': found 'film.png', allowed is a name that ends in .gif. "
                "See 'envspecs run --help'."
            ),
        ),
        (
            ["CircleSquare-v0", "--gif", "nowhere/a.gif"],
            "envspecs: can't write 'nowhere/a.gif': no such file or directory",
        ),
        (
            ["CircleSquare-v0", "--policy", "sacn"],
            (
                "envspecs: no such policy: found 'sacn', allowed is random, scan, ideal, oracle, or your own as "
                "module:function (did you mean 'scan'?)"
            ),
        ),
        (
            ["CircleSquare-v0", "--set", "sensor.size=[40, 40]"],
            (
                f"{FILE}:{SENSOR}:3: sensor: larger than the image: found 40 × 40 at scale 1, "
                "which covers 40 × 40 image pixels, allowed is up to 28 × 28 (with --set sensor.size)"
            ),
        ),
        (["missing.yaml"], "missing.yaml: no such file"),
        (
            ["CircleSquare-v0", "--set", "nothing"],
            "envspecs run: --set takes KEY=VALUE, got 'nothing'. See 'envspecs run --help'.",
        ),
        (
            ["CircleSquare-v0", "--episodes", "0"],
            "envspecs run: Invalid value for '--episodes': 0 is not in the range x>=1. See 'envspecs run --help'.",
        ),
    ],
)
def test_what_is_wrong_gives_a_line_and_no_file(run: Any, words: list[str], line: str) -> None:
    found = run("run", *words)
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"{line}\n")
    assert [*Path().iterdir()] == []


def test_a_task_that_can_not_be_built_is_wrong(run: Any, photos: Path) -> None:
    (photos / "dogs" / "rex.png").write_bytes(b"nothing")
    found = run("run", "--folder", photos)
    assert found.exit_code == 2
    assert "'dogs/rex.png'" in found.stderr


def test_interrupted_it_tells_what_came_of_the_episodes_that_are_over(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = envspecs.runs.Run.step
    left = iter(range(2 * 4 + 1))

    def interrupted(self: envspecs.runs.Run) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        step(self)

    monkeypatch.setattr(envspecs.runs.Run, "step", interrupted)
    found = run(*QUICK, "--policy", "random", "--num-envs", 2, "--json", "--gif", "film.gif")
    assert found.exit_code == 130
    assert found.stderr == "4 of 6 episodes were over\nenvspecs: stopped\n"
    assert json.loads(found.stdout)["episodes"] == 4
    assert [*Path().iterdir()] == []


@pytest.mark.parametrize("format_", ["gif", "mp4"])
def test_interrupted_while_filming_it_leaves_no_file(run: Any, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    shown = iter(range(3))
    draw = envspecs.films._frame

    def interrupted(envs: Any) -> Any:
        if next(shown, None) is None:
            raise KeyboardInterrupt
        return draw(envs)

    monkeypatch.setattr(envspecs.films, "_frame", interrupted)
    found = run(*QUICK, f"--{format_}", f"film.{format_}")
    assert found.exit_code == 130
    assert "accuracy" in found.stdout
    assert [*Path().iterdir()] == []
