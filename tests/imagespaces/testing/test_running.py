from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Discrete
from numpy.typing import NDArray

from imagespaces import CircleSquare, Finite, ImageSpace
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
    broken = caught.value.broken
    assert caught.value.__cause__ is broken[0]
    first, *lines = str(caught.value).splitlines()
    assert first == f"{len(broken)} laws do not hold of {Faulty()!r}:"
    assert [line.partition(":")[0].strip() for line in lines[::2]] == [each.law for each in broken]
    assert lines[1::2] == [f"    {each.example}" for each in broken]
    place = next(place for place, line in enumerate(lines) if line.startswith("  unhashable"))
    assert re.match(r"  unhashable: hash\(Faulty\(.*\) must raise TypeError, gave 0", lines[place])
    assert lines[place + 1] == "    laws.unhashable(space)"
    assert "contains_answers" in {broken.law for broken in caught.value.broken}


def test_some_laws_alone() -> None:
    assert [broken.law for broken in broken_laws(Faulty(), laws=[laws.unhashable, laws.any_order])] == ["unhashable"]


def test_one_broken_law_is_one() -> None:
    with pytest.raises(BrokenLawsError) as caught:
        check_space(Faulty(), laws=[laws.unhashable])
    assert str(caught.value).splitlines()[0] == f"1 law does not hold of {Faulty()!r}:"


class Crashing(Shapes):
    """Can't draw."""

    def _images(self, values: object) -> NDArray[np.float32]:
        raise ZeroDivisionError("no good")


def test_a_crash_is_told_once_with_its_place() -> None:
    chosen = [laws.declared_shape, laws.any_order, laws.unhashable, laws.batch_equals_single]
    with pytest.raises(BrokenLawsError) as caught:
        check_space(Crashing(), laws=chosen)
    line = Crashing._images.__code__.co_firstlineno + 1
    assert str(caught.value).splitlines() == [
        f"3 laws do not hold of {Crashing()!r}:",
        f"  declared_shape and 2 more: raised ZeroDivisionError: no good, in test_running.py:{line}, _images",
        "    laws.declared_shape(space, indices=[0])",
    ]
    assert [broken.law for broken in caught.value.broken] == ["declared_shape", "any_order", "batch_equals_single"]


def test_spaces_that_do_not_keep_their_parameters_are_reported() -> None:
    class Forgot(CircleSquare):
        def __init__(self, *, shade: float = 1.0, dtype: str = "float32", stream: int = 0, seed: Any = None) -> None:
            super().__init__(height=9, width=9, dtype=dtype, stream=stream, seed=seed)

    class Open(CircleSquare):
        def __init__(self, **options: Any) -> None:
            super().__init__(height=9, width=9, **options)

    for space, reason in (
        (Forgot(), "Forgot must keep its parameter 'shade' as an attribute of that name"),
        (Open(), "**options is not a parameter"),
    ):
        with pytest.raises(BrokenLawsError, match=re.escape(reason)) as caught:
            check_space(space)
        assert "parameters_are_kept" in {broken.law for broken in caught.value.broken}
        assert str(caught.value).count(reason) <= 3


@pytest.mark.parametrize("name", ["size", "num_states", "class_names", "factors", "domain", "may_repeat"])
def test_whatever_a_space_raises_is_reported(name: str) -> None:
    def fails(_space: Any) -> Any:
        raise LookupError(f"no {name}")

    space = Shapes()
    kind = type("Raising", (Shapes,), {name: property(fails, lambda *_: None)})
    space.__class__ = kind
    assert broken_laws(space)


@pytest.mark.parametrize("size", [0, 6.0, "six", -1])
def test_sizes_that_make_no_sense_are_reported(size: Any) -> None:
    class Sized(Shapes):
        """Has a strange number of states."""

        @property
        def num_states(self) -> Any:
            return size

    class Endless(Sized):
        """Has no size, too."""

        @property
        def size(self) -> None:
            return None

    assert broken_laws(Sized(height=6))
    assert broken_laws(Endless())


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: check_space(Discrete(3)), TypeError, "space must be an imagespaces.ImageSpace, got Discrete(3)"),  # type: ignore[arg-type]
        (
            lambda: check_space(Shapes),  # type: ignore[arg-type]
            TypeError,
            "space must be an instance, such as Shapes(), got the class Shapes",
        ),
        (
            lambda: check_space(Shapes(), laws=[print]),  # type: ignore[list-item]
            TypeError,
            "laws must be of Law, as imagespaces.testing.law makes of a function, got <built-in function print>",
        ),
        (lambda: check_space(Shapes(), seed=-1), ValueError, "seed must be an integer of at least 0, got -1"),
        (lambda: check_space(Shapes(), examples=-1), ValueError, "examples must be an integer of at least 0, got -1"),
    ],
)
def test_wrong_calls_are_refused(call: Callable[[], None], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match="^" + re.escape(message) + "$"):
        call()


class Spot(ImageSpace):
    """Has one image that is out of range."""

    def __init__(self, *, bad: int = 57, dtype: str = "float32", stream: int = 0, seed: Any = None) -> None:
        self.bad = bad
        places = Finite("place", range(100))
        super().__init__(10, 10, 1, dtype=dtype, stream=stream, seed=seed, factors=[places])

    def _images(self, values: Mapping[str, NDArray[np.int64]]) -> NDArray[np.float32]:
        images = np.eye(100, dtype=np.float32)[values["place"]]
        images[values["place"] == self.bad] *= 7
        return images.reshape(-1, 10, 10, 1)


def test_all_images_of_a_small_space_are_looked_at() -> None:
    (broken,) = broken_laws(Spot(), laws=[laws.declared_shape])
    assert broken.example == "laws.declared_shape(space, indices=[57])"
    assert broken_laws(Spot(), laws=[laws.declared_shape], examples=0) == []
    assert broken_laws(Spot(bad=100), laws=[laws.declared_shape]) == []


def test_reports_are_the_same_at_every_run() -> None:
    class AnyType(Shapes):
        def contains(self, x: Any) -> bool:
            return isinstance(x, np.ndarray) and x.shape == self.shape

    (broken,) = broken_laws(AnyType(), laws=[laws.strangers_are_not_contained])
    assert broken.reason.startswith("whether an array of float16 is in the space ")  # the first that is tried


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
