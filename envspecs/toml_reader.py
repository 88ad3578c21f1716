"""TOML text as a tree; the standard reader tells of values alone, so that errors name the file and the key."""

from __future__ import annotations

import tomllib

from envspecs.problems import Problem, SpecError
from envspecs.tree import Node, Place, written

__all__ = ["read_toml"]


def read_toml(text: str, file: Place) -> Node:
    """Give the document of a TOML text.

    Args:
        text: The text.
        file: The file that it is from.

    Raises:
        SpecError: If it is not TOML.
    """
    try:
        return written(tomllib.loads(text), file)
    except (ValueError, RecursionError) as error:
        raise SpecError([Problem(f"not TOML: {error}", place=file)]) from None
