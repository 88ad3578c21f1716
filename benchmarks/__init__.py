"""Measurements beside the systems that do the same work; run them with ``python -m benchmarks``."""

__all__: list[str] = []
