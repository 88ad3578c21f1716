"""Stable-Baselines3: a ``VecEnv`` over a vector environment, and a features extractor for small glimpses.

Stable-Baselines3 knows no dictionaries of actions and no observations without axes. Here actions are a flat box, of the
move and the prediction side by side (:class:`~envspecs.interface.FlatActions`), and scalars have shape ``(1,)``.

>>> import envspecs
>>> envs = SB3VecEnv(envspecs.load("CircleSquare-v0").make_vec(4, autoreset_mode="SameStep"))
>>> envs.action_space
Box([ -1.  -1. -10. -10.], [ 1.  1. 10. 10.], (4,), float32)
>>> _ = envs.seed(0)
>>> {key: value.shape for key, value in envs.reset().items()}
{'glimpse': (4, 5, 5, 1), 'glimpse_pos': (4, 2), 'time_step': (4, 1)}

Axes: ``B`` environments, ``N`` numbers of a flat action, ``F`` features.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Dict, Space
from gymnasium.vector import AutoresetMode, VectorEnv
from numpy.typing import NDArray

from envspecs.adapters.lanes import info_of_lanes
from envspecs.adapters.scales import scale_of
from envspecs.interface.flat_actions import FlatActions
from envspecs.interface.observations import Observations
from imagespaces import ImageSpace

try:
    import torch
    from stable_baselines3.common.preprocessing import get_flattened_obs_dim
    from stable_baselines3.common.torch_layers import BaseFeaturesExtractor
    from stable_baselines3.common.vec_env import VecEnv
    from torch import nn
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.adapters.sb3 needs stable-baselines3, got none: pip install 'imagespaces[sb3]'", name=error.name
    ) from error

__all__ = ["GlimpseExtractor", "SB3Env", "SB3VecEnv"]

Indices: TypeAlias = int | Iterable[int] | None
"""Some environments: all, one, or several."""


# --------------------------------------------------------------------------------------------------------- layout


class _Layout:
    """Observations with an axis for scalars; those without parts are left as they are.

    Args:
        space: The observations of one environment, without.

    Attributes:
        space: The same with it.
    """

    def __init__(self, space: Space[Any]) -> None:
        self._parts = Observations(space, scalars="vector") if isinstance(space, Dict) else None
        self.space = self._parts.space if self._parts else space

    def __call__(self, observation: Any) -> Any:
        """Give one observation or a batch in this layout: views, and NumPy's numbers for single choices."""
        if self._parts is None:
            return observation
        return {key: value[()] for key, value in self._parts.lay_out(observation).items()}


def _flat_actions(space: Space[Any], limit: float) -> FlatActions | None:
    """Give how flat actions are taken apart; None where the space is one that needs no change."""
    return FlatActions(space, limit) if isinstance(space, Dict) else None


class SB3Env(gymnasium.Wrapper[Any, Any, Any, Any]):
    """One environment in the layout of :class:`SB3VecEnv`, for what Stable-Baselines3 does with a single one.

    Args:
        env: The environment.
        limit: The bound of predictions that have none, as logits: see :class:`~envspecs.interface.FlatActions`.
    """

    def __init__(self, env: gymnasium.Env[Any, Any], limit: float = 10.0) -> None:
        super().__init__(env)
        self._layout = _Layout(env.observation_space)
        self.observation_space: Any = self._layout.space
        self._flat = _flat_actions(env.action_space, limit)
        self.action_space = self._flat.space if self._flat else env.action_space

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an episode, as the environment does."""
        observation, info = self.env.reset(seed=seed, options=options)
        return self._layout(observation), info

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Take a step with a flat action ``[N]``."""
        whole = self._flat.take_apart(action) if self._flat else action
        observation, reward, terminated, truncated, info = self.env.step(whole)
        return self._layout(observation), float(reward), terminated, truncated, info


# ---------------------------------------------------------------------------------------------- many environments


