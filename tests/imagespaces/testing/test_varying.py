from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypedDict, Unpack

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import CircleSquare, Digits, ImageSpace
from imagespaces.loaded import LoadedSpace
from imagespaces.loaded.huggingface import HuggingFace
from imagespaces.testing.laws.banks import banks_are_keyed_by_parameters
from imagespaces.testing.laws.identity import equal_by_kind_and_parameters
from imagespaces.testing.varying import neighbours
from tests.imagespaces.toys import Glyphs, Lone

if TYPE_CHECKING:
    from decimal import Decimal


class Held(Lone):
    """Is made of something that it does not look at."""

    def __init__(self, *, held: Any = None, dtype: str = "float32", stream: int = 0, seed: Any = None) -> None:
        self.held = held
        super().__init__(dtype=dtype, stream=stream, seed=seed)


def of_held(space: ImageSpace) -> list[Any]:
    """Give what the neighbours have for `held`."""
    return [other.parameters()["held"] for what, other in neighbours(space) if what.startswith("held=")]


def test_neighbours_differ_in_one_parameter() -> None:
    found = dict(neighbours(CircleSquare(height=9, width=10, extent=9, dtype="uint8")))
    expected = {"height": 10, "width": 11, "extent": 8, "gradient": False, "dtype": "float32", "stream": 1}
    assert list(found) == [f"{name}={value!r}" for name, value in expected.items()]  # an extent of 10 has no room
    given: dict[str, Any] = {"height": 9, "width": 10, "extent": 9, "dtype": "uint8"}
    for space, (name, value) in zip(found.values(), expected.items(), strict=True):
        assert space == CircleSquare(**{**given, name: value})


@pytest.mark.parametrize(
    ("held", "other"),
    [
        (3, 4),
        (True, False),
        (0.5, 0.25),
        (0.0, 0.5),
        (-2.0, -1.0),
        ("dark", "dark_"),
        (None, True),
        ((3, "a"), (4, "a")),
        (["a", 0.5], ["a_", 0.5]),
        (((), (1,)), ((), (2,))),
        ((b"", b""), (b"",)),
    ],
)
def test_what_is_varied(held: Any, other: Any) -> None:
    (found,) = of_held(Held(held=held))
    assert found == other
    assert type(found) is type(other)


@pytest.mark.parametrize("held", [(), [], b"bytes", {"a": 1}, "some/where", Path("file"), ("a/b",)])
def test_what_is_left_as_it_is(held: Any) -> None:
    assert of_held(Held(held=held)) == []


def test_names_of_files_are_left_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_held(Held(held="photos")) == ["photos_"]
    monkeypatch.chdir(tmp_path)
    Path("photos").mkdir()
    assert of_held(Held(held="photos")) == []


class Annotated(Held):
    """Says what it takes."""

    def __init__(
        self,
        *,
        ink: Literal["dark", "light"] = "dark",
        many: Literal["least"] | int = "least",
        layers: Literal[1, 3] | None = None,
        parts: Sequence[Literal["train", "test"]] = ("train",),
        most: float | None = None,
        name: str | None = None,
        **others: Any,
    ) -> None:
        self.ink, self.many, self.layers, self.parts, self.most, self.name = ink, many, layers, parts, most, name
        super().__init__(**others)

    def parameters(self) -> dict[str, Any]:
        names = ("ink", "many", "layers", "parts", "most", "name", "stream")
        return {name: getattr(self, name) for name in names}


def test_what_annotations_allow() -> None:
    expected = ["ink='light'", "layers=1", "parts=('test',)", "most=0.5", "stream=1"]
    assert [what for what, _ in neighbours(Annotated())] == expected
    assert [what for what, _ in neighbours(Annotated(ink="light", layers=3, many=2))][:3] == [
        "ink='dark'",
        "many=3",
        "layers=1",
    ]


class Options(TypedDict, total=False):
    """What some take besides."""

    ink: Literal["dark", "light"]


class Pictured(Held):
    """Takes a word, or an array."""

    def __init__(self, *, held: Literal["none"] | NDArray[Any] = "none", stream: int = 0) -> None:
        super().__init__(held=held, stream=stream)


def test_arrays_are_left_as_they_are() -> None:
    space = Pictured(held=np.zeros(3))
    assert of_held(space) == []


class Unpacked(Held):
    """Takes what others take, too."""

    def __init__(self, **options: Unpack[Options]) -> None:
        self.ink = options.get("ink", "dark")
        super().__init__()

    def parameters(self) -> dict[str, Any]:
        return {"ink": self.ink}


class OnlyChecked(Held):
    """Is annotated with what type checkers alone know."""

    def __init__(self, *, held: Decimal | str = "a", **others: Any) -> None:
        super().__init__(held=held, **others)

    def parameters(self) -> dict[str, Any]:
        return {"held": self.held}


