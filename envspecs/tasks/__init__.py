"""What is to be predicted. One task, one file."""

from envspecs.tasks.classification import Classification
from envspecs.tasks.localization import Localization

__all__ = ["Classification", "Localization"]
