"""Let Hypothesis search for what is wrong with deliberately faulty examples: ``python -m benchmarks.faults``.

What is drawn are image spaces and task specs, from the strategies that users have, and each is spoilt in the same way.
Counted is how many are drawn until the law fails that is to catch the fault; then the example is made small.
"""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import click
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.progress import track

import imagespaces.transforms
from benchmarks.faults_report import sheets
from benchmarks.rounds import show, write
from envspecs import TaskSpec, load
from envspecs.testing.strategies import task_specs
from imagespaces import ImageSpace
from imagespaces.testing.strategies import image_spaces, index_lists, seeds
from tests.envspecs.testing.faults import spoilt
from tests.faults.fault import EnvironmentFault, Fault, SpaceFault
from tests.faults.rows import ROWS

__all__ = ["Caught", "main", "names", "search"]

VERSIONS = ("imagespaces", "hypothesis", "gymnasium", "numpy")

MOST = 2000
"""How many examples are drawn at most."""

MOST_PIXELS = 1024
"""Rows × columns of the largest image that is drawn for a space; some kinds have none that are smaller."""

PLAIN = {
    "sensor.noise": 0.0,
    "sensor.dropout": 0.0,
    "sensor.periphery": None,
    "sensor.memory": None,
    "sensor.observe": (),
}
"""What a sensor is without what any can have besides: the part that is spoilt lies open."""


@dataclass(frozen=True)
class Caught:
    """What a search found.

    Attributes:
        row: What was seen elsewhere.
        fault: The faulty class.
        wrong: What is wrong with it.
        kind: ``"space"`` or ``"environment"``.
        law: What caught it.
        needed: How many examples were drawn until the first that showed the fault; one number for each seed.
        examples: The median of these.
        height: Rows of the images of the smallest counter-example.
        width: Columns.
        channels: Channels.
        indices: How many instances were looked at; None where the law looks at those that it likes, or at none.
        steps: The limit of the steps that the law takes at a time, unless it needs more; None where it takes none.
        num_envs: The limit of the environments that it runs side by side.
        example: The smallest counter-example, as code that runs where :func:`names` are known.
        reason: What the law said of it.
    """

    row: str
    fault: str
    wrong: str
    kind: str
    law: str
    needed: tuple[int, ...]
    examples: float
    height: int
    width: int
    channels: int
    indices: int | None
    steps: int | None
    num_envs: int | None
    example: str
    reason: str


Case = tuple[Any, dict[str, Any]]
"""What is spoilt, and how the law looks at it."""


@st.composite
def space_cases(draw: st.DrawFn, fault: SpaceFault) -> Case:
    """Draw a space, and what the law looks at."""
    space: ImageSpace = draw(image_spaces(kinds=[fault.of], max_pixels=MOST_PIXELS))
    asked = inspect.signature(fault.law).parameters
    looked_at: dict[str, Any] = {"indices": draw(index_lists(space))} if "indices" in asked else {}
    return space, looked_at | ({"seed": draw(seeds())} if "seed" in asked else {})


@st.composite
def environment_cases(draw: st.DrawFn, fault: EnvironmentFault) -> Case:
    """Draw a task with a plain glimpse, and how long, with how many environments and how the law plays."""
    spec: TaskSpec = draw(task_specs(sensors=["glimpse"], tasks=["classification"])).override(PLAIN)
    looked_at = {
        "steps": draw(st.integers(1, 8)),
        "num_envs": draw(st.integers(1, 3)),
        "at_rest": not draw(st.booleans()),
    }
    asked = inspect.signature(fault.law).parameters
    return spec, looked_at | ({"seed": draw(seeds())} if "seed" in asked else {})


def cases(fault: Fault) -> st.SearchStrategy[Case]:
    """Draw what might show a fault."""
    return space_cases(fault) if isinstance(fault, SpaceFault) else environment_cases(fault)