class SB3VecEnv(VecEnv):
    """A vector environment as Stable-Baselines3 wants it.

    Environment ``i`` after ``seed(s)`` is, bit for bit, environment ``i`` of the vector environment after
    ``reset(seed=s)``; rewards are float32, as in all of the library's own. The dictionaries of ``infos`` are empty but
    for environments whose episode ended; those hold what the episode's last step had in its ``info``,
    ``terminal_observation`` and ``TimeLimit.truncated``. Returns and lengths are kept by ``VecMonitor``.

    The environments are one object. An attribute read from it is given for each environment, the ``single_`` form where
    there is one; a method is called once; an attribute is set for all.

    Args:
        envs: A vector environment in the mode ``SameStep``.
        limit: The bound of predictions that have none, as logits: see :class:`~envspecs.interface.FlatActions`.

    Raises:
        ValueError: If the mode is another, or the limit is not positive and finite.
        TypeError: If the actions are a ``Dict`` of other parts than ``Box`` and ``Discrete``.

    Attributes:
        envs: The vector environment.
    """

    def __init__(self, envs: VectorEnv[Any, Any, Any], limit: float = 10.0) -> None:
        mode = envs.metadata.get("autoreset_mode")
        if mode != AutoresetMode.SAME_STEP:
            raise ValueError(f"envs must be made with autoreset_mode='SameStep', got {getattr(mode, 'value', mode)!r}")
        self.envs: Any = envs
        self._flat = _flat_actions(envs.single_action_space, limit)
        actions = self._flat.space if self._flat else envs.single_action_space
        self._layout = _Layout(envs.single_observation_space)
        super().__init__(envs.num_envs, self._layout.space, actions)

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        """Say how the next reset is seeded: environment ``i`` with ``seed + i``; none anew for None."""
        self._seeds = [None if seed is None else seed + lane for lane in range(self.num_envs)]
        return self._seeds

    def reset(self) -> Any:
        """Begin episodes in all environments, with the seeds and options that were set for this reset."""
        observations, infos = self.envs.reset(seed=self._seeds, options=self._options_of_all())
        self.reset_infos = info_of_lanes(infos, np.arange(self.num_envs))
        self._reset_seeds()
        self._reset_options()
        return self._layout(observations)

    def _options_of_all(self) -> dict[str, Any] | None:
        """Give the options, set one dictionary per environment, as one of a value per environment."""
        names = set(self._options[0])
        if any(set(options) != names for options in self._options) or len(self._options) != self.num_envs:
            found = [sorted(options) for options in self._options]
            raise ValueError(f"options must be the same ones for each of {self.num_envs} environments, got {found}")
        return {name: np.array([options[name] for options in self._options]) for name in names} or None

    def step_async(self, actions: NDArray[Any]) -> None:
        """Take note of the actions ``[B, N]`` of the next step."""
        self._actions = actions

    def step_wait(
        self,
    ) -> tuple[Any, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Take the step: observations, rewards ``[B]``, whether episodes ended ``[B]``, and a dictionary for each."""
        actions = self._flat.take_apart(self._actions) if self._flat else self._actions
        observations, rewards, terminated, truncated, infos = self.envs.step(actions)
        ended = terminated | truncated
        told: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        if ended.any():
            lanes = np.flatnonzero(ended)
            for lane, last in zip(lanes.tolist(), info_of_lanes(infos["final_info"], lanes), strict=True):
                last["terminal_observation"] = self._layout(infos["final_obs"][lane])
                last["TimeLimit.truncated"] = not terminated[lane]
                told[lane] = last
        return self._layout(observations), np.asarray(rewards, np.float32), ended, told

    def close(self) -> None:
        """Close the vector environment."""
        self.envs.close()

    def get_images(self) -> Sequence[NDArray[np.uint8] | None]:
        """Give a picture of each environment, None without a render mode."""
        return self.envs.render() or [None] * self.num_envs

    def get_attr(self, attr_name: str, indices: Indices = None) -> list[Any]:
        """Give an attribute for each of some environments: its ``single_`` form, or the one that all share."""
        name = f"single_{attr_name}" if hasattr(self.envs, f"single_{attr_name}") else attr_name
        return [getattr(self.envs, name) for _ in self._get_indices(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: Indices = None) -> None:
        """Set an attribute of all environments.

        Raises:
            ValueError: If it is of some environments only.
        """
        named = sorted(self._get_indices(indices))
        if named != list(range(self.num_envs)):
            raise ValueError(f"attributes are set for all {self.num_envs} environments at once, got indices {named}")
        setattr(self.envs, attr_name, value)

    def env_method(
        self, method_name: str, *method_args: Any, indices: Indices = None, **method_kwargs: Any
    ) -> list[Any]:
        """Call a method once, and give for each of some environments its item of what came of it, or all of that.

        A tuple of an item per environment, as that of ``render``, is dealt out; anything else goes to each.
        """
        result = getattr(self.envs, method_name)(*method_args, **method_kwargs)
        dealt = isinstance(result, tuple) and len(result) == self.num_envs
        return [result[lane] if dealt else result for lane in self._get_indices(indices)]

    def env_is_wrapped(self, wrapper_class: type[Any], indices: Indices = None) -> list[bool]:  # noqa: ARG002 - its signature
        """Tell, for each of some environments, that it has no wrapper of its own."""
        return [False for _ in self._get_indices(indices)]


# --------------------------------------------------------------------------------------------------------- features

_SMALLEST_CONVOLVED = 8  # pixels of the shorter side; smaller pictures have little to share weights over


class GlimpseExtractor(BaseFeaturesExtractor):
    """Features of observations with small pictures, which the library's own network for images is too deep for.

    Pictures of at least 8 pixels either way pass two convolutions of 3 × 3 with stride 2, smaller ones none, and then
    one layer to ``features`` numbers each. Everything else is flattened, and divided by its largest bound where that is
    more than 1. All is put side by side.

    Use it as ``PPO("MultiInputPolicy", envs, policy_kwargs={"features_extractor_class": GlimpseExtractor})``.

    Args:
        observation_space: The observations of one environment: parts, or one without parts.
        features: How many numbers each picture comes to.
    """

    def __init__(self, observation_space: Space[Any], features: int = 64) -> None:
        spaces = observation_space.spaces if isinstance(observation_space, Dict) else {"whole": observation_space}
        pictures = {key: space for key, space in spaces.items() if isinstance(space, Box) and len(space.shape) == 3}
        others = {key: get_flattened_obs_dim(space) for key, space in spaces.items() if key not in pictures}
        super().__init__(observation_space, features * len(pictures) + sum(others.values()))
        networks = {key: _picture_network(space, features) for key, space in pictures.items()}
        self.parts = nn.ModuleDict(
            {key: networks.get(key) or _Numbers(scale_of(space)) for key, space in spaces.items()}
        )

    def forward(self, observations: torch.Tensor | dict[str, torch.Tensor]) -> torch.Tensor:
        """Give the features ``[B, F]`` of observations ``[B, …]``, pictures in [0, 1]."""
        seen = observations if isinstance(observations, dict) else {"whole": observations}
        return torch.cat([part(seen[key]) for key, part in self.parts.items()], dim=1)


def _channels_last(space: Box) -> bool:
    """Tell where the channels are: the library moves those of 8-bit pictures to the front, which makes plain boxes."""
    return isinstance(space, ImageSpace) or space.shape[2] <= space.shape[0]


def _picture_network(space: Box, features: int) -> nn.Module:
    """Give what makes ``[B, features]`` of pictures, channels first or last."""
    last = _channels_last(space)
    height, width, channels = space.shape if last else (*space.shape[1:], space.shape[0])
    if min(height, width) < _SMALLEST_CONVOLVED:
        return nn.Sequential(nn.Flatten(), nn.Linear(height * width * channels, features), nn.ReLU())
    halved = 32 * _quartered(height) * _quartered(width)
    return nn.Sequential(
        _ChannelsFirst() if last else nn.Identity(),
        nn.Conv2d(channels, 16, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(halved, features),
        nn.ReLU(),
    )


def _quartered(length: int) -> int:
    """Give what two convolutions with stride 2 and one pixel of padding leave of a length."""
    return (length + 3) // 4


class _Numbers(nn.Module):
    """Flattens numbers ``[B, …]`` to ``[B, n]``, and divides them by their scale."""

    def __init__(self, scale: float) -> None:
        super().__init__()
        self._scale = scale

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return numbers.flatten(1) / self._scale


class _ChannelsFirst(nn.Module):
    """Puts the channels of pictures ``[B, H, W, C]`` first."""

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return pictures.movedim(-1, 1)
