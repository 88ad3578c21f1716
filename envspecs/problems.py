"""What is wrong with a task spec: one line per problem, each with the place to mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from envspecs.tree import Place

__all__ = ["Problem", "SpecError", "either", "near_miss", "shown"]

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake.

    Args:
        message: What is wrong, the value found and what is allowed.
        path: The key that it concerns, as ``space.height``; empty for a file as a whole.
        place: Where to mend it; None where it was written nowhere, in data without a file.

    >>> print(Problem("found 0, allowed is 1", "space.height", Place("task.yaml", 7, 11)))
    task.yaml:7:11: space.height: found 0, allowed is 1
    """

    message: str
    path: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        place = str(self.place) if self.place is not None else ""
        line = ": ".join(part for part in (place, self.path, self.message) if part)
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)  # keys may hold any sign

    @property
    def order(self) -> tuple[str, int, int]:
        """Sorts problems as a reader of the files meets them."""
        place = self.place or Place()
        return place.source, place.line or 0, place.column or 0


class SpecError(ValueError):
    """A task spec that can't be used; ``str`` gives one line per problem.

    Args:
        problems: What is wrong; kept sorted by file, line and column in ``problems``.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__(self.problems)  # its one argument, so that pickling works across processes

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def shown(value: object) -> str:
    """Show a value that was found, on one line, as YAML writes it, shortened.

    >>> shown([True, None, "a"]), shown({"kind": "x"}), shown(10**99)[:5]
    ("[true, null, 'a']", 'a map', '10000')
    """
    text = _yaml(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _yaml(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list | tuple):
        # The longest that could be shown, so that a list of a million costs no more than a short one.
        return f"[{', '.join(_yaml(item) for item in value[:LONGEST_SHOWN])}]"
    if isinstance(value, str):
        return repr(str(value[: LONGEST_SHOWN + 1]))
    return _number(value) if isinstance(value, int) else str(value)


def _number(value: int) -> str:
    """Python refuses to write integers of many thousand digits."""
    digits = int(value.bit_length() * 0.30103)
    return str(value) if digits < 1000 else f"a number of about {digits} digits"


def near_miss(found: object, allowed: Iterable[str]) -> str:
    """Give the hint that closes an error's line, or nothing where no allowed name is near.

    >>> near_miss("extend", ["extent", "gradient"])
    " (did you mean 'extent'?)"
    >>> near_miss("zzz", ["extent", "gradient"])
    ''
    """
    names = {name.lower(): name for name in allowed}
    close = difflib.get_close_matches(found.lower(), names, n=1) if isinstance(found, str) else []
    return f" (did you mean {names[close[0]]!r}?)" if close else ""


def either(values: Iterable[object]) -> str:
    """List alternatives.

    >>> print(either(["a", "b", "c"]))
    'a', 'b' or 'c'
    """
    *first, last = map(repr, values)
    return f"{', '.join(first)} or {last}" if first else last
