"""Environments driven by random programs of rules, beside a slow reference model; needs Hypothesis.

>>> import envspecs
>>> TestCircleSquare = EnvironmentMachine.of(envspecs.load("CircleSquare-v0")).TestCase
"""

try:
    from envspecs.testing.reference.values import Sampled
    from envspecs.testing.stateful.machine import KINDS, EnvironmentMachine
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ModuleNotFoundError(
        "envspecs.testing.stateful needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = ["KINDS", "EnvironmentMachine", "Sampled"]
