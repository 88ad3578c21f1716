from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from imagespaces import CircleSquare
from imagespaces.testing.raising import reason_of, told, where_raised

HERE = Path(__file__).name


def caught(call: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as found:  # noqa: PT011 - whatever it is
        call()
    return found.value


def palette() -> object:
    colours: dict[str, object] = {}
    return colours["palette"]


def bare() -> None:
    raise AssertionError  # as `assert` does where it is given no words


def test_a_demand_says_it_by_itself() -> None:
    def demand() -> None:
        raise AssertionError("too bright")

    assert reason_of(caught(demand)) == "too bright"


def test_what_crashes_is_told_with_its_place() -> None:
    line = palette.__code__.co_firstlineno + 2
    assert reason_of(caught(palette)) == f"raised KeyError: 'palette', in {HERE}:{line}, palette"


def test_a_demand_without_words_is_told_with_its_place() -> None:
    line = bare.__code__.co_firstlineno + 1
    assert reason_of(caught(bare)) == f"raised AssertionError, in {HERE}:{line}, bare"


@pytest.mark.parametrize(
    "call", [lambda: json.loads("{"), lambda: np.stack([]), lambda: CircleSquare().at(-1)], ids=["json", "numpy", "own"]
)
def test_what_everybody_uses_is_not_to_blame(call: Callable[[], object]) -> None:
    assert re.fullmatch(rf"{HERE}:\d+, <lambda>", where_raised(caught(call)))


def test_within_the_library_it_is_the_innermost_call_of_it() -> None:
    error = caught(lambda: CircleSquare().at(-1))
    assert error.__traceback__ is not None
    assert error.__traceback__.tb_next is not None
    inner = error.with_traceback(error.__traceback__.tb_next.tb_next)  # as if this file had not asked
    assert re.fullmatch(r"space\.py:\d+, check_indices", where_raised(inner))


def test_what_was_never_raised_has_no_place() -> None:
    assert (where_raised(KeyError()), reason_of(KeyError())) == ("", "raised KeyError")


@dataclass
class Broken:
    law: str
    reason: str
    example: str = ""


def test_a_crash_that_breaks_several_laws_is_told_once() -> None:
    crash = "raised KeyError, in stripes.py:8, _images"
    broken = [Broken("a", crash, "a(space)"), Broken("b", "dark"), Broken("c", crash, "c(space)"), Broken("b", "dark")]
    assert told(broken) == f"  a and 1 more: {crash}\n    a(space)\n  b: dark\n  b: dark"
