from __future__ import annotations

import pytest
from hypothesis import given

from envspecs.build import build
from envspecs.losses import CrossEntropy
from envspecs.registry import kinds
from envspecs.testing.describing import fields_of
from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing import strategies as images

KNOWN = sorted(images.KINDS.keys() & kinds("imagespaces.spaces").keys())


@pytest.mark.parametrize("kind", KNOWN)
def test_a_space_is_built_again_from_what_is_told_of_it(kind: str) -> None:
    @given(images.image_spaces(kinds=[kind], max_pixels=600, dtype="float32"))
    def check(space: ImageSpace) -> None:
        fields = fields_of(space)
        again: ImageSpace = build(kinds("imagespaces.spaces")[kind].model_validate(fields))
        ours, theirs = (each.parameters() | {"stream": 0} for each in (space, again))
        assert theirs == ours
        assert fields["kind"] == kind

    check()


def test_what_no_kind_is_built_into_is_refused() -> None:
    class Mine(CircleSquare):
        """A space that no task file knows."""

    for part, name in ((Mine(), "Mine"), (7, "int")):
        with pytest.raises(TypeError, match=f"^fields are told of what a registered kind is built into, got {name}$"):
            fields_of(part)


def test_parts_whose_arguments_are_private_can_not_be_told() -> None:
    with pytest.raises(AttributeError, match="normalized"):
        fields_of(CrossEntropy())
