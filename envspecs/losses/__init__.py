"""Losses of predictions. One loss, one file."""

from envspecs.losses.cross_entropy import CrossEntropy

__all__ = ["CrossEntropy"]
