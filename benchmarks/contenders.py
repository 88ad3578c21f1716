"""The systems that are measured: how each is imported and made.

Both run the same task, CircleSquare-v0, as their documentation says to run it: nothing is switched on or off.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from gymnasium import Env
    from gymnasium.vector import VectorEnv

__all__ = ["CONTENDERS", "TASK", "Contender"]

TASK = "CircleSquare-v0"


@dataclass(frozen=True)
class Contender:
    """A system that runs the task.

    Attributes:
        name: How it is called in tables.
        distribution: What is installed for it.
        module: What is imported for it.
        foundation: What its users have imported anyway, so that it does not count as the cost of its import.
    """

    name: str
    distribution: str
    module: str
    foundation: tuple[str, ...]

    def make(self, module: ModuleType, num_envs: int) -> VectorEnv[Any, Any, Any]:
        """Make the vector environment of the task."""
        if self.module == "envspecs":
            vector: VectorEnv[Any, Any, Any] = module.load(TASK).make_vec(num_envs)
        else:
            vector = module.make_vec(TASK, num_envs=num_envs)
        return vector

    def make_single(self, module: ModuleType) -> Env[Any, Any]:
        """Make the single environment of the task."""
        env: Env[Any, Any] = module.load(TASK).make() if self.module == "envspecs" else module.make(TASK)
        return env

    def load(self) -> ModuleType:
        """Import the module.

        Raises:
            ModuleNotFoundError: If it is not installed; the message names the extra that brings it.
        """
        try:
            return import_module(self.module)
        except ModuleNotFoundError as missing:
            raise ModuleNotFoundError(
                f"{self.name} needs {missing.name!r}, which is not installed: pip install 'imagespaces[bench]'",
                name=missing.name,
            ) from missing


CONTENDERS = {
    "peer": Contender("ap_gym", "ap_gym", "ap_gym", ("numpy", "gymnasium")),
    "ours": Contender("imagespaces", "imagespaces", "envspecs", ("numpy", "gymnasium", "pydantic")),
}
"""By their part in the comparison."""
