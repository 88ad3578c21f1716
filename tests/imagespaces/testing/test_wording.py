from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from imagespaces import CircleSquare, Polygons
from imagespaces.combined import Concat
from imagespaces.factors import Only
from imagespaces.testing.laws.identity import repr_evaluates_back
from imagespaces.testing.wording import words_of
from tests.imagespaces.toys import Lone


@dataclass(frozen=True)
class Frame:
    """What holds something."""

    held: Any


class Framed(Lone):
    """Is made of something that it does not look at."""

    def __init__(self, *, held: Any, dtype: str = "float32", stream: int = 0, seed: Any = None) -> None:
        self.held = held
        super().__init__(dtype=dtype, stream=stream, seed=seed)


@pytest.fixture
def palette(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A colour of a module that no other names."""
    module = ModuleType("palette_of_a_plugin")
    monkeypatch.setitem(sys.modules, module.__name__, module)

    @dataclass(frozen=True)
    class Ink:
        level: float

        def __repr__(self) -> str:
            return "DARK"

    Ink.__module__ = module.__name__
    vars(module).update(Ink=Ink, DARK=Ink(0.5))
    return module


def test_words_of_all_that_a_space_is_made_of(palette: Any) -> None:
    dark = palette.DARK
    for held in (
        dark,
        [dark],
        (1, (dark,)),
        {"ink": dark},
        {dark: 1},
        {dark},
        Frame(dark),
        {"a": [Frame({"b": dark})]},
    ):
        repr_evaluates_back(Framed(held=held))
        words = words_of(Framed(held=held))
        assert words["DARK"] is dark
        assert words["Ink"] is palette.Ink


def test_words_of_spaces_within(palette: Any) -> None:
    pair = Concat(spaces={"left": Framed(held=palette.DARK), "right": Framed(held=Only("sides", 3))})
    assert "palette_of_a_plugin" not in sys.modules["imagespaces.combined.concat"].__dict__
    assert words_of(pair)["DARK"] is palette.DARK
    repr_evaluates_back(pair)


def test_the_outermost_has_the_last_word() -> None:
    class Polygons(Framed):
        """A namesake of another space."""

    assert words_of(Polygons(held=CircleSquare()))["Polygons"] is Polygons
    assert words_of(Framed(held=1))["Framed"] is Framed


def test_classes_of_no_module() -> None:
    made = type("Made", (), {"__module__": "never imported", "__repr__": lambda _self: "Made()"})
    assert words_of(Framed(held=made()))["Made"] is made
    assert words_of(Polygons(states=3, radius=8))["Polygons"] is Polygons
