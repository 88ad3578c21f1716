"""The spec of ADE20K builds the space, and says early what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.spaces.ade20k import ADE20KSpec
from imagespaces.loaded import ADE20K
from tests.imagespaces.loaded.written import ade20k as written


def spec(**fields: Any) -> ADE20KSpec:
    return ADE20KSpec.model_validate({"kind": "ade20k", "height": 12, "width": 16} | fields)


@pytest.mark.parametrize("annotations", ["150", "objects"])
def test_it_builds_the_space(tmp_path: Path, annotations: str) -> None:
    written.write(tmp_path, annotations)
    given = spec(root=str(tmp_path), annotations=annotations, parts=["val"])
    assert (given.image_shape, given.split_names) == ((12, 16, 3), ("all", "val"))
    found = build(given)
    assert isinstance(found, ADE20K)
    assert found == ADE20K(root=tmp_path, annotations=annotations, parts=["val"], height=12, width=16)  # type: ignore[arg-type]
    assert found.has_masks
    assert not build(spec(root=str(tmp_path), annotations=annotations, masks=False)).has_masks


@pytest.mark.parametrize("fields", [{"annotations": 150}, {"masks": "yes"}, {"parts": ["test"]}, {"height": None}])
def test_other_values_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        spec(**fields)


def test_the_two_lie_in_directories_of_their_own() -> None:
    folders = [model.described().folder for model in ADE20KSpec.data_sets()]
    assert folders == ["ade20k/150", "ade20k/objects"]
