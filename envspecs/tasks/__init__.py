"""What is to be predicted. One task, one file."""

from envspecs.tasks.classification import Classification

__all__ = ["Classification"]
