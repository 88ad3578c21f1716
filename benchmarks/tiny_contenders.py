"""Who runs the task of the data set: this library as its catalog has it, and ap_gym with the same pictures in memory.

ap_gym's own Tiny ImageNet would be downloaded. What it is given instead is a data set of its own interface, which hands
out rows of an array; this costs it less than decoding a table's cell, as its own does.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.contenders import CONTENDERS, Contender
from benchmarks.tiny_worker import TASK

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    from gymnasium.vector import VectorEnv
    from numpy.typing import NDArray

__all__ = ["SENSOR", "STEPS", "TINY_CONTENDERS"]

SENSOR = (10, 10)
STEPS = 16


@dataclass(frozen=True)
class Ours(Contender):
    """This library, which finds the files and the cache by the environment's variables."""

    def make(self, module: ModuleType, num_envs: int) -> VectorEnv[Any, Any, Any]:
        """Make the vector environment of the task."""
        vector: VectorEnv[Any, Any, Any] = module.load(TASK).make_vec(num_envs)
        return vector


@dataclass(frozen=True)
class Peer(Contender):
    """ap_gym, which registers its own tasks in the same way."""

    def make(self, module: ModuleType, num_envs: int) -> VectorEnv[Any, Any, Any]:
        """Make the vector environment of the task."""
        space = import_module("imagespaces.loaded").TinyImageNet(parts=["train"])
        pixels = space.stored_pixels()
        data = dataset_class()(pixels, space.labels(range(len(pixels))))
        registration = import_module("ap_gym.envs.registration")
        name = "TinyImageNetInMemory-v0"
        registration.register_image_classification_env(
            name=name, dataset=data, step_limit=STEPS, kwargs={"sensor_size": SENSOR}
        )
        vector: VectorEnv[Any, Any, Any] = module.make_vec(name, num_envs=num_envs)
        return vector


def dataset_class() -> Any:
    """Give ap_gym's kind of data set, of pictures in memory."""
    base = import_module("ap_gym.envs.image.image_classification_dataset").ImageClassificationDataset

    class InMemory(base):  # type: ignore[misc, valid-type]
        """Pictures ``[N, H, W, C]`` and their classes ``[N]``."""

        def __init__(self, pixels: NDArray[np.uint8], labels: NDArray[np.int64]) -> None:
            self._pixels, self._labels = pixels, labels

        def _get_num_classes(self) -> int:
            return int(self._labels.max()) + 1

        def _get_num_channels(self) -> int:
            return int(self._pixels.shape[3])

        def _get_length(self) -> int:
            return len(self._labels)

        def _get_data_point_batch(self, idx: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
            return self._pixels[idx], self._labels[idx]

    return InMemory


def _as(kind: type[Contender], role: str) -> Contender:
    known = CONTENDERS[role]
    return kind(known.name, known.distribution, known.module, known.foundation)


TINY_CONTENDERS = {"peer": _as(Peer, "peer"), "ours": _as(Ours, "ours")}
"""By their part in the comparison."""
