from __future__ import annotations

import pytest
from hypothesis import find, given, settings

from imagespaces import CircleSquare, Digits, DoubleCircleSquare, ImageSpace, Photos
from imagespaces.loaded.loaded_space import LoadedSpace
from imagespaces.testing import typed
from imagespaces.testing.strategies import KINDS, Kind, image_spaces, spaces
from imagespaces.testing.typed import spaces_of
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest


@pytest.mark.parametrize("kind", [DoubleCircleSquare, Photos])
def test_a_class_is_made_by_the_entry_of_its_name(kind: type[ImageSpace]) -> None:
    assert type(find(spaces_of(kind), lambda _: True)) is kind


def test_all_spaces_are_made_for_their_base() -> None:
    assert find(spaces_of(ImageSpace), lambda space: type(space) is CircleSquare) == find(
        image_spaces(kinds=["circle_square"]), lambda _: True
    )


def test_what_is_derived_stands_for_a_base(monkeypatch: pytest.MonkeyPatch) -> None:
    class Base(CircleSquare):
        pass

    class Derived(Base):
        pass

    monkeypatch.setitem(KINDS, "derived", Kind(9, lambda options: options.dtypes.map(lambda name: Derived(dtype=name))))
    assert type(find(spaces_of(Base), lambda _: True)) is Derived


def test_a_class_without_an_entry_is_refused() -> None:
    known = ", ".join(KINDS)
    message = (
        f"^spaces are built by their kinds, {known}.*; got no kind 'loaded_space' for LoadedSpace: enter one in "
        r"imagespaces\.testing\.strategies\.KINDS, or name a strategy in the model of the kind$"
    )
    with pytest.raises(LookupError, match=message):
        spaces_of(LoadedSpace)


def installed(monkeypatch: pytest.MonkeyPatch, **kinds: Kind) -> None:
    monkeypatch.setattr(typed, "known_kinds", lambda: {**KINDS, **kinds})
    monkeypatch.setattr(spaces, "known_kinds", lambda: {**KINDS, **kinds})


def test_plugins_classes_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ours(CircleSquare):
        pass

    installed(monkeypatch, ours=Kind(9, lambda options: options.dtypes.map(lambda name: Ours(dtype=name))))
    assert type(find(spaces_of(Ours), lambda _: True)) is Ours
    assert reachable(spaces_of(DoubleCircleSquare), anything)


def test_plugins_classes_stand_for_a_base_that_has_a_kind_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Rings(DoubleCircleSquare):
        pass

    installed(monkeypatch, rings=Kind(784, lambda options: options.dtypes.map(lambda name: Rings(dtype=name))))
    assert type(smallest(spaces_of(DoubleCircleSquare), anything)) is DoubleCircleSquare
    assert reachable(spaces_of(DoubleCircleSquare), lambda space: type(space) is Rings)


def test_large_classes_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wide(CircleSquare):
        pass

    build = Kind(2500, lambda options: options.dtypes.map(lambda name: Wide(height=50, width=50, dtype=name)))
    monkeypatch.setitem(KINDS, "wide", build)
    assert smallest(spaces_of(Wide), anything).shape == (50, 50, 1)


def test_a_namesake_among_what_is_derived_is_passed_over() -> None:
    class Base(Digits):
        pass

    class Points(Base):
        """Shares its name with a kind of the library, and nothing else."""

    assert Points in Digits.__subclasses__()[-1].__subclasses__()

    @settings(max_examples=30)
    @given(spaces_of(Digits))
    def are_digits(space: ImageSpace) -> None:
        assert isinstance(space, Digits)

    are_digits()


def test_a_namesake_is_refused() -> None:
    class Points(ImageSpace):
        pass

    message = (
        r"^a kind of the name of <class '.*namesake.*\.Points'> must give it, "
        r"'points' gave <class 'imagespaces.*\.Points'>"
    )
    with pytest.raises(TypeError, match=message):
        find(spaces_of(Points), lambda _: True)
