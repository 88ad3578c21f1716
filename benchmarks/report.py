"""Results as tables for a reader, and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median

from rich.table import Table

from benchmarks.contenders import CONTENDERS
from benchmarks.results import Results, Scale

__all__ = ["Sheet", "cost_sheet", "label", "speed_sheet", "to_json"]

NAMES = tuple(CONTENDERS[role].name for role in ("peer", "ours"))


@dataclass(frozen=True)
class Sheet:
    """A table that has not been drawn yet.

    Attributes:
        title: What it shows.
        headings: Of its columns.
        rows: Its cells, row by row.
        words: How many columns, from the first on, hold words rather than numbers, and begin at the left.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 0

    def for_terminal(self) -> Table:
        """Give the table as rich draws it."""
        table = Table(title=self.title)
        for place, heading in enumerate(self.headings):
            table.add_column(heading, justify="left" if place < self.words else "right")
        for row in self.rows:
            table.add_row(*row)
        return table

    def for_page(self) -> str:
        """Give the table as Markdown."""
        rule = [":---" if place < self.words else "---:" for place in range(len(self.headings))]
        lines = [self.headings, rule, *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def label(scale: Scale) -> str:
    """Give a number of environments as tables show it."""
    return scale.size if scale.single else f"{scale.num_envs:,}"


def speed_sheet(results: Results) -> Sheet:
    """Steps per second by number of environments."""
    rows = (
        (
            label(scale),
            f"{scale.peer.rate:,.0f}",
            f"{scale.ours.rate:,.0f}",
            f"{scale.ratio:,.1f}",
            f"{scale.us_per_step:.3f}",
        )
        for scale in results.scales
    )
    headings = ("environments", *NAMES, "ratio", "µs per environment-step")
    return Sheet("Environment-steps per second, CircleSquare-v0, one core, medians", headings, tuple(rows))


def cost_sheet(results: Results) -> Sheet:
    """Seconds until something happens, and memory."""
    rows = (
        (row, f"{_rounded(peer)} {unit}", f"{_rounded(ours)} {unit}", f"{peer / ours:,.1f}" if ours else "")
        for row, peer, ours, unit in _costs(results)
    )
    return Sheet("Starting, and memory", ("", *NAMES, "ratio"), tuple(rows))


def _rounded(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def _costs(results: Results) -> Iterator[tuple[str, float, float, str]]:
    """Give rows: what it is, of the peer, of ours, in which unit."""
    started = [scale for scale in results.scales if scale.ours.import_s]
    for scale in started[:1]:
        yield "import", 1e3 * median(scale.peer.import_s), 1e3 * median(scale.ours.import_s), "ms"
    for scale in started:
        yield f"import to first step, {label(scale)}", 1e3 * scale.peer.ready_s, 1e3 * scale.ours.ready_s, "ms"
    for scale in results.scales:
        yield f"peak memory, {label(scale)}", scale.peer.peak_bytes / 2**20, scale.ours.peak_bytes / 2**20, "MiB"
    yield "one more environment", results.bytes_per_env("peer") / 1e3, results.bytes_per_env("ours") / 1e3, "kB"


def to_json(results: Results) -> str:
    """Every measurement, with the ratios of the medians."""
    ratios = {scale.size: round(scale.ratio, 2) for scale in results.scales}
    us_per_step = {scale.size: round(scale.us_per_step, 4) for scale in results.scales}
    return json.dumps({**asdict(results), "ratios": ratios, "us_per_step": us_per_step}, indent=2) + "\n"
