"""Puts the figures of the newest run beside ap_gym into the page that asks for them: ``<!-- newest results -->``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.report import cost_sheet, speed_sheet
from benchmarks.results import Results

__all__ = ["expand", "setup", "shown"]

REQUEST = "<!-- newest results -->"
FOLDER = Path(__file__).parents[2] / "benchmarks" / "results"


def expand(text: str) -> str:
    """Give a page with its request fulfilled."""
    if REQUEST not in text:
        return text
    newest = max(FOLDER.glob("circle_square-*.json"), key=lambda path: path.name)
    return text.replace(REQUEST, shown(Results.from_json(newest.read_text(encoding="utf-8"))))


def shown(results: Results) -> str:
    """Give both tables of a run, with where and when it ran."""
    machine, versions = results.machine, results.versions
    where = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    against = ", ".join(f"{name} {version}" for name, version in versions.items())
    parts = [f"{results.date}, on {where}; {against}."]
    for sheet in (speed_sheet(results), cost_sheet(results)):
        parts += [f"**{sheet.title}**", sheet.for_page()]
    return "\n\n".join(parts)


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
