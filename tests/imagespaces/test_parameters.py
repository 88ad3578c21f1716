from __future__ import annotations

import re
from typing import Any

import pytest

from imagespaces import CircleSquare
from imagespaces.parameters import kept, names_of, remade


class Stripes:
    def __init__(self, *, period: int = 4, dtype: str = "float32", seed: int | None = None) -> None:
        self.period, self.dtype, self.made_with = period, dtype, seed

    @property
    def broken(self) -> int:
        raise AttributeError(f"no colour of period {self.period}")


class Loose(Stripes):
    def __init__(self, *shades: float, period: int = 4, **others: Any) -> None:
        super().__init__(period=period, **others)
        self.shades = shades


class Open(Stripes):
    def __init__(self, *, period: int = 4, **others: Any) -> None:
        super().__init__(period=period, **others)


def test_names_are_those_of_the_constructor_less_the_seed() -> None:
    assert names_of(Stripes) == ["period", "dtype"]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Loose, "(*shades, period=4, **others): *shades is not a parameter"),
        (Open, "(*, period=4, **others): **others is not a parameter"),
    ],
)
def test_what_has_no_name_is_no_parameter(kind: type, found: str) -> None:
    message = f"the constructor of {kind.__name__} must name each of its parameters, got "
    with pytest.raises(TypeError, match="^" + re.escape(message + found) + "$"):
        names_of(kind)


def test_parameters_are_the_attributes_of_their_names() -> None:
    assert kept(Stripes(period=3), ["period", "dtype"]) == {"period": 3, "dtype": "float32"}


def test_a_parameter_that_is_not_kept_is_named() -> None:
    message = (
        "Stripes must keep its parameter 'colour' as an attribute of that name, as by `self.colour = colour`, got none"
    )
    with pytest.raises(AttributeError, match="^" + re.escape(message) + "$"):
        kept(Stripes(), ["period", "colour"])


def test_a_property_that_fails_is_not_said_to_be_missing() -> None:
    with pytest.raises(AttributeError, match=r"^no colour of period 4$"):
        kept(Stripes(), ["broken"])


def test_a_recipe_makes_the_same_again() -> None:
    again = remade(Stripes, {"period": 7}, None)
    assert (again.period, again.made_with) == (7, None)


class Forgetful(CircleSquare):
    def __init__(self, *, shade: float = 1.0, height: int = 9, width: int = 9) -> None:
        super().__init__(height=height, width=width)


def test_spaces_say_what_they_forgot() -> None:
    message = "Forgetful must keep its parameter 'shade' as an attribute of that name"
    for use in (repr, lambda space: space.parameters(), lambda space: space == Forgetful()):
        with pytest.raises(AttributeError, match=f"^{message}"):
            use(Forgetful())
