"""How the options of ``reset`` are built, of any sensor and task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from envspecs.build import build_core
from envspecs.core import Core
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.describing import Fields
from imagespaces.testing import strategies as images

__all__ = ["SCENARIOS", "scenarios"]

_POSITIONS = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


def _things(core: Core) -> st.SearchStrategy[int]:
    """Draw the number of something that may be asked for."""
    (count,) = core.task.observation_spaces["wanted"].shape or (1,)
    return st.integers(0, count - 1)


SCENARIOS: dict[str, Callable[[Core], st.SearchStrategy[Any]]] = {
    "split": lambda core: st.sampled_from([core.split, *(name for name in core.space.splits if name != core.split)]),
    "position": lambda _core: _POSITIONS,
    "scale": lambda _core: st.floats(0, 1),
    "target": lambda _core: _POSITIONS,
    "inverted": lambda _core: st.integers(0, 1),
    "wanted": _things,
}
"""How one value of each option is built that sensors and tasks may have; ``index`` is built besides.

An option of a plugin's sensor or task takes part by an entry; without one it is left to be drawn at the reset.
"""


def scenarios(spec: TaskSpec, *, num_envs: int | None = None) -> st.SearchStrategy[Fields]:
    """Build options of ``reset``, some left out.

    Args:
        spec: Whose environments they are for.
        num_envs: For vector environments how many they are: each option is then one value or one per environment, and
            a ``reset_mask`` may be among them.

    Returns:
        What is given of the scenario: any option that the sensor or the task has. An index is of the split that is
        given, or of that of the spec.

    >>> import envspecs
    >>> from hypothesis import find
    >>> find(scenarios(envspecs.load("CircleSquare-v0")), lambda options: options.get("index", 0) > 6)
    {'index': 7}
    """
    core = build_core(spec, 1)
    values = {name: build(core) for name, build in SCENARIOS.items() if name in core.options}
    return _scenarios(core, {name: _of_each(value, num_envs) for name, value in values.items()}, num_envs)


@st.composite
def _scenarios(
    draw: st.DrawFn, core: Core, values: Mapping[str, st.SearchStrategy[Any]], num_envs: int | None
) -> Fields:
    options = {name: draw(value) for name, value in values.items() if draw(st.booleans())}
    if draw(st.booleans()):
        options["index"] = _draw_index(draw, core, options.get("split", core.split), num_envs)
    if num_envs is not None and draw(st.booleans()):
        flags = draw(st.lists(st.booleans(), min_size=num_envs, max_size=num_envs))
        options["reset_mask"] = np.array(flags if any(flags) else [True] * num_envs)
    return options


def _draw_index(draw: st.DrawFn, core: Core, split: str | list[str], num_envs: int | None) -> int | list[int]:
    """Draw an index of a split, or one per environment."""
    if isinstance(split, list):
        return [draw(images.indices(core.space, split=name)) for name in split]
    return draw(_of_each(images.indices(core.space, split=split), num_envs))  # type: ignore[no-any-return]


def _of_each(value: st.SearchStrategy[Any], num_envs: int | None) -> st.SearchStrategy[Any]:
    """Draw a value or, of several environments, one of each."""
    return value if num_envs is None else value | st.lists(value, min_size=num_envs, max_size=num_envs)
