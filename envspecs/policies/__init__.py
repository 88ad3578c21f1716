"""Policies that come with the library, and the user's own: for trying tasks out, and as bounds."""

from envspecs.policies.choosing import POLICIES, best_policy, policy_factory
from envspecs.policies.ideal import Ideal
from envspecs.policies.oracle import Oracle
from envspecs.policies.policy import Actions, Observations, Policy, PolicyError, Steerable
from envspecs.policies.random import Random
from envspecs.policies.scan import Scan

__all__ = [
    "POLICIES",
    "Actions",
    "Ideal",
    "Observations",
    "Oracle",
    "Policy",
    "PolicyError",
    "Random",
    "Scan",
    "Steerable",
    "best_policy",
    "policy_factory",
]
