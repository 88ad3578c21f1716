from __future__ import annotations

import pytest
from hypothesis import find

from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace, Photos
from imagespaces.loaded.loaded_space import LoadedSpace
from imagespaces.testing.strategies import KINDS, Kind, image_spaces
from imagespaces.testing.typed import spaces_of


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
    message = f"^spaces are built by their kinds, {known}.*; got no kind 'loaded_space' for LoadedSpace$"
    with pytest.raises(LookupError, match=message):
        spaces_of(LoadedSpace)


def test_plugins_classes_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ours(CircleSquare):
        pass

    kind = Kind(9, lambda options: options.dtypes.map(lambda name: Ours(dtype=name)))
    monkeypatch.setattr("imagespaces.testing.strategies.known.installed_kinds", lambda: {"ours": kind})
    assert type(find(spaces_of(Ours), lambda _: True)) is Ours


def test_a_namesake_is_refused() -> None:
    class Points(ImageSpace):
        pass

    message = (
        r"^what builds the kind 'points' must give <class '.*namesake.*\.Points'>, gave <class 'imagespaces.*\.Points'>"
    )
    with pytest.raises(TypeError, match=message):
        find(spaces_of(Points), lambda _: True)
