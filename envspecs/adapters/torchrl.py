"""TorchRL: a batched ``EnvBase`` over a vector environment.

>>> import envspecs
>>> env = TorchRLEnv(envspecs.load("CircleSquare-v0").make_vec(4, autoreset_mode="Disabled"))
>>> rollout = env.rollout(20, break_when_any_done=False)
>>> rollout["glimpse"].shape, rollout["next", "reward"].shape
(torch.Size([4, 20, 5, 5, 1]), torch.Size([4, 20, 1]))
>>> sorted(env.action_keys)
['action', 'prediction']

Axes: ``B`` environments, the batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiDiscrete, Space
from gymnasium.vector import AutoresetMode, VectorEnv
from numpy.typing import NDArray

try:
    import torch
    from tensordict import TensorDict, TensorDictBase
    from torchrl.data import Bounded, Categorical, Composite, MultiCategorical, TensorSpec, Unbounded
    from torchrl.envs import EnvBase
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.adapters.torchrl needs torchrl, got none: pip install 'imagespaces[torchrl]'", name=error.name
    ) from error

__all__ = ["TorchRLEnv"]


class TorchRLEnv(EnvBase):
    """A vector environment as TorchRL wants it, with ``batch_size`` ``[B]``.

    The parts of an action, ``action`` and ``prediction``, are at the root, as are those of observations, under the keys
    of their spaces; an action without parts is ``action``, an observation without parts ``observation``. Scalars have
    shape ``[B, 1]``, as the reward and the flags ``done``, ``terminated`` and ``truncated`` have it. On the CPU tensors
    share the memory of the arrays that the environment gives, which are written once.

    ``reset`` begins the episodes that ``_reset`` names, and no others; ``step`` takes the step of those that ``_step``
    names, and leaves the others as they are. Environment ``i`` after ``set_seed(s)`` is, from the next reset of all on
    and bit for bit, environment ``i`` of the vector environment after ``reset(seed=s)``.

    Args:
        envs: A vector environment in the mode ``Disabled``: TorchRL resets by itself.
        device: Where tensors are.

    Raises:
        ValueError: If the mode is another.
        TypeError: If a space is of another kind than ``Box``, ``Discrete``, ``MultiDiscrete`` (these from 0 on) and
            ``Dict``.

    Attributes:
        envs: The vector environment.
        infos: What the vector environment told of the latest step or reset: its ``info``.
    """

    def __init__(self, envs: VectorEnv[Any, Any, Any], device: str | torch.device = "cpu") -> None:
        mode = envs.metadata.get("autoreset_mode")
        if mode != AutoresetMode.DISABLED:
            raise ValueError(f"envs must be made with autoreset_mode='Disabled', got {getattr(mode, 'value', mode)!r}")
        super().__init__(device=device, batch_size=[envs.num_envs])
        self.envs: Any = envs
        self.infos: dict[str, Any] = {}
        self._next_seed: int | None = None
        count = envs.num_envs
        seen = _with_parts(envs.single_observation_space, "observation")
        self.observation_spec = _spec(seen, count, self.device, scalar=(1,))
        # At the root rather than below a key of its own: collectors can't handle a key "action" within another.
        self._has_parts = isinstance(envs.single_action_space, Dict)
        self.full_action_spec = _spec(_with_parts(envs.single_action_space, "action"), count, self.device)
        self.reward_spec = Unbounded((count, 1), dtype=torch.float32, device=self.device)
        flag = Categorical(2, shape=(count, 1), dtype=torch.bool, device=self.device)
        names = ("done", "terminated", "truncated")
        self.full_done_spec = Composite({name: flag.clone() for name in names}, shape=(count,), device=self.device)

    def _set_seed(self, seed: int | None) -> None:
        self._next_seed = seed

    def _reset(
        self, tensordict: TensorDictBase | None = None, options: dict[str, Any] | None = None, **_: Any
    ) -> TensorDictBase:
        """Begin the episodes that ``_reset`` names; all, where it is not there."""
        mask = None if tensordict is None else _mask(tensordict.get("_reset", None))
        if mask is not None and not mask.all():
            observations, self.infos = self.envs.reset(options={**(options or {}), "reset_mask": mask})
            return self._tensors(observations)
        seed, self._next_seed = self._next_seed, None
        observations, self.infos = self.envs.reset(seed=seed, options=options)
        return self._tensors(observations)

    def _step(self, tensordict: TensorDictBase) -> TensorDictBase:
        mask = _mask(tensordict.get("_step", None))
        parts = {key: _array(tensordict.get(key)) for key in self.action_keys}
        actions = parts if self._has_parts else parts["action"]
        if mask is None or mask.all():
            return self._outcome(actions)
        outcome = self._outcome_of_some(actions, mask)
        stepped = torch.from_numpy(mask).to(self.device)
        return torch.where(stepped, outcome, self._skip_tensordict(tensordict).select(*outcome.keys()))

    def _outcome(self, actions: Any) -> TensorDictBase:
        observations, rewards, terminated, truncated, self.infos = self.envs.step(actions)
        outcome = {
            "reward": rewards.astype(np.float32),
            "terminated": terminated,
            "truncated": truncated,
            "done": terminated | truncated,
        }
        return self._tensors(observations, outcome)

    def _outcome_of_some(self, actions: Any, mask: NDArray[np.bool_]) -> TensorDictBase:
        """Step all, and put those that are not to be stepped back to where they were.

        Those whose episode is over can't be stepped, and so begin another, which then has never been.
        """
        before = self.envs.get_state()
        over = before["core"]["over"] & ~mask
        if over.any():
            self.envs.reset(options={"reset_mask": over})
        outcome = self._outcome(actions)
        after = self.envs.get_state()
        for part, arrays in after.items():
            for name, array in arrays.items():
                array[~mask] = before[part][name][~mask]
        self.envs.set_state(after)
        return outcome

    def _tensors(self, observations: Any, others: Mapping[str, NDArray[Any]] = MappingProxyType({})) -> TensorDictBase:
        """Give arrays ``[B, …]`` as tensors, scalars with an axis."""
        seen = observations if isinstance(observations, dict) else {"observation": observations}
        arrays = {**seen, **others}
        tensors = {key: torch.from_numpy(array[:, None] if array.ndim == 1 else array) for key, array in arrays.items()}
        return TensorDict(tensors, batch_size=self.batch_size, device=self.device)

    def close(self, *, raise_if_closed: bool = True) -> None:
        """Close the vector environment."""
        super().close(raise_if_closed=raise_if_closed)
        self.envs.close()


# ---------------------------------------------------------------------------------------------------------- tensors


def _mask(tensor: torch.Tensor | None) -> NDArray[np.bool_] | None:
    """Give a mask ``[B]`` of one ``[B]`` or ``[B, 1]``."""
    if tensor is None:
        return None
    mask: NDArray[np.bool_] = tensor.reshape(tensor.shape[0]).cpu().numpy()
    return mask


def _array(tensor: torch.Tensor) -> NDArray[Any]:
    """Give an array, which shares the memory of a tensor on the CPU."""
    array: NDArray[Any] = tensor.detach().cpu().numpy()
    return array


def _with_parts(space: Space[Any], name: str) -> Dict:
    """Give a space as a part of that name, if it has none of its own."""
    return space if isinstance(space, Dict) else Dict({name: space})


def _spec(space: Space[Any], count: int, device: torch.device, scalar: tuple[int, ...] = ()) -> TensorSpec:
    """Give the spec of ``count`` elements of a space side by side, scalars in the shape ``scalar``."""
    if isinstance(space, Dict):
        parts = {key: _spec(part, count, device, scalar) for key, part in space.spaces.items()}
        return Composite(parts, shape=(count,), device=device)
    if isinstance(space, Discrete) and space.start == 0:
        return Categorical(int(space.n), shape=(count, *scalar), device=device, dtype=torch.int64)
    if isinstance(space, MultiDiscrete) and not space.start.any():
        return MultiCategorical(space.nvec.tolist(), shape=(count, *space.shape), device=device, dtype=torch.int64)
    if isinstance(space, Box):
        return _box_spec(space, (count, *(space.shape or scalar)), device)
    raise TypeError(f"spaces must be Box, Discrete or MultiDiscrete from 0 on, or Dict of these, got {space!r}")


def _box_spec(space: Box, shape: tuple[int, ...], device: torch.device) -> TensorSpec:
    """Give the spec of a box, whose bounds are the same for all environments."""
    dtype = torch.from_numpy(np.zeros((), space.dtype)).dtype
    if not (space.bounded_below | space.bounded_above).any():
        return Unbounded(shape, device=device, dtype=dtype)
    low, high = (torch.from_numpy(np.array(side)).expand(shape).clone() for side in (space.low, space.high))
    return Bounded(low, high, shape, device=device, dtype=dtype)
