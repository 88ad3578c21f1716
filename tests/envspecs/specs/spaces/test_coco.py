"""The spec of COCO builds the space, and says early what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.spaces.coco import COCOSpec
from imagespaces.loaded import COCO
from tests.imagespaces.loaded.written import coco as written


def spec(**fields: Any) -> COCOSpec:
    return COCOSpec.model_validate({"kind": "coco", "height": 12, "width": 16} | fields)


@pytest.mark.parametrize("year", [2014, 2017])
@pytest.mark.parametrize("annotations", ["instances", "panoptic"])
def test_it_builds_the_space(tmp_path: Path, year: Any, annotations: Any) -> None:
    written.write(tmp_path, year, annotations)
    given = spec(root=str(tmp_path), year=year, annotations=annotations, parts=["val"])
    assert (given.image_shape, given.split_names) == ((12, 16, 3), ("all", "val"))
    found = build(given)
    assert isinstance(found, COCO)
    assert found == COCO(root=tmp_path, year=year, annotations=annotations, parts=["val"], height=12, width=16)
    assert found.has_masks
    bare = build(given.model_copy(update={"masks": False, "label_from": None}))
    assert (bare.has_masks, bare.class_names) == (False, None)


@pytest.mark.parametrize(
    "fields",
    [{"annotations": "stuff"}, {"year": 2015}, {"label_from": "first"}, {"masks": "yes"}, {"parts": ["test"]}],
)
def test_other_values_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        spec(**fields)


def test_all_lie_in_one_directory() -> None:
    found = {(model.known_by[0], model.described().year) for model in COCOSpec.data_sets()}
    assert found == {("coco", 2014), ("coco", 2017)}
