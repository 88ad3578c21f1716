"""What broke a law, in words: the reason of a demand that was not met, or what was raised, and where."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

__all__ = ["Found", "reason_of", "told", "where_raised"]

_RAISED = "raised "
"""How what is said of a crash begins."""

OURS = frozenset({"envspecs", "imagespaces"})

OTHERS = (sys.stdlib_module_names - {"__main__"}) | {"cv2", "gymnasium", "hypothesis", "numpy", "pydantic", "skimage"}
"""Packages in which errors surface that somebody else has made."""


class Found(Protocol):
    """What was found of a broken law.

    Attributes:
        law: The law's name.
        reason: What was found.
        example: Code that finds it again; empty where there is none.
    """

    law: str
    reason: str
    example: str


def told(broken: Sequence[Found]) -> str:
    """Give what is said of broken laws, in lines: each with its example, but one for all that the same crash breaks.

    A space that can't draw breaks nearly all laws.
    """
    lines: dict[object, list[Found]] = {}
    for place, each in enumerate(broken):
        lines.setdefault(each.reason if each.reason.startswith(_RAISED) else place, []).append(each)
    return "\n".join(_told(*alike) for alike in lines.values())


def _told(first: Found, *others: Found) -> str:
    more = f" and {len(others)} more" if others else ""
    return f"  {first.law}{more}: {first.reason}" + (f"\n    {first.example}" if first.example else "")


def reason_of(error: Exception) -> str:
    """Give what is said of an error that broke a law.

    Args:
        error: What was raised, with its traceback.

    >>> reason_of(AssertionError("the image at 3 is black"))
    'the image at 3 is black'
    """
    message = str(error)
    if isinstance(error, AssertionError) and message:
        return message
    what = ": ".join(part for part in (type(error).__name__, message) if part)
    place = where_raised(error)
    return f"{_RAISED}{what}, in {place}" if place else f"{_RAISED}{what}"


def where_raised(error: Exception) -> str:
    """Give the place to look at first, such as ``"stripes.py:8, _images"``; empty for an error that was not raised.

    It is the innermost call outside of this library and of what everybody uses; where there is none, within it.
    """
    calls = list(traceback.walk_tb(error.__traceback__))
    for passed_over in (OURS | OTHERS, OTHERS):
        for frame, line in reversed(calls):
            if str(frame.f_globals.get("__name__")).partition(".")[0] not in passed_over:
                return f"{Path(frame.f_code.co_filename).name}:{line}, {frame.f_code.co_name}"
    return ""