def search(fault: Fault, seed: int, *, shrink: bool) -> tuple[Case, str, int]:
    """Draw examples until one shows a fault.

    Args:
        fault: What is searched for.
        seed: Of what is drawn.
        shrink: Whether the example is then made as small as can be.

    Returns:
        The example, what the law said of it, and how many were drawn until the first that showed the fault.

    Raises:
        NoSuchExample: If none did.
    """
    drawn, needed, reason = 0, 0, ""

    def shows(case: Case) -> bool:
        nonlocal drawn, needed, reason
        drawn += 1
        broken = fault.caught(case[0], **case[1])
        if broken is None or fault.says not in broken.reason:
            return False
        needed, reason = needed or drawn, broken.reason
        return True

    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    how = settings(max_examples=MOST, database=None, deadline=None, phases=phases)
    return find(cases(fault), shows, settings=how, random=Random(seed)), reason, needed  # noqa: S311 - not for secrets


def caught(row: str, fault: Fault, seeds: Iterable[int]) -> Caught:
    """Search for a counter-example, again and again, and keep the smallest of the first search."""
    first, *others = seeds
    (sound, looked_at), reason, needed = search(fault, first, shrink=True)
    counts = (needed, *(search(fault, seed, shrink=False)[-1] for seed in others))
    height, width, channels = _shape(fault, sound)
    return Caught(
        row=row,
        fault=fault.name,
        wrong=inspect.cleandoc(fault.faulty.__doc__ or fault.name).removesuffix("."),
        kind="space" if isinstance(fault, SpaceFault) else "environment",
        law=fault.law.name,
        needed=counts,
        examples=median(counts),
        height=height,
        width=width,
        channels=channels,
        indices=len(looked_at["indices"]) if "indices" in looked_at else None,
        steps=looked_at.get("steps"),
        num_envs=looked_at.get("num_envs"),
        example=_code(fault, sound, looked_at),
        reason=reason,
    )


def _shape(fault: Fault, sound: Any) -> tuple[int, int, int]:
    space = sound if isinstance(fault, SpaceFault) else fault.spoil(sound).core.space
    return space.height, space.width, space.channels


def _code(fault: Fault, sound: Any, looked_at: dict[str, Any]) -> str:
    """Give the call of the law on an example."""
    if isinstance(fault, SpaceFault):
        given = ", ".join(f"{name}={value!r}" for name, value in sound.parameters().items())
        what = f"{fault.name}({given})"  # its own repr may be what is faulty
    else:
        written = sound.model_dump(mode="json", exclude_defaults=True)
        what = f"spoilt({fault.place}={fault.name}, spec=load({written}))"
    return f"{fault.law.name}({', '.join([what, *(f'{name}={value!r}' for name, value in looked_at.items())])})"


def names(fault: Fault) -> dict[str, Any]:
    """Give what the names in the code of an example stand for."""
    common = {fault.law.name: fault.law, fault.name: fault.faulty}
    if isinstance(fault, EnvironmentFault):
        return common | {"spoilt": spoilt, "load": load}
    return common | vars(imagespaces) | vars(imagespaces.transforms)


def everything() -> Iterator[tuple[str, Fault]]:
    """Give the faults, row by row."""
    for row in ROWS:
        for fault in row.faults:
            yield row.seen, fault


@click.command()
@click.option("--seeds", "count", default=5, show_default=True, help="How often each fault is searched for.")
@click.option("--only", help="Search for faults of this name alone.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, count: int, only: str | None, output: Path | None) -> None:
    """Search for what is wrong with each faulty example, and write what was found as JSON."""
    chosen = [(row, fault) for row, fault in everything() if only in {None, fault.name}]
    progress = track(chosen, "searching", console=Console(stderr=True))
    with redirect_stdout(io.StringIO()):  # some faulty examples print
        found = [caught(row, fault, range(count)) for row, fault in progress]
    show(sheets(write("faults", {"caught": [asdict(each) for each in found]}, VERSIONS, output)))


if __name__ == "__main__":
    main()
