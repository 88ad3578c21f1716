"""A process of its own for one side of localisation, which serves as :mod:`benchmarks.worker` does.

``python -m benchmarks.localization_worker PICTURES TARGETS ROLE SIZE``. Both sides show the same parts of photographs,
which are in memory. Where targets are distinctive in ``new`` pictures, no two are alike, and each is made when it is
shown.

In 256 environments ap_gym's own first reset would need 152 GiB: it compares all places of all pictures at once. Its
later targets are uniform, and so are its first ones here.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.contenders import CONTENDERS, Contender
from benchmarks.tiny_contenders import STEPS, dataset_class
from benchmarks.worker import serve

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    from gymnasium.vector import VectorEnv
    from numpy.typing import NDArray

__all__ = ["PICTURES", "TARGETS", "Kind", "contender", "main", "pictures", "targets_of"]

HELD = 1000
"""How many pictures there are, where they are in memory."""

TARGETS = ("uniform", "distinctive", "new")


@dataclass(frozen=True)
class Kind:
    """Pictures, and what is seen of them.

    Attributes:
        side: Rows and columns.
        channels: 1 or 3.
        glimpse: Rows and columns of a glimpse.
    """

    side: int
    channels: int
    glimpse: int


PICTURES = {"28x28x1": Kind(28, 1, 5), "64x64x3": Kind(64, 3, 10)}
"""As in MNISTLoc-v0 and in TinyImageNetLoc-v0."""


def targets_of(kind: str) -> tuple[str, ...]:
    """Give how targets are drawn in a kind of pictures: parts of photographs are new in colour alone."""
    return TARGETS if PICTURES[kind].channels == 3 else TARGETS[:2]


def photographs(kind: Kind) -> Any:
    """Give the space of all parts of photographs, no two of which are alike."""
    return import_module("imagespaces.loaded").Photos(height=kind.side, width=kind.side, dtype="float32")


def pictures(kind: Kind) -> NDArray[np.uint8]:
    """Give the pictures that are in memory, uint8 ``[N, side, side, channels]``; gray ones are the green of others."""
    colour: NDArray[np.uint8] = photographs(kind).pixels(import_module("numpy").arange(HELD))
    return colour if kind.channels == 3 else colour[..., 1:2].copy()


@dataclass(frozen=True)
class Ours(Contender):
    """This library, with a task of the catalog's, on these pictures.

    Attributes:
        kind: The pictures.
        targets: One of :data:`TARGETS`.
    """

    kind: Kind
    targets: str

    def make(self, module: ModuleType, num_envs: int) -> VectorEnv[Any, Any, Any]:
        """Make the vector environment of the task."""
        arrays = import_module("imagespaces.loaded").Arrays
        space = photographs(self.kind) if self.targets == "new" else arrays(images=pictures(self.kind))
        spec = module.load("TinyImageNetLoc-v0").override(
            {
                "sensor.size": [self.kind.glimpse, self.kind.glimpse],
                "task.targets": "uniform" if self.targets == "uniform" else "distinctive",
            }
        )
        vector = vector_of(spec, space, num_envs)
        if self.targets == "distinctive":
            look_at_all(vector)
        return vector


def look_at_all(vector: Any) -> None:
    """Show every picture once, so that it has been on show before when steps are measured."""
    numpy = import_module("numpy")
    for first in range(0, HELD, vector.num_envs):
        vector.reset(seed=0, options={"index": (first + numpy.arange(vector.num_envs)) % HELD})


def vector_of(spec: Any, space: Any, num_envs: int) -> VectorEnv[Any, Any, Any]:
    """Put the environments of a spec together over a space of arrays, which no spec can name."""
    build = import_module("envspecs.build").build
    show = import_module("imagespaces.bank").gallery(space, num_envs)
    stage = import_module("envspecs.stage").Stage(show, build(spec.sensor, show))
    rules = import_module("envspecs.rules").Rules(0.001, "every_step", STEPS, "terminate")
    core = import_module("envspecs.core").Core(show, stage.sensor, build(spec.task, stage), split="all", rules=rules)
    vector: VectorEnv[Any, Any, Any] = import_module("envspecs.environment").ActiveVectorEnv(core)
    return vector


@dataclass(frozen=True)
class Peer(Contender):
    """ap_gym, which registers its own tasks in the same way.

    Attributes:
        kind: The pictures.
    """

    kind: Kind

    def make(self, module: ModuleType, num_envs: int) -> VectorEnv[Any, Any, Any]:
        """Make the vector environment of the task."""
        perception = import_module("ap_gym.envs.image").ImagePerceptionModule
        random = import_module("numpy").random.default_rng(0)
        perception.sample_unique_glimpse_positions = lambda _: random.uniform(-1, 1, (num_envs, 2))
        held = pictures(self.kind)
        labels = import_module("numpy").zeros(len(held), "int64")
        name = "Measured-v0"
        import_module("ap_gym.envs.registration").register_image_localization_env(
            name=name,
            dataset=dataset_class()(held, labels),
            step_limit=STEPS,
            kwargs={"sensor_size": (self.kind.glimpse, self.kind.glimpse)},
        )
        vector: VectorEnv[Any, Any, Any] = module.make_vec(name, num_envs=num_envs)
        return vector


def contender(role: str, kind: str, targets: str) -> Contender:
    """Give one side.

    Args:
        role: ``"ours"`` or ``"peer"``.
        kind: A name in :data:`PICTURES`.
        targets: One of :data:`TARGETS`; ap_gym's are uniform.
    """
    known = CONTENDERS[role]
    facts = (known.name, known.distribution, known.module, known.foundation)
    return Peer(*facts, PICTURES[kind]) if role == "peer" else Ours(*facts, PICTURES[kind], targets)


def main() -> None:
    """Serve one side."""
    kind, targets, role, size = sys.argv[1:]
    serve(contender(role, kind, targets), size)


if __name__ == "__main__":
    main()
