"""The command line: ``envspecs``."""

from envspecs.cli.program import main

__all__ = ["main"]
