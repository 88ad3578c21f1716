"""From the name of a policy to the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from envspecs.environment import ActiveVectorEnv
from envspecs.policies.ideal import Ideal
from envspecs.policies.oracle import Oracle
from envspecs.policies.own import find
from envspecs.policies.policy import Policy, PolicyError
from envspecs.policies.random import Random
from envspecs.policies.scan import Scan
from envspecs.problems import near_miss

__all__ = ["POLICIES", "best_policy", "policy_factory"]

POLICIES: Mapping[str, Callable[[ActiveVectorEnv], Policy]] = MappingProxyType(
    {"random": Random, "scan": Scan, "ideal": Ideal, "oracle": Oracle}
)
"""The policies that come with the library, by name: what makes one for a vector environment."""


def policy_factory(name: str) -> Callable[[ActiveVectorEnv], Policy]:
    """Give what makes a policy for a vector environment.

    Args:
        name: One of :data:`POLICIES`, or a user's own as ``module:name`` (:mod:`envspecs.policies.own`).

    Raises:
        PolicyError: If there is no such policy, or it can't be imported.
    """
    if name in POLICIES:
        return POLICIES[name]
    if ":" in name.strip(":"):
        return find(name)
    allowed = f"{', '.join(POLICIES)}, or your own as module:function"
    raise PolicyError(f"no such policy: found {name!r}, allowed is {allowed}{near_miss(name, POLICIES)}")


def best_policy(envs: ActiveVectorEnv) -> str:
    """Name the policy that shows best what a task is: the ideal observer where it can be, else a sweep, else chance."""
    if Ideal.misfit(envs.core) is None:
        return "ideal"
    return "scan" if Scan.misfit(envs.core) is None else "random"
