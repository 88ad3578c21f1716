"""What a soak found, put together from its chunks, and shown as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Sheet

__all__ = ["HELD", "STAGES", "sheets", "summary"]

STAGES = ("draw", "build", "run", "close")
"""What is timed of each spec, in processor time; to draw one is also to load it."""

HELD = ("resident", "blocks", "threads", "files", "temporary")
"""What is looked at after each chunk: bytes of memory, Python's blocks of it, threads, files open and temporary."""

WARM_UP = 0.1
"""The share of a process's chunks from which no growth of memory is told: caches fill."""

Chunks = Sequence[Mapping[str, Any]]


def summary(chunks: Chunks) -> dict[str, Any]:
    """Put together what chunks found, in the order in which they were over."""
    digests = [digest for chunk in chunks for digest in chunk["digests"]]
    kinds: dict[str, Counter[str]] = {}
    for chunk in chunks:
        for part, counts in chunk["kinds"].items():
            kinds.setdefault(part, Counter()).update(counts)
    return {
        "specs": len(digests),
        "different": len(set(digests)),
        "forms": _counts((chunk["form"], len(chunk["digests"])) for chunk in chunks),
        "kinds": {part: dict(sorted(counts.items())) for part, counts in sorted(kinds.items())},
        "ms": {stage: _ms([us for chunk in chunks for us in chunk["us"][stage]]) for stage in STAGES},
        "processes": [_process(own) for own in _by_process(chunks)],
        "failures": _counts((failure["signature"], 1) for chunk in chunks for failure in chunk["failures"]),
    }


def _counts(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name, count in pairs:
        counts[name] += count
    return dict(counts)


def _ms(us: Sequence[int]) -> dict[str, float]:
    """Give the median, the 99th percentile and the sum of microseconds."""
    found = np.array(us or [0]) / 1e3
    told = {"median": np.median(found), "p99": np.percentile(found, 99), "sum": found.sum()}
    return {name: round(float(value), 4) for name, value in told.items()}


def _by_process(chunks: Chunks) -> list[list[Mapping[str, Any]]]:
    processes: dict[int, list[Mapping[str, Any]]] = {}
    for chunk in chunks:
        processes.setdefault(chunk["process"], []).append(chunk)
    return list(processes.values())


def _process(chunks: Chunks) -> dict[str, Any]:
    """Tell what a process held after each of its chunks, and how its memory grew once it was warm."""
    specs = np.cumsum([len(chunk["digests"]) for chunk in chunks])
    held = {name: [chunk["holding"][name] for chunk in chunks] for name in HELD}
    warm = int(np.ceil(WARM_UP * len(chunks)))
    after = slice(warm, None) if len(chunks) - warm > 1 else slice(None)
    return {
        "specs": specs.tolist(),
        **held,
        "warm_after": int(specs[after][0]),
        "most_resident": max(chunk["most_resident"] for chunk in chunks),
        "bytes_per_spec_once_warm": _slope(specs[after], held["resident"][after]),
        "blocks_per_spec_once_warm": _slope(specs[after], held["blocks"][after]),
    }


def _slope(specs: NDArray[np.int64], held: Sequence[int]) -> float:
    """Give what is held more with each spec, as the straight line nearest to all figures has it."""
    return round(float(np.polyfit(specs, held, 1)[0]), 2) if len(specs) > 1 else 0.0


def sheets(found: Mapping[str, Any]) -> list[Sheet]:
    """Give a summary as tables."""
    failed = sum(found["failures"].values())
    counts = (
        ("drawn", f"{found['specs']:,}"),
        ("different", f"{found['different']:,}"),
        *((f"kinds of {part}", f"{len(kinds):,}") for part, kinds in found["kinds"].items()),
        *((f"run as {form}", f"{count:,}") for form, count in found["forms"].items()),
        ("failed", f"{failed:,}"),
    )
    times = tuple(
        (stage, f"{ms['median']:.3f} ms", f"{ms['p99']:.3f} ms", f"{ms['sum'] / 1e3:,.0f} s")
        for stage, ms in found["ms"].items()
    )
    return [
        Sheet("Generated task specs", ("", "specs"), counts),
        Sheet("A spec, one core, medians", ("", "median", "99 % below", "of all"), times),
        *(_held(process) for process in found["processes"]),
    ]


def _held(process: Mapping[str, Any]) -> Sheet:
    warm = process["specs"].index(process["warm_after"])
    title = f"Held by a process that ran {process['specs'][-1]:,} specs"
    rows = (
        ("memory", *(f"{process['resident'][at] / 2**20:.1f} MiB" for at in (warm, -1))),
        ("memory, the most in between", "", f"{process['most_resident'] / 2**20:.1f} MiB"),
        ("memory, more per spec", "", f"{process['bytes_per_spec_once_warm']:.1f} B"),
        ("Python's blocks of it", *(f"{process['blocks'][at]:,}" for at in (warm, -1))),
        ("blocks, more per spec", "", f"{process['blocks_per_spec_once_warm']:.2f}"),
        *((title, *(str(process[name][at]) for at in (warm, -1))) for name, title in _TITLES.items()),
    )
    return Sheet(title, ("", f"after {process['warm_after']:,}", "in the end"), rows)


_TITLES = {"threads": "threads", "files": "open files", "temporary": "temporary files"}
