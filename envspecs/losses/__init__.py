"""Losses of predictions. One loss, one file."""

from envspecs.losses.cross_entropy import CrossEntropy
from envspecs.losses.error_probability import ErrorProbability
from envspecs.losses.pixel_cross_entropy import PixelCrossEntropy
from envspecs.losses.root_mean_squared_error import RootMeanSquaredError
from envspecs.losses.squared_error import SquaredError

__all__ = ["CrossEntropy", "ErrorProbability", "PixelCrossEntropy", "RootMeanSquaredError", "SquaredError"]
