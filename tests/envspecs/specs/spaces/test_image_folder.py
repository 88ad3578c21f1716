"""Specs of directories of pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.spaces.image_folder import ImageFolderSpec
from imagespaces import ImageFolder


def spec(**fields: Any) -> ImageFolderSpec:
    return ImageFolderSpec.model_validate({"kind": "image_folder", "height": 6, "width": 8} | fields)


def test_the_space_has_the_parameters_of_the_spec(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    model = spec(root=str(tmp_path), channels=1, resize="squash", on_error="skip")
    space = build(model)
    assert isinstance(space, ImageFolder)
    assert space.shape == model.image_shape == (6, 8, 1)
    assert (space.root, space.resize, space.on_error) == (str(tmp_path), "squash", "skip")
    assert space.verify
    assert not build(spec(root=str(tmp_path), verify=False)).verify


@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_are_gray_or_in_colour(tmp_path: Path, channels: int) -> None:
    assert spec(root=str(tmp_path), channels=channels).image_shape == (6, 8, channels)


def test_defaults_are_those_of_the_space(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    assert build(spec(root=str(tmp_path))) == ImageFolder(root=tmp_path, height=6, width=8)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"channels": 2}, "channels"),
        ({"channels": True}, "channels"),
        ({"channels": 1.0}, "channels"),
        ({"channels": "3"}, "channels"),
        ({"resize": "stretch"}, "resize"),
        ({"on_error": "ignore"}, "on_error"),
        ({"verify": "no"}, "verify"),
        ({"verify": False, "on_error": "skip"}, "verify"),
        ({"root": "nowhere"}, "root"),
        ({"root": 5}, "root"),
        ({"height": 0}, "height"),
    ],
)
def test_other_values_are_refused(tmp_path: Path, fields: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        spec(**{"root": str(tmp_path)} | fields)
    assert [error["loc"] for error in caught.value.errors()] == [(key,)]
