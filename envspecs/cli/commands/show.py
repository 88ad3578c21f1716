"""``envspecs show``: a task, as it is written or as it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from envspecs.cli.terminal import print_json

if TYPE_CHECKING:
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["command"]


@click.command(name="show", short_help="Show a task, as written or as it comes out.")
@click.argument("task", metavar="ID|FILE")
@click.option(
    "--resolved", is_flag=True, help="Show what comes out: parents and variants merged, defaults written out."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: always what comes out.")
def command(*, task: str, resolved: bool, as_json: bool) -> None:
    """Show a task: the file that it is written in or, of a variant, what comes out.

    \b
    Examples:
      envspecs show CircleSquare-v0 > my_task.yaml
      envspecs show --resolved DoubleCircleSquare-s20-sparse-v0
    """  # noqa: D301 - \b keeps click from joining lines
    from envspecs.loading import load  # noqa: PLC0415 - imported when the command runs

    spec = load(task)
    if as_json:
        print_json(spec.model_dump(mode="json"))
    else:
        click.echo(spec.to_yaml() if resolved else _as_written(task, spec), nl=False)


def _as_written(task: str, spec: TaskSpec) -> str:
    """Give the text of the file that holds a task, or of the complete task where it is a variant in one."""
    from envspecs.files import is_file_name  # noqa: PLC0415 - as above
    from envspecs.listing import catalog_file, entries  # noqa: PLC0415 - as above

    if is_file_name(task):
        return Path(task).read_text(encoding="utf-8-sig")
    base, names = entries()[task.removeprefix("envspecs/")]
    if names:
        return f"# {base}, variant {', '.join(names)}\n{spec.to_yaml()}"
    return Path(catalog_file(base)).read_text(encoding="utf-8")
