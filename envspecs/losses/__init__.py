"""Losses of predictions. One loss, one file."""

from envspecs.losses.cross_entropy import CrossEntropy
from envspecs.losses.squared_error import SquaredError

__all__ = ["CrossEntropy", "SquaredError"]
