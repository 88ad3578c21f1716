"""TOML text as a tree.

The standard reader gives values without places, so that errors name the file and the key alone, but for mistakes in the
syntax.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

from envspecs.problems import Problem, SpecError
from envspecs.tree import Node, Place, written

__all__ = ["read_toml"]

_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)$")
"""How the reader ends what it says of a mistake in the syntax."""


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
        at = _POSITION.search(str(error))
        place = replace(file, line=int(at[1]), column=int(at[2])) if at else file
        raise SpecError([Problem(f"not TOML: {_POSITION.sub('', str(error))}", place=place)]) from None
