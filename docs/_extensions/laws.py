"""Puts all laws and what they state into the page that asks for them, from the laws themselves: they can't drift.

``<!-- every law of spaces -->`` becomes a table of the laws of image spaces, ``<!-- every law of environments -->`` one
of those of task specs and their environments, in the order in which they are checked, with who asks for each.
"""

from __future__ import annotations

import inspect
import re
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from envspecs.testing import LAWS, PROCESS_LAWS, SPEC_LAWS, Law
from imagespaces.testing import LAWS as LAWS_OF_SPACES
from imagespaces.testing import Law as LawOfSpaces

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["REQUESTS", "expand", "setup", "table"]

AnyLaw: TypeAlias = LawOfSpaces | Law

REQUESTS: dict[str, tuple[AnyLaw, ...]] = {
    "<!-- every law of spaces -->": LAWS_OF_SPACES,
    "<!-- every law of environments -->": (*SPEC_LAWS, *LAWS, *PROCESS_LAWS),
}
"""What a page asks with, and which laws it gets."""

ROLE = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")
"""A reference in a docstring; on a page it is code."""


def expand(text: str) -> str:
    """Give a page with its requests fulfilled."""
    for request, laws in REQUESTS.items():
        if request in text:
            text = text.replace(request, table(laws))
    return text


def table(laws: Iterable[AnyLaw]) -> str:
    """Give a table with a row for each law, below one that says what the laws of a file have in common."""
    rows = [
        row
        for module, group in groupby(laws, key=lambda law: law.__module__)
        for row in ((f"**{module.rpartition('.')[2]}**", f"*{_first_line(sys.modules[module])}*"), *map(_row, group))
    ]
    heads = ("law", "what holds", "about", "asked by")[: max(map(len, rows))]
    filled = (row + ("",) * (len(heads) - len(row)) for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *filled))


def _row(law: AnyLaw) -> tuple[str, ...]:
    words = f"`{law.name}`", _first_line(law), _about(law)
    return (*words, law.source) if isinstance(law, Law) else words


def _about(law: AnyLaw) -> str:
    """Say what a law is about, from what it says of itself or of how it tells."""
    told = law.about if isinstance(law, Law) else _first_line(law.applies)
    words = told.removeprefix("Take ").removesuffix(".")
    return words.partition(",")[0] if words.startswith("any ") else words


def _first_line(documented: object) -> str:
    first = inspect.cleandoc(documented.__doc__ or "").partition("\n")[0]
    return ROLE.sub(r"`\1`", first).replace("``", "`").replace("|", r"\|")


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
