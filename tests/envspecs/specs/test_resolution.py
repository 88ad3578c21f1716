"""At what resolution pixels are predicted: what is refused while loading."""

from __future__ import annotations

from typing import Any

import pytest

import envspecs
from envspecs.specs.tasks.reconstruction import ReconstructionSpec
from envspecs.specs.tasks.segmentation import SegmentationSpec

SPEC = envspecs.load("CircleSquare-v0")


@pytest.mark.parametrize("kind", ["reconstruction", "segmentation"])
@pytest.mark.parametrize(
    ("size", "line"),
    [
        ([29, 5], "larger than the image: found 29 × 5, allowed is up to 28 × 28"),
        ([5, 29], "larger than the image: found 5 × 29, allowed is up to 28 × 28"),
        ([0, 5], "task.size[0]: out of range: found 0"),
        ([5], "task.size"),
        (7, "task.size: wrong type: found 7"),
    ],
)
def test_sizes_that_are_none_are_refused(kind: str, size: Any, line: str) -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        SPEC.override({"task": {"kind": kind, "size": size}})
    assert line in str(refused.value)


def test_predictions_that_fill_the_memory_are_refused() -> None:
    shape = (4096, 4096, 8)
    found = "too large: found 4096 × 4096, which takes 512 MiB, allowed is up to 256 MiB"
    assert ReconstructionSpec(kind="reconstruction").misfit(shape) == found
    assert ReconstructionSpec(kind="reconstruction", size=(64, 64)).misfit(shape) is None
    assert SegmentationSpec(kind="segmentation").misfit((8192, 8192, 1)) == found.replace("4096", "8192")
    assert SegmentationSpec(kind="segmentation").misfit((4096, 4096, 1)) is None
