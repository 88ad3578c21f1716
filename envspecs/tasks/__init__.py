"""What is to be predicted. One task, one file."""

from envspecs.tasks.classification import Classification
from envspecs.tasks.find import Find
from envspecs.tasks.hide_and_seek import HideAndSeek
from envspecs.tasks.inverted_classification import InvertedClassification
from envspecs.tasks.localization import Localization
from envspecs.tasks.none import NoPrediction
from envspecs.tasks.reconstruction import Reconstruction
from envspecs.tasks.regression import Regression
from envspecs.tasks.segmentation import Segmentation

__all__ = [
    "Classification",
    "Find",
    "HideAndSeek",
    "InvertedClassification",
    "Localization",
    "NoPrediction",
    "Reconstruction",
    "Regression",
    "Segmentation",
]
