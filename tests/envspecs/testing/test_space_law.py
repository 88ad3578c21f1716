from __future__ import annotations

from typing import Any

import pytest

import imagespaces.testing
from envspecs.testing import SPACE_LAWS, BrokenLawError, Subject
from envspecs.testing.space_law import SpaceLaw
from imagespaces import CircleSquare
from imagespaces.testing.laws import any_order, unbounded_has_no_inverse
from tests.envspecs.testing.faults import SPEC
from tests.envspecs.testing.test_running import Corridor

ORDER = SpaceLaw(any_order)


class Drifting(CircleSquare):
    """Gives the first image of a batch for all."""

    def _images(self, values: Any) -> Any:
        images = super()._images(values)
        images[1:] = images[0]
        return images


def spoilt() -> Subject:
    """A task whose images are faulty."""
    subject = Subject.of(SPEC)
    subject.core.space = Drifting(**subject.core.space.parameters())  # the other is shared by all that draw from it
    return subject


def test_there_is_one_for_each_law_of_spaces() -> None:
    assert [law.name for law in SPACE_LAWS] == [law.name for law in imagespaces.testing.LAWS]
    assert {law.part for law in SPACE_LAWS} == {"space"}
    assert (ORDER.name, ORDER.statement) == (any_order.name, any_order.statement)


def test_it_applies_where_the_law_applies_to_the_space() -> None:
    assert ORDER.applies(SPEC)
    assert not SpaceLaw(unbounded_has_no_inverse).applies(SPEC)
    assert not ORDER.applies(Subject(Corridor))


def test_the_space_of_a_task_is_looked_at() -> None:
    ORDER(SPEC)
    with pytest.raises(BrokenLawError, match=r"^any_order: ") as broken:
        ORDER(spoilt())
    cause = broken.value.__cause__
    assert isinstance(cause, imagespaces.testing.BrokenLawError)
    assert (broken.value.reason, broken.value.example) == (cause.reason, cause.example)
    assert broken.value.subject == "CircleSquare-v0"
