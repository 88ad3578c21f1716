"""What a soak has found so far, kept chunk by chunk, so that one that was interrupted goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Kept"]


@dataclass(frozen=True)
class Kept:
    """A file with a line for each chunk, after one that tells what the chunks are of.

    Attributes:
        path: Where it is.
        plan: What all chunks must have in common, as JSON holds it.
    """

    path: Path
    plan: Mapping[str, Any]

    def begin(self) -> None:
        """Write the first line.

        Raises:
            FileExistsError: If there is such a file.
        """
        with self.path.open("x", encoding="utf-8") as file:
            file.write(json.dumps(self.plan) + "\n")

    def add(self, found: Mapping[str, Any]) -> None:
        """Keep what a chunk found."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found) + "\n")

    def chunks(self) -> list[dict[str, Any]]:
        """Give what was kept, in the order in which it was found.

        A last line that was cut short is removed.

        Raises:
            ValueError: If the file is of another plan.
        """
        text = self.path.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            self.path.write_text(whole, encoding="utf-8")
        first, *lines = map(json.loads, whole.splitlines() or ["null"])
        if first != self.plan:
            raise ValueError(f"{self.path.name} must be of {self.plan}, got one of {first}")
        return lines
