"""How actions move a sensor. One motion, one file."""

from envspecs.motions.relative import Relative

__all__ = ["Relative"]
