"""How actions are built, and episodes of them."""

from __future__ import annotations

from typing import Any

import gymnasium
from gymnasium.vector import VectorEnv
from gymnasium.vector.utils import batch_space
from hypothesis import strategies as st

from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.describing import Fields
from envspecs.testing.episode import Episode, plain
from envspecs.testing.scenario_building import scenarios
from imagespaces.testing.strategies import elements, seeds

__all__ = ["action_sequences", "actions", "episodes"]


def actions(env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> st.SearchStrategy[Any]:
    """Build actions of an environment, single or vector; they shrink toward rest."""
    return elements(env.action_space)


def action_sequences(
    env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any], *, max_steps: int = 16
) -> st.SearchStrategy[list[Any]]:
    """Build one action of an environment or several.

    Args:
        env: A single or a vector environment.
        max_steps: The most actions.
    """
    return st.lists(actions(env), min_size=1, max_size=max_steps)


def episodes(
    spec: TaskSpec, *, max_steps: int | None = None, num_envs: int | None = None
) -> st.SearchStrategy[Episode]:
    """Build episodes of a task; they shrink toward seed 0, nothing given, and one action at rest.

    Args:
        spec: The task.
        max_steps: The most actions; as many as an episode has at most, and one more, unless given.
        num_envs: For vector environments how many they are; None for a single one.

    >>> import envspecs
    >>> from hypothesis import find
    >>> spec = envspecs.load("CircleSquare-v0")
    >>> find(episodes(spec), lambda episode: episode.play(spec.make())[-1]["observation"]["glimpse_pos"][0] > 0)
    Episode(seed=0, options={}, actions=[{'action': [0.0, 0.0], 'prediction': [0.0, 0.0]}])
    """
    with spec.make() as env:
        space = env.action_space
    each = elements(space if num_envs is None else batch_space(space, num_envs)).map(plain)
    most = spec.episode.max_steps + 1 if max_steps is None else max_steps
    return st.builds(
        Episode,
        seed=seeds(),
        options=scenarios(spec, num_envs=num_envs).map(_for_all),
        actions=st.lists(each, min_size=1, max_size=most),
    )


def _for_all(options: Fields) -> Fields:
    """Give options as plain data, and so that all environments begin: none of them has before."""
    return {name: plain(value) for name, value in options.items() if name != "reset_mask"}
