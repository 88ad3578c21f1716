from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imagespaces.generated.skins import Skins, check_directory


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name, level in (("b.png", 20), ("a.png", 10), ("c.jpg", 30)):
        Image.new("L", (6, 4), level).save(tmp_path / name)
    return tmp_path


def test_pictures_are_in_the_order_of_their_names(directory: Path) -> None:
    skins = Skins(str(directory), 2, 5, 1, 1.0)
    laid = skins.lay(np.array([1, 0]), np.tile(5 * np.eye(2), (2, 1, 1)), np.full((2, 2), 3.0), (7, 7))
    assert laid.shape == (2, 7, 7, 1)
    assert (laid[0] == 20).all()
    assert (laid[1] == 10).all()


def test_the_reach_is_half_their_side(tmp_path: Path) -> None:
    halves = np.zeros((8, 8), np.uint8)
    halves[:, 4:] = 255
    Image.fromarray(halves).save(tmp_path / "halves.png")
    for reach in (0.5, 1.0):
        skins = Skins(str(tmp_path), 1, 8, 1, reach)
        laid = skins.lay(np.array([0]), 8 * np.eye(2)[None], np.array([[9.5, 9.5]]), (20, 20))
        ramp = (laid[0, 10, :, 0] > 0) & (laid[0, 10, :, 0] < 255)
        assert ramp.sum() == (0 if reach == 0.5 else 2)  # enlarged twice, the edge is soft over two pixels


def test_the_state_changes_with_a_file(directory: Path) -> None:
    before = Skins(str(directory), 2, 5, 1, 1.0).state
    Image.new("L", (7, 4), 99).save(directory / "b.png")
    assert Skins(str(directory), 2, 5, 1, 1.0).state != before


def test_each_state_needs_a_picture(directory: Path) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Skins(str(directory), 4, 5, 3, 1.0)
    assert str(found.value) == f"{str(directory)!r} must hold a picture for each of 4 states, got 3"
    with pytest.raises(ValueError, match=r"^channels must be 1 or 3 where pictures are shown, got 4$"):
        Skins(str(directory), 1, 5, 4, 1.0)


def test_directories_are_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert check_directory("textures", "skins") == str(tmp_path / "skins")
    assert check_directory("textures", tmp_path) == str(tmp_path)
    assert check_directory("textures", None) is None
    with pytest.raises(TypeError, match=r"^textures must be a path or None, got 5$"):
        check_directory("textures", 5)  # type: ignore[arg-type]
