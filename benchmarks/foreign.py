"""Hold environments of other projects to the laws: ``python -m benchmarks.foreign``.

They are Gymnasium's own, single ones and vectors of them, and ap_gym's. What a law finds is looked for once more by a
few plain lines, without the testing kit (:mod:`benchmarks.foreign_by_hand`).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import gymnasium
from gymnasium.vector import AutoresetMode, SyncVectorEnv, VectorEnv
from rich.progress import track

from benchmarks.foreign_by_hand import SEEN
from benchmarks.foreign_report import sheets
from benchmarks.rounds import show, write
from envspecs.testing import LAWS, Subject, verdicts

__all__ = ["Foreign", "Found", "environments", "hold", "main"]

VERSIONS = ("imagespaces", "gymnasium", "numpy")

OPTIONAL = ("ap_gym", "pygame")
"""What else counts where it can be imported; Gymnasium's environments draw with pygame, of which there are several."""

TABULAR_AND_CLASSIC = (
    "Acrobot-v1",
    "Blackjack-v1",
    "CartPole-v1",
    "CliffWalking-v1",
    "FrozenLake-v1",
    "MountainCar-v0",
    "Pendulum-v1",
    "Taxi",
)
"""Gymnasium's own that need nothing else; the newest version where there is none in the name."""

NEXT_STEP = (AutoresetMode.NEXT_STEP,)


@dataclass(frozen=True)
class Foreign:
    """Environments of others.

    Attributes:
        package: Whose.
        name: Their id, and how many there are of it side by side.
        make: Makes one.
        make_vec: Makes several; takes how many and ``autoreset_mode``.
        modes: The autoreset modes that there are.
    """

    package: str
    name: str
    make: Callable[..., gymnasium.Env[Any, Any]]
    make_vec: Callable[..., VectorEnv[Any, Any, Any]]
    modes: tuple[AutoresetMode, ...] = tuple(AutoresetMode)

    @property
    def subject(self) -> Subject:
        """The environments as laws take them."""
        return Subject(self.make, self.make_vec, self.name, modes=self.modes)


@dataclass(frozen=True)
class Found:
    """What a law says of environments.

    Attributes:
        package: Whose they are.
        environment: What they are called.
        law: The law.
        source: Who asks for it: ``"gymnasium"``, or ``"envspecs"``.
        outcome: ``"holds"``, ``"broken"`` or ``"does not apply"``.
        reason: What was found, or why it does not apply.
        example: Code that finds it again.
        seen_by_hand: Whether plain lines without the kit see it as well; None where nothing is to be seen.
    """

    package: str
    environment: str
    law: str
    source: str
    outcome: str
    reason: str
    example: str
    seen_by_hand: bool | None


def environments() -> Iterator[Foreign]:
    """Give Gymnasium's own, and those of ap_gym where it is installed."""
    for known in TABULAR_AND_CLASSIC:
        name = known if known in gymnasium.registry else newest(known)
        make = partial(_make, name)
        yield Foreign("gymnasium", f"{name}, SyncVectorEnv", make, partial(_side_by_side, make))
    yield Foreign("gymnasium", "CartPole-v1, its own vector", partial(_make, "CartPole-v1"), _own_vector, NEXT_STEP)
    if find_spec("ap_gym"):
        yield from _of_ap_gym()


def newest(family: str) -> str:
    """Give the id of the newest version of a family of Gymnasium's environments."""
    return max(spec.id for spec in gymnasium.registry.values() if spec.name == family and spec.namespace is None)


def _of_ap_gym() -> Iterator[Foreign]:
    ap_gym = import_module("ap_gym")
    for name in ("CircleSquare-v0", "CircleSquareInverted-v0", "DoubleCircleSquare-v0"):
        yield Foreign("ap_gym", name, partial(ap_gym.make, name), partial(_vector_of_ap_gym, name), NEXT_STEP)
    make = partial(ap_gym.make, "LightDark-v0")
    yield Foreign("ap_gym", "LightDark-v0, SyncVectorEnv", make, partial(_side_by_side, make))
    yield Foreign("ap_gym", "localisation of 12 × 12 images", _localization, _localizations, NEXT_STEP)


def _make(name: str, render_mode: str | None = None) -> gymnasium.Env[Any, Any]:
    return gymnasium.make(name, render_mode=render_mode)


def _side_by_side(
    make: Callable[..., gymnasium.Env[Any, Any]], num_envs: int, autoreset_mode: AutoresetMode
) -> VectorEnv[Any, Any, Any]:
    return SyncVectorEnv([make] * num_envs, autoreset_mode=autoreset_mode)


def _own_vector(num_envs: int, autoreset_mode: AutoresetMode) -> VectorEnv[Any, Any, Any]:  # noqa: ARG001 - one mode
    return gymnasium.make_vec("CartPole-v1", num_envs=num_envs, vectorization_mode="vector_entry_point")


def _vector_of_ap_gym(name: str, num_envs: int, autoreset_mode: AutoresetMode) -> VectorEnv[Any, Any, Any]:  # noqa: ARG001
    envs: VectorEnv[Any, Any, Any] = import_module("ap_gym").make_vec(name, num_envs=num_envs)
    return envs


def _localizations(num_envs: int, autoreset_mode: AutoresetMode = AutoresetMode.NEXT_STEP) -> VectorEnv[Any, Any, Any]:  # noqa: ARG001
    """Make localisation of ap_gym, over images so small that its first reset fits in memory."""
    images, kinds = import_module("ap_gym.envs.image"), import_module("ap_gym.envs.image_localization")
    pictures = import_module("ap_gym.envs.image.circle_square_dataset").CircleSquareDataset
    config = images.ImagePerceptionConfig(
        pictures(image_shape=(12, 12), object_extents=4), sensor_size=(4, 4), step_limit=4
    )
    envs: VectorEnv[Any, Any, Any] = kinds.ImageLocalizationVectorEnv(num_envs, config)
    return envs


def _localization(render_mode: str | None = None) -> gymnasium.Env[Any, Any]:  # noqa: ARG001 - it always renders
    env: gymnasium.Env[Any, Any] = import_module("ap_gym").ActivePerceptionVectorToSingleWrapper(_localizations(1))
    return env


def hold(foreign: Foreign) -> list[Found]:
    """Hold environments to all laws about environments."""
    found = []
    for verdict in verdicts(foreign.subject, laws=LAWS):
        by_hand = _seen(verdict.law, foreign) if verdict.outcome == "broken" else None
        law = verdict.law, verdict.source, verdict.outcome
        found.append(Found(foreign.package, foreign.name, *law, verdict.reason, verdict.example, by_hand))
    return found


def _seen(law: str, foreign: Foreign) -> bool:
    """Tell whether plain lines see what a law found; False where nobody has written them yet."""
    return law in SEEN and SEEN[law](foreign.make, foreign.make_vec)


@click.command()
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, output: Path | None) -> None:
    """Hold environments of other projects to the laws, and write what was found as JSON."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # what Gymnasium draws with complains where there is no screen
    every = list(environments())
    found = [asdict(each) for foreign in track(every, "checking") for each in hold(foreign)]
    sources = packages_distributions()
    versions = [*VERSIONS, *(name for module in OPTIONAL for name in sources.get(module, ()))]
    show(sheets(write("foreign", {"found": found}, versions, output)))


if __name__ == "__main__":
    main()
