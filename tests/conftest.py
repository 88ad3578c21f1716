"""What every test shares: how Hypothesis searches."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

__all__: list[str] = []

# No example has a deadline: a machine under load is slow, and no test asserts a time.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What a merge depends on is the same at every run.
settings.register_profile("merge", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("merge" if os.environ.get("CI") else "local")
