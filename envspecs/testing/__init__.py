"""What must hold of every task and environment, as functions that authors of parts and wrappers can run on their own.

:func:`check_spec` and :func:`check_env` run all laws that apply; :func:`verdicts` gives what comes of each, and
subclasses of :class:`SpecContract` and :class:`EnvContract` are a test of each, for pytest.
:mod:`envspecs.testing.laws` has them one by one, and :mod:`envspecs.testing.strategies`, which needs Hypothesis, builds
task specs, actions and scenarios to run them on.
"""

from envspecs.testing.choosing import by_action_mask
from envspecs.testing.contracts import EnvContract, SpecContract
from envspecs.testing.law import BrokenLawError, Law
from envspecs.testing.laws import LAWS, PROCESS_LAWS, SPACE_LAWS, SPEC_LAWS
from envspecs.testing.limits import Limits
from envspecs.testing.running import BrokenLawsError, broken_laws, check_env, check_spec
from envspecs.testing.subject import Maker, Subject
from envspecs.testing.verdicts import Verdict, laws_of, verdicts

__all__ = [
    "LAWS",
    "PROCESS_LAWS",
    "SPACE_LAWS",
    "SPEC_LAWS",
    "BrokenLawError",
    "BrokenLawsError",
    "EnvContract",
    "Law",
    "Limits",
    "Maker",
    "SpecContract",
    "Subject",
    "Verdict",
    "broken_laws",
    "by_action_mask",
    "check_env",
    "check_spec",
    "laws_of",
    "verdicts",
]
