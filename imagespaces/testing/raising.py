"""What broke a law, in words: the reason of a demand that was not met, or what was raised, and where."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

__all__ = ["reason_of", "where_raised"]

OURS = frozenset({"envspecs", "imagespaces"})

OTHERS = (sys.stdlib_module_names - {"__main__"}) | {"cv2", "gymnasium", "hypothesis", "numpy", "pydantic", "skimage"}
"""Packages in which errors surface that somebody else has made."""


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
    return f"raised {what}, in {place}" if place else f"raised {what}"


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
