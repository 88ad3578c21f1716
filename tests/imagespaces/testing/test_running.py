from __future__ import annotations

import copy
import pickle
import re

import numpy as np
import pytest

from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing import LAWS, BrokenLawsError, Law, broken_laws, check_space, laws
from imagespaces.testing.running import broken_law
from tests.imagespaces.testing.faults import Shapes
from tests.imagespaces.toys import Shades


class Faulty(Shapes):
    """Breaks two laws."""

    def contains(self, x: object) -> bool:
        return True

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


def test_sound_spaces_pass() -> None:
    check_space(CircleSquare(height=5, width=7, extent=4))
    check_space(ImageSpace(2, 3, 1))
    assert broken_laws(Shades(), seed=5) == []


def test_all_broken_laws_are_reported() -> None:
    with pytest.raises(BrokenLawsError) as caught:
        check_space(Faulty())
    first, *lines = str(caught.value).splitlines()
    assert first == f"{len(lines) // 2} laws do not hold of {Faulty()!r}:"
    assert [line.partition(":")[0].strip() for line in lines[::2]] == [broken.law for broken in caught.value.broken]
    assert lines[1::2] == [f"    {broken.example}" for broken in caught.value.broken]
    place = next(place for place, line in enumerate(lines) if line.startswith("  unhashable"))
    assert re.match(r"  unhashable: hash\(Faulty\(.*\) must raise TypeError, gave 0", lines[place])
    assert lines[place + 1] == "    laws.unhashable(space)"
    assert "contains_answers" in {broken.law for broken in caught.value.broken}


def test_some_laws_alone() -> None:
    assert [broken.law for broken in broken_laws(Faulty(), laws=[laws.unhashable, laws.any_order])] == ["unhashable"]


def test_one_law_alone() -> None:
    assert broken_law(laws.any_order, Faulty()) is None
    broken = broken_law(laws.contains_answers, Faulty(), seed=3)
    assert broken is not None
    assert broken.example == "laws.contains_answers(space, seed=0)"


def test_laws_about_other_spaces_are_left_out() -> None:
    def never(space: ImageSpace) -> None:
        raise AssertionError(f"asked of {space!r}")

    law = Law(never, lambda space: space.height > 5)
    assert broken_laws(Shapes(), laws=[law]) == []
    assert len(broken_laws(Shapes(height=6), laws=[law])) == 1


def test_the_seed_is_handed_on() -> None:
    seeds = []

    def listening(space: ImageSpace, seed: int) -> None:
        seeds.append((space.height, seed))

    broken_laws(Shapes(), seed=7, laws=[Law(listening, lambda _space: True)])
    assert seeds == [(5, 7)]


def test_the_spaces_own_stream_is_left_alone() -> None:
    space, untouched = (Shapes(seed=3) for _ in range(2))
    check_space(space)
    assert np.array_equal(space.sample(), untouched.sample())


def test_reports_are_pickled_and_copied() -> None:
    error = BrokenLawsError(tuple(broken_laws(Faulty())))
    for again in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301 - of what was dumped here
        assert str(again) == str(error)
        assert [broken.law for broken in again.broken] == [broken.law for broken in error.broken]


def test_every_law_is_listed_and_documented() -> None:
    assert len({law.name for law in LAWS}) == len(LAWS)
    assert {law.name for law in LAWS} == set(laws.__all__) - {"LAWS"}
    for law in LAWS:
        assert getattr(laws, law.name) is law
        assert re.match(r"[A-Z`].*[.\n]", law.__doc__ or "")
