"""Facts of the machine and of what is installed, without names that tell where the machine stands."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks.contenders import CONTENDERS

__all__ = ["machine", "versions"]


def processor() -> str:
    """Give the processor's model, or its architecture where the system does not say."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def machine() -> dict[str, str | int]:
    """Give what a reader needs to judge the figures."""
    return {
        "processor": processor(),
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "python": platform.python_version(),
    }


def versions() -> dict[str, str]:
    """Give the versions of the contenders and of what they stand on."""
    names = [*(contender.distribution for contender in CONTENDERS.values()), "gymnasium", "numpy", "pydantic"]
    return {name: version(name) for name in names}
