"""Other forms of the same environment: flat or chosen actions, images alone, predictions left to an estimator."""

from envspecs.interface.chosen_actions import DiscreteActions, MultiDiscreteActions
from envspecs.interface.estimated import ESTIMATORS, Estimated, EstimatedVector
from envspecs.interface.flat_actions import FlatActions
from envspecs.interface.laid_out import LaidOut, LaidOutVector
from envspecs.interface.laying_out import Interface, lay_out
from envspecs.interface.layouts import ActionLayout, ObservationLayout
from envspecs.interface.observations import Observations

__all__ = [
    "ESTIMATORS",
    "ActionLayout",
    "DiscreteActions",
    "Estimated",
    "EstimatedVector",
    "FlatActions",
    "Interface",
    "LaidOut",
    "LaidOutVector",
    "MultiDiscreteActions",
    "ObservationLayout",
    "Observations",
    "lay_out",
]
