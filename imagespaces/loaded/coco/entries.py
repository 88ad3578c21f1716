"""Files in JSON that somebody else wrote: every value that is used is of the type that it must be, or is an error."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.files import ListedFile

__all__ = ["Entry", "read_entry"]

_MOST = 2**53
"""Integers in JSON are certain up to here."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An object of a JSON file: names and values.

    Attributes:
        place: Where it is, for errors.
        values: What it holds.
    """

    place: str
    values: dict[str, Any]

    def integer(self, name: str, least: int = 0, most: int = _MOST) -> int:
        """Give an integer.

        Raises:
            PictureError: If there is none of the name, or it is another value.
        """
        value = self.values.get(name)
        if type(value) is int and least <= value <= most:  # true is no number
            return value
        raise self.error(name, f"an integer from {least} to {most}")

    def number(self, name: str) -> float:
        """Give a finite number of at least 0.

        Raises:
            PictureError: As for :meth:`integer`.
        """
        value = self.values.get(name)
        if type(value) in (int, float) and 0 <= value <= _MOST:  # type: ignore[operator]  # true is no number
            return float(value)  # type: ignore[arg-type]
        raise self.error(name, f"a number from 0 to {_MOST}")

    def text(self, name: str) -> str:
        """Give a text that is not empty.

        Raises:
            PictureError: As for :meth:`integer`.
        """
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            raise self.error(name, "a text")
        return value

    def items(self, name: str) -> list[Any]:
        """Give a list of anything.

        Raises:
            PictureError: As for :meth:`integer`.
        """
        value = self.values.get(name)
        if not isinstance(value, list):
            raise self.error(name, "a list")
        return value

    def entries(self, name: str) -> Iterator[Entry]:
        """Go through a list of objects.

        Raises:
            PictureError: As for :meth:`integer`, and if something in the list is no object.
        """
        for number, each in enumerate(self.items(name)):
            place = f"{self.place} {name}[{number}]"
            if not isinstance(each, dict):
                raise PictureError(f"{place}: found {_shortened(each)}, allowed is an object")
            yield Entry(place, each)

    def error(self, name: str, allowed: str) -> PictureError:
        """Give the error to raise where a value is not what it should be."""
        found = _shortened(self.values[name]) if name in self.values else "none"
        return PictureError(f"{self.place} {name}: found {found}, allowed is {allowed}")


def read_entry(file: ListedFile) -> Entry:
    """Read a file that holds one object.

    Raises:
        PictureError: If it can't be read, takes more bytes than any file may, or holds no JSON or something else.
    """
    name = repr(file.name)
    try:
        values = json.loads(file.read(), parse_constant=_refuse)
    except PictureError as error:
        raise PictureError(f"{name} {error}") from error
    except RecursionError as error:
        raise PictureError(f"{name} must be JSON, got lists or objects too deep in each other") from error
    except ValueError as error:  # no JSON, no text, or an integer of thousands of digits
        raise PictureError(f"{name} must be JSON: {reason_of(error)}") from error
    if not isinstance(values, dict):
        raise PictureError(f"{name} must hold an object, got {_shortened(values)}")
    return Entry(name, values)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON, allowed are numbers")


def _shortened(found: object) -> str:
    if isinstance(found, (list, dict)):
        return f"a {type(found).__name__} of {len(found)}"
    if isinstance(found, int) and abs(found) > _MOST:
        return f"an integer of {math.ceil(found.bit_length() / 8)} bytes"
    shown = repr(found)
    return shown if len(shown) <= 100 else f"{shown[:99]}…"
