"""Hypothesis strategies that build task specs, and actions and scenarios for their environments.

They build rather than filter, and shrink toward small images, a single pixel in the centre, and short episodes.

>>> from hypothesis import find
>>> glimpses = task_specs(sensors=["glimpse"], tasks=["classification"])
>>> spec = find(glimpses, lambda spec: spec.reward.timing == "final_step")
>>> spec.space
CircleSquareSpec(kind='circle_square', height=3, width=3, extent=2, gradient=False)
>>> spec.sensor.size, spec.episode.max_steps
((1, 1), 1)

A kind takes part by an entry in :data:`KINDS`, under its group::

    KINDS["envspecs.losses"]["brier"] = lambda options: st.just({"kind": "brier"})

and a space by one in :data:`imagespaces.testing.strategies.KINDS`.
"""

from __future__ import annotations

try:
    import hypothesis  # noqa: F401 - every strategy needs it, and what to install is said once
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.testing.strategies needs hypothesis, got none: pip install 'imagespaces[testing]'", name=error.name
    ) from error

from envspecs.testing.breaking import broken_specs
from envspecs.testing.broken_spec import BrokenSpec
from envspecs.testing.building import KINDS
from envspecs.testing.episode import Episode
from envspecs.testing.episode_building import action_sequences, actions, episodes
from envspecs.testing.options import Builder, Options
from envspecs.testing.overlay_building import overlays
from envspecs.testing.scenario_building import SCENARIOS, scenarios
from envspecs.testing.spec_building import task_specs
from imagespaces.testing.strategies import elements

__all__ = [
    "KINDS",
    "SCENARIOS",
    "BrokenSpec",
    "Builder",
    "Episode",
    "Options",
    "action_sequences",
    "actions",
    "broken_specs",
    "elements",
    "episodes",
    "overlays",
    "scenarios",
    "task_specs",
]
