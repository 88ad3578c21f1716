"""What tests of the command line share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from envspecs.cli import main

Runner = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run the program in an empty folder, as a user would type it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENVSPECS_DEBUG", raising=False)
    # Click before 8.2 puts both outputs into one unless told not to; later it knows no such argument.
    options: Any = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
    runner = CliRunner(**options)
    return lambda *words: runner.invoke(main, [str(word) for word in words], prog_name="envspecs")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of pictures of two classes."""
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(0)
    for name in ("cats/tom.png", "cats/kitty.png", "dogs/rex.png", "dogs/pluto.png"):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, (40, 60, 3), dtype=np.uint8)).save(path)
    return tmp_path / "photos"
