"""Changes of a task, as ``--set`` gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from envspecs.cli.failures import InputError

if TYPE_CHECKING:
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["changed", "parsed_changes"]


def parsed_changes(changes: Sequence[str]) -> dict[str, object]:
    """Give changes by dotted path; values are read as YAML reads them.

    Raises:
        UsageError: If one is not ``key=value``.

    >>> parsed_changes(["space.height=20", "sensor.size=[3, 4]", "split=test"])
    {'space.height': 20, 'sensor.size': [3, 4], 'split': 'test'}
    """
    from envspecs.tree import Place, plain  # noqa: PLC0415 - imported where there is something to change
    from envspecs.yaml_reader import read_yaml  # noqa: PLC0415 - as above

    overlays: dict[str, object] = {}
    for change in changes:
        key, equals, value = change.partition("=")
        if not (key and equals and value):
            raise click.UsageError(f"--set takes KEY=VALUE, got {change!r}.", click.get_current_context(silent=True))
        overlays[key] = plain(read_yaml(value, Place(f"--set {key}")))
    return overlays


def changed(spec: TaskSpec, changes: Mapping[str, object]) -> TaskSpec:
    """Give a task with changes.

    Args:
        spec: The task.
        changes: Values by dotted path.

    Raises:
        InputError: If it is no task with these.
    """
    from envspecs.problems import SpecError  # noqa: PLC0415 - as above

    try:
        return spec.override(changes) if changes else spec
    except SpecError as error:
        raise InputError(_as_options(str(error))) from error


def _as_options(message: str) -> str:
    """Name changes as they were written on the command line.

    >>> _as_options("override['space.hieght']: space.hieght: unknown key")
    '--set space.hieght: space.hieght: unknown key'
    """
    return re.sub(r"override\['([^']*)'\]", r"--set \1", message)
