"""What a search for counter-examples found, as tables."""

from __future__ import annotations

from typing import Any

from benchmarks.report import Sheet

__all__ = ["sheets"]


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as tables: of spaces, and of environments."""
    return [
        Sheet("Faulty image spaces", (*HEADINGS, "pixels", "indices"), _rows(found, "space", "indices")),
        Sheet(
            "Faulty environments",
            (*HEADINGS, "pixels", "steps", "environments"),
            _rows(found, "environment", "steps", "num_envs"),
        ),
    ]


HEADINGS = ("what is wrong", "law that caught it", "examples")


def _rows(found: dict[str, Any], kind: str, *sizes: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            each["wrong"],
            f"`{each['law']}`",
            f"{each['examples']:g}",
            f"{each['height']} × {each['width']} × {each['channels']}",
            *(_shown(each[size]) for size in sizes),
        )
        for each in found["caught"]
        if each["kind"] == kind
    )


def _shown(size: int | None) -> str:
    return "" if size is None else str(size)
