"""Hypothesis profiles for testing with this kit: how many examples are tried, and no deadline.

=============  ========  ===============================================================
profile        examples  for
=============  ========  ===============================================================
``fast``             20  while writing code, and checks that many wait for
``default``         100  tests; as many as Hypothesis's own profile of this name tries
``thorough``      2,000  a new kind of space, sensor or task, and nights
=============  ========  ===============================================================

None has a deadline: how long an example takes depends on the size of the images that were drawn, and on the machine.
None has failures explained line by line: to follow each line takes longer than to find them, and names lines of NumPy.
None suppresses a health check: strategies build what they give, and do so quickly. In ``conftest.py``::

    from imagespaces.testing.profiles import register_profiles

    register_profiles()

and then ``pytest --hypothesis-profile=thorough``. Tests that say ``@settings(max_examples=…)`` keep their own number.
"""

from __future__ import annotations

try:
    from hypothesis import Phase, settings
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "imagespaces.testing.profiles needs hypothesis, got none: pip install 'imagespaces[testing]'", name=error.name
    ) from error

__all__ = ["PROFILES", "register_profiles"]

PROFILES = {"fast": 20, "default": 100, "thorough": 2_000}
"""How many examples each profile tries."""


def register_profiles(*, load: str = "default", derandomize: bool = False) -> None:
    """Register the profiles, and load one of them.

    Args:
        load: The profile that holds unless ``pytest --hypothesis-profile`` names another.
        derandomize: Whether the examples are the same at every run, as what a merge depends on should be.

    Raises:
        ValueError: If there is no such profile.
    """
    if load not in PROFILES:
        raise ValueError(f"load must be one of {', '.join(map(repr, PROFILES))}, got {load!r}")
    # Where Hypothesis finds itself in continuous integration, what holds by then suppresses a health check.
    plain = settings(settings.get_profile("default"), deadline=None, phases=set(Phase) - {Phase.explain})
    for name, examples in PROFILES.items():
        settings.register_profile(name, plain, max_examples=examples, derandomize=derandomize, print_blob=derandomize)
    settings.load_profile(load)
