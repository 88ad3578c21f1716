"""Results as tables for a reader, and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.contenders import CONTENDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.results import Results, Scale

__all__ = ["cost_table", "speed_table", "to_json"]


def label(scale: Scale) -> str:
    """Give a number of environments as tables show it."""
    return scale.size if scale.single else f"{scale.num_envs:,}"


def speed_table(results: Results) -> Table:
    """Steps per second by number of environments."""
    table = Table(title="Environment-steps per second, CircleSquare-v0, one core, medians")
    for heading in (
        "environments",
        CONTENDERS["peer"].name,
        CONTENDERS["ours"].name,
        "ratio",
        "µs per environment-step",
    ):
        table.add_column(heading, justify="right")
    for scale in results.scales:
        table.add_row(
            label(scale),
            f"{scale.peer.rate:,.0f}",
            f"{scale.ours.rate:,.0f}",
            f"{scale.ratio:,.1f}",
            f"{scale.us_per_step:.3f}",
        )
    return table


def cost_table(results: Results) -> Table:
    """Seconds until something happens, and memory."""
    table = Table(title="Starting, and memory")
    for heading in ("", CONTENDERS["peer"].name, CONTENDERS["ours"].name, "ratio"):
        table.add_column(heading, justify="right")
    for row, peer, ours, unit in _costs(results):
        ratio = f"{peer / ours:,.1f}" if ours else ""
        table.add_row(row, f"{_rounded(peer)} {unit}", f"{_rounded(ours)} {unit}", ratio)
    return table


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
