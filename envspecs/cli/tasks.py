"""The task that a command is about: an id, a file, or a folder of pictures, with changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from envspecs.cli.changes import changed, parsed_changes

if TYPE_CHECKING:
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["chosen_task", "task_arguments"]

Command = TypeVar("Command", bound=Callable[..., Any])


def task_arguments(command: Command) -> Command:
    """Add to a command the arguments that say which task: ``task``, ``folder`` and ``changes``."""
    for add in (
        click.option(
            "--set",
            "changes",
            metavar="KEY=VALUE",
            multiple=True,
            help="Change a value of the task, as in --set space.height=20; more than once, if need be.",
        ),
        click.option(
            "--folder",
            metavar="DIR",
            help="Instead of a task: a folder of your own pictures, with a sub-folder for each class. Where there are "
            "none, each picture is a class of its own.",
        ),
        click.argument("task", metavar="[ID|FILE]", required=False),
    ):
        command = add(command)
    return command


def chosen_task(task: str | None, folder: str | None, changes: Sequence[str]) -> TaskSpec:
    """Give the spec of the task that was asked for.

    Args:
        task: A catalog id, or the name of a task file.
        folder: A folder of pictures, instead.
        changes: ``key=value`` each.

    Raises:
        UsageError: If both or neither are given, or a change is not of that form.
        SpecError: If it is no task.
        InputError: If it is none with these changes, or the folder does not make a task.
    """
    from envspecs.cli.folders import folder_task  # noqa: PLC0415 - imported by commands that need a task
    from envspecs.loading import load  # noqa: PLC0415 - as above

    if (task is None) == (folder is None):
        found = "both" if task else "neither"
        raise click.UsageError(f"Give a task or --folder, got {found}.", click.get_current_context())
    overlays = parsed_changes(changes)
    return changed(load(str(task)), overlays) if folder is None else folder_task(folder, overlays)
