"""What must hold of every environment, as functions that authors of tasks, parts and wrappers can run on their own.

:func:`check_spec` and :func:`check_env` run all laws that apply. :mod:`envspecs.testing.laws` has them one by one, and
:mod:`envspecs.testing.strategies`, which needs Hypothesis, builds task specs, actions and scenarios to run them on.
"""

from envspecs.testing.law import BrokenLawError, Law
from envspecs.testing.laws import LAWS, PROCESS_LAWS
from envspecs.testing.running import BrokenLawsError, broken_laws, check_env, check_spec
from envspecs.testing.subject import Maker, Subject

__all__ = [
    "LAWS",
    "PROCESS_LAWS",
    "BrokenLawError",
    "BrokenLawsError",
    "Law",
    "Maker",
    "Subject",
    "broken_laws",
    "check_env",
    "check_spec",
]
