"""Puts the figures of the newest run into the page that asks for them: ``<!-- newest results -->``.

That is the run beside ap_gym; ``<!-- newest results: polygons -->`` asks for those of ``benchmarks.polygons``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import (
    faults_report,
    foreign_report,
    holdout,
    localization,
    polygons,
    resets,
    soak_report,
    tiny_imagenet,
    zooming,
)
from benchmarks.report import Sheet, cost_sheet, speed_sheet
from benchmarks.results import Results

__all__ = ["expand", "setup", "shown"]

REQUEST = re.compile(r"<!-- newest results(?:: (\w+))? -->")
FOLDER = Path(__file__).parents[2] / "benchmarks" / "results"


def _beside_ap_gym(found: dict[str, Any]) -> list[Sheet]:
    results = Results.from_json(json.dumps(found))
    return [speed_sheet(results), cost_sheet(results)]


SHEETS: dict[str, Callable[[dict[str, Any]], list[Sheet]]] = {
    "circle_square": _beside_ap_gym,
    "polygons": polygons.sheets,
    "faults": faults_report.sheets,
    "foreign": foreign_report.sheets,
    "holdout": holdout.sheets,
    "resets": resets.sheets,
    "soak": soak_report.sheets,
    "localization": localization.sheets,
    "tiny_imagenet": tiny_imagenet.sheets,
    "zooming": zooming.sheets,
}
"""How the figures of each benchmark are shown."""


def expand(text: str) -> str:
    """Give a page with its requests fulfilled."""
    return REQUEST.sub(lambda request: _newest(request[1] or "circle_square"), text)


def shown(found: Mapping[str, Any], sheets: Iterable[Sheet]) -> str:
    """Give the tables of a run, with where and when it ran."""
    machine, versions = found["machine"], found["versions"]
    where = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    against = ", ".join(f"{name} {version}" for name, version in versions.items())
    parts = [f"{found['date']}, on {where}; {against}."]
    for sheet in sheets:
        parts += [f"**{sheet.title}**", sheet.for_page()]
    return "\n\n".join(parts)


def _newest(name: str) -> str:
    if name not in SHEETS:
        raise ValueError(f"newest results can be those of {', '.join(SHEETS)}, got {name!r}")
    newest = max(FOLDER.glob(f"{name}-*.json"), key=lambda path: path.name)
    found = json.loads(newest.read_text(encoding="utf-8"))
    return shown(found, SHEETS[name](found))


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
