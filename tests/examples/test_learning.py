"""The examples that learn run from end to end on tiny budgets: they print and draw a curve, and keep what was learnt.

What they reach with their own budgets is in their headers; here nothing is expected of it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

EXAMPLES = Path(__file__).parents[2] / "examples"
NEEDS = {
    "recurrent_ppo": ("sb3_contrib", "matplotlib"),
    "sac_zoom": ("torchrl", "matplotlib"),
    "supervised_recurrent": ("torch", "matplotlib"),
}
"""The modules of each example that are not always there."""


@pytest.fixture(params=NEEDS)
def example(request: pytest.FixtureRequest) -> Path:
    for module in NEEDS[request.param]:
        pytest.importorskip(module)
    return EXAMPLES / f"{request.param}.py"


def start(example: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-W", "error::DeprecationWarning:__main__", str(example), *options]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def check_results(folder: Path) -> None:
    with Image.open(folder / "curve.png") as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 4
    assert (folder / "learnt.zip").stat().st_size > 10_000


def places(folder: Path) -> tuple[str, ...]:
    return "--output", str(folder / "curve.png"), "--save", str(folder / "learnt.zip")


def test_runs_to_the_end_and_is_seeded(example: Path, tmp_path: Path) -> None:
    printed = []
    for _ in range(2):
        process = start(example, "--steps", "1", "--seed", "3", *places(tmp_path))
        output, errors = process.communicate()
        assert process.returncode == 0, errors
        printed.append([line for line in output.splitlines() if " steps: " in line])
        check_results(tmp_path)
    assert printed[0]
    assert printed[0] == printed[1]


def test_interrupted_run_keeps_what_it_learnt(example: Path, tmp_path: Path) -> None:
    process = start(example, "--steps", "1000000000", *places(tmp_path))
    assert process.stdout is not None
    assert " steps: " in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    check_results(tmp_path)
