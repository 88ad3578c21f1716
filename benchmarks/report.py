"""Results as tables for a reader, and as JSON for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from benchmarks.contenders import CONTENDERS

if TYPE_CHECKING:
    from benchmarks.results import Results

__all__ = ["cost_table", "speed_table", "to_json"]


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
            f"{scale.num_envs:,}",
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
    for label, peer, ours, unit in _costs(results):
        table.add_row(
            label, f"{_rounded(peer)} {unit}", f"{_rounded(ours)} {unit}", f"{peer / ours:,.1f}" if ours else ""
        )
    return table


def _rounded(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def _costs(results: Results) -> list[tuple[str, float, float, str]]:
    first = results.scales[0]
    rows = [("import", 1e3 * median(first.peer.import_s), 1e3 * median(first.ours.import_s), "ms")]
    for scale in results.scales:
        if len(scale.ours.first_step_s) > 1:
            peer, ours = median(scale.peer.first_step_s), median(scale.ours.first_step_s)
            rows.append((f"to the first step, {scale.num_envs:,}", 1e3 * peer, 1e3 * ours, "ms"))
    for scale in results.scales:
        peak = (scale.peer.peak_bytes / 2**20, scale.ours.peak_bytes / 2**20)
        rows.append((f"peak memory, {scale.num_envs:,}", *peak, "MiB"))
    rows.append(
        ("one more environment", results.bytes_per_env("peer") / 1e3, results.bytes_per_env("ours") / 1e3, "kB")
    )
    return rows


def to_json(results: Results) -> str:
    """Every measurement, with the ratios of the medians."""
    ratios = {str(scale.num_envs): round(scale.ratio, 2) for scale in results.scales}
    us_per_step = {str(scale.num_envs): round(scale.us_per_step, 4) for scale in results.scales}
    return json.dumps({**asdict(results), "ratios": ratios, "us_per_step": us_per_step}, indent=2) + "\n"
