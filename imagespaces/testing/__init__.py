"""What must hold of every image space, as functions that authors of spaces can run on their own.

:func:`check_space` runs all laws that apply to a space, and a subclass of :class:`SpaceContract` is a test of each, for
pytest. :mod:`imagespaces.testing.laws` has them one by one, and :mod:`imagespaces.testing.strategies`, which needs
Hypothesis, builds spaces, indices and factor values to run them on.
"""

from imagespaces.testing.contracts import SpaceContract
from imagespaces.testing.law import BrokenLawError, Law, always, has_instances, law
from imagespaces.testing.laws import LAWS
from imagespaces.testing.running import BrokenLawsError, broken_laws, check_space

__all__ = [
    "LAWS",
    "BrokenLawError",
    "BrokenLawsError",
    "Law",
    "SpaceContract",
    "always",
    "broken_laws",
    "check_space",
    "has_instances",
    "law",
]
