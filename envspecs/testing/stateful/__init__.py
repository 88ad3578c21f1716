"""Environments driven by random programs of rules, beside a slow reference model; needs Hypothesis.

>>> TestCircleSquare = EnvironmentMachine.of("CircleSquare-v0").TestCase
"""

try:
    from envspecs.testing.reference import Handed, Lane
    from envspecs.testing.reference.values import Sampled
    from envspecs.testing.stateful.arguments import beginnings
    from envspecs.testing.stateful.machine import KINDS, EnvironmentMachine
    from envspecs.testing.stateful.pair import Pair
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "envspecs.testing.stateful needs hypothesis, got none: pip install 'imagespaces[testing]'", name=error.name
    ) from error

__all__ = ["KINDS", "EnvironmentMachine", "Handed", "Lane", "Pair", "Sampled", "beginnings"]
