"""A process of its own for one side of zooming, which serves as :mod:`benchmarks.worker` does.

``python -m benchmarks.zooming_worker DTYPE FILTER ROLE SIZE``.
"""

from __future__ import annotations

import sys

from benchmarks.worker import serve
from benchmarks.zooming_contenders import contender

__all__ = ["main"]


def main() -> None:
    """Serve one side."""
    dtype, how, role, size = sys.argv[1:]
    serve(contender(role, dtype, how), size)


if __name__ == "__main__":
    main()
