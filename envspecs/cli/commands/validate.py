"""``envspecs validate``: whether files are task specs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envspecs.cli.terminal import print_json
from envspecs.words import counted

if TYPE_CHECKING:
    from envspecs.problems import Problem

__all__ = ["command"]


@click.command(name="validate", short_help="Check task files.")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what is wrong with each file, and where.")
@click.pass_context
def command(ctx: click.Context, *, files: tuple[str, ...], as_json: bool) -> None:
    """Check task files, their variants included, and list the pictures that they name; nothing is decoded or built.

    Each mistake is a line that says where it is, what was found and what is allowed. Exit status 2 if there is one.

    \b
    Examples:
      envspecs validate my_task.yaml
      envspecs validate tasks/*.yaml --json
    """  # noqa: D301 - \b keeps click from joining lines
    from envspecs.loading import load  # noqa: PLC0415 - imported when the command runs
    from envspecs.looking import look  # noqa: PLC0415 - as above
    from envspecs.problems import SpecError  # noqa: PLC0415 - as above

    answers: list[dict[str, Any]] = []
    for file in files:
        try:
            spec = load(file)
            look(spec)
        except SpecError as error:
            answers.append({"file": file, "valid": False, "problems": [_plain(problem) for problem in error.problems]})
            if not as_json:
                click.echo(str(error), err=True)
        else:
            answers.append({"file": file, "valid": True, "problems": []})
            if not as_json:
                click.echo(f"{file}: {_verdict(len(spec.variant_ids))}")
    if as_json:
        print_json(answers)
    ctx.exit(0 if all(answer["valid"] for answer in answers) else 2)


def _plain(problem: Problem) -> dict[str, str | int | None]:
    place = problem.place
    return {
        "message": problem.message,
        "path": problem.path,
        "file": (place.source if place else "") or None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _verdict(tasks: int) -> str:
    return "valid" if tasks == 1 else f"valid, {counted(tasks, 'task')} with all variants"
