"""Variants of a task: named overlays, in groups of which an id takes at most one each."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, JsonValue, StringConstraints

from envspecs.specs.base import refusal
from envspecs.specs.fields import NamedMap

__all__ = ["MAX_IDS", "Overlay", "Variants"]

MAX_IDS = 4096
"""How many ids the groups of one file may give together."""

_VERSION = re.compile(r"v\d+")

_VariantName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
_DottedPath: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^.]+(\.[^.]+)*$", max_length=200)]

Overlay: TypeAlias = Annotated[dict[_DottedPath, JsonValue], NamedMap()]
"""Values by dotted path, as ``space.height: 20``."""


def _told_apart(groups: tuple[dict[str, Overlay], ...]) -> tuple[dict[str, Overlay], ...]:
    """Refuse names that would make an id mean two things.

    Raises:
        PydanticCustomError: If a name stands twice or looks like a version, or there are too many ids.
    """
    counts = Counter(name for group in groups for name in group)
    twice = sorted(name for name, count in counts.items() if count > 1)
    versions = sorted(filter(_VERSION.fullmatch, counts))
    ids = math.prod(len(group) + 1 for group in groups)
    renamed = [name for group in groups for name, overlay in group.items() if "id" in overlay]
    if renamed:
        found = f"found 'id' in {', '.join(renamed)}"
        raise refusal(f"a variant's id is the task's with its name: {found}, allowed are other keys")
    if twice:
        raise refusal(f"a name twice: found {', '.join(twice)} in several groups, allowed is each name once")
    if versions:
        raise refusal(f"not a name: found {', '.join(versions)}, which would be a version, allowed are other names")
    if ids > MAX_IDS:
        raise refusal(f"too many: found groups that give {ids} ids, allowed is up to {MAX_IDS}")
    return groups


Variants: TypeAlias = Annotated[
    tuple[Annotated[dict[_VariantName, Overlay], NamedMap()], ...], Field(max_length=16), AfterValidator(_told_apart)
]
"""Groups in the order in which an id names them, each with overlays by name."""
