"""``envspecs preview``: a sheet of images of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from envspecs.cli.failures import InputError, as_input
from envspecs.cli.outputs import ending_in, writing
from envspecs.cli.tasks import chosen_task, task_arguments
from envspecs.cli.terminal import note, progress
from envspecs.words import counted

if TYPE_CHECKING:
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["command"]


@click.command(name="preview", short_help="Draw a sheet of a task's images.")
@task_arguments
@click.option(
    "-o",
    "--output",
    callback=ending_in(".png"),
    metavar="FILE.png",
    help="The picture to write.  [default: the id, and .png]",
)
@click.option("--count", type=click.IntRange(1, 1000), default=24, show_default=True, help="How many images.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Which images.")
@click.option("--split", help="The part of the space to show.  [default: the task's]")
def command(
    *,
    task: str | None,
    folder: str | None,
    changes: tuple[str, ...],
    output: str | None,
    count: int,
    seed: int,
    split: str | None,
) -> None:
    """Draw a sheet of images of a task, each with its label and its index.

    \b
    Examples:
      envspecs preview CircleSquare-v0
      envspecs preview my_task.yaml --count 100 --split test -o test.png
      envspecs preview --folder my_photos/
    """  # noqa: D301 - \b keeps click from joining lines
    from PIL import Image  # noqa: PLC0415 - imported when the command runs

    from envspecs.build import build_space  # noqa: PLC0415 - as above
    from envspecs.previews import describe, draw_preview, drawn_indices  # noqa: PLC0415 - as above

    with progress():
        spec = chosen_task(task, folder, changes)
        _check_split(spec, split or spec.split)
        path = output or f"{spec.id}.png"
        with writing(path) as file:
            with as_input():
                space = build_space(spec)
                indices = drawn_indices(space, split=split or spec.split, count=count, seed=seed)
            picture = draw_preview(space, indices, title=spec.id)
            Image.fromarray(picture).save(file, "PNG", optimize=True)
    note(f"{path}: {counted(len(indices), 'image')} of {spec.id} ({describe(space)})")


def _check_split(spec: TaskSpec, split: str) -> None:
    """Refuse a part of the space that there is not, before files are read, and name the variant that has it.

    Raises:
        InputError: If there is none of that name.
    """
    names = spec.space.split_names
    if split in names:
        return
    variants = (spec.variant(name) for group in spec.variants for name in group)
    other = next((variant.id for variant in variants if split in {variant.split, *variant.space.split_names}), None)
    hint = f"; {other} has it" if other else ""
    raise InputError(f"envspecs: split must be one of {', '.join(map(repr, names))}, got {split!r}{hint}")