def test_annotations_may_be_elsewhere_or_out_of_reach() -> None:
    assert [what for what, _ in neighbours(Unpacked())] == ["ink='light'"]
    assert [what for what, _ in neighbours(OnlyChecked())] == ["held='a_'"]
    assert [what for what, _ in neighbours(Digits(height=5, width=5))] == [
        "height=6",
        "width=6",
        "upsampling='nearest'",
        "dtype='uint8'",
        "stream=1",
    ]


class Choosy(Held):
    """Takes few values, each refused in another way."""

    refusal: ClassVar[type[Exception]]

    def __init__(self, *, held: Any = 12, **others: Any) -> None:
        if held != 12:
            raise self.refusal(f"held must be 12, got {held!r}")
        super().__init__(held=held, **others)

    def parameters(self) -> dict[str, Any]:
        return {"held": self.held, "stream": self.stream}


@pytest.mark.parametrize("refusal", [ValueError, TypeError, KeyError, RuntimeError, OSError])
def test_values_that_cannot_be_had_are_passed_over(refusal: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Choosy, "refusal", refusal, raising=False)
    assert [what for what, _ in neighbours(Choosy())] == ["stream=1"]
    equal_by_kind_and_parameters(Choosy())
    banks_are_keyed_by_parameters(Choosy())


class Words(Held):
    """Takes any word, and knows two."""

    def _images(self, values: Any) -> NDArray[np.float32]:
        return super()._images(values) + np.float32({"dark": 0, "light": 1}[self.held])


class Steady(Held):
    """Makes of everything what it is anyway."""

    def __init__(self, *, held: Any = 7, **others: Any) -> None:
        super().__init__(held=7, **others)
        self.asked = held

    def parameters(self) -> dict[str, Any]:
        return {"held": self.held}


def test_long_lists_are_varied_at_their_beginning() -> None:
    made = []

    class Picky(Held):
        """Takes no list but its own, and what is half of it."""

        def __init__(self, *, held: Any = (0,) * 100, stream: int = 0) -> None:
            made.append(held)
            if any(held):
                raise ValueError(f"held must be zeros, got {held}")
            super().__init__(held=held, stream=stream)

    assert of_held(Picky()) == [(0,) * 99]
    assert len(made) < 20


def test_words_that_mean_nothing_are_passed_over() -> None:
    assert of_held(Words(held="dark")) == []


def test_values_that_come_to_the_same_are_passed_over() -> None:
    assert list(neighbours(Steady())) == []


class Fetching(Held):
    """Fetches what it does not have, where it may."""

    fetched: ClassVar[list[bool]] = []
    inert = frozenset({"held"})

    def __init__(self, *, held: bool = False, **others: Any) -> None:
        if held:
            self.fetched.append(held)
        super().__init__(held=held, **others)

    def parameters(self) -> dict[str, Any]:
        return {"held": self.held, "stream": self.stream}


def test_inert_parameters_are_left_as_they_are() -> None:
    assert [what for what, _ in neighbours(Fetching())] == ["stream=1"]
    assert Fetching.fetched == []


def test_what_of_this_library_is_inert() -> None:
    assert ImageSpace.inert == {"download"}
    assert LoadedSpace.inert == {"download", "root", "on_error", "verify"}
    assert HuggingFace.inert == LoadedSpace.inert | {"subset", "repo", "revision"}


class Radius(Glyphs):
    """Is as bright as a number and a word say, and compares neither."""

    def __init__(self, *, radius: float = 0.5, ink: str = "dark", **others: Any) -> None:
        self.radius, self.ink = radius, ink
        super().__init__(**others)

    def parameters(self) -> dict[str, Any]:
        return {"radius": self.radius, "ink": self.ink, "dtype": self.dtype.name, "stream": self.stream}

    def _images(self, values: Any) -> NDArray[np.uint8]:
        return np.asarray(super()._images(values) * self.radius, np.uint8)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Radius) and (other.dtype, other.stream) == (self.dtype, self.stream)

    __hash__ = None  # type: ignore[assignment]

    def bank_key(self) -> tuple[object, ...]:
        return Radius, self.dtype.name, self.stream


def test_numbers_and_words_that_are_not_looked_at_are_caught() -> None:
    with pytest.raises(AssertionError, match=r"^equal_by_kind_and_parameters: the space is equal to radius=0\.25\n"):
        equal_by_kind_and_parameters(Radius())
    with pytest.raises(AssertionError, match=r": the image in the bank of the space with radius=0\.25 differs"):
        banks_are_keyed_by_parameters(Radius())


def test_a_parameter_may_be_called_inert() -> None:
    class Gas(Held):
        """Is made of something inert."""

        def __init__(self, *, inert: float = 0.5, stream: int = 0) -> None:
            self.inert = inert  # type: ignore[assignment, misc]
            super().__init__(stream=stream)

    assert [what for what, _ in neighbours(Gas())] == ["inert=0.25", "stream=1"]
