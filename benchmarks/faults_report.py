"""What a search for counter-examples found, as tables."""

from __future__ import annotations

from typing import Any

from benchmarks.report import Sheet

__all__ = ["sheets"]


HEADINGS = ("what is wrong", "the law that catches it", "examples", "pixels")


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as tables: of image spaces, and of environments."""
    environments = _rows(found, "environment", "steps", "num_envs")
    return [
        Sheet("Image spaces", (*HEADINGS, "indices"), _rows(found, "space", "indices"), words=2),
        Sheet("Environments", (*HEADINGS, "limit of steps", "limit of environments"), environments, words=2),
    ]


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
    return "–" if size is None else str(size)
