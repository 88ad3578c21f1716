"""``envspecs check``: whether all laws hold of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envspecs.cli.failures import InputError
from envspecs.cli.reports import Report, print_report
from envspecs.cli.terminal import print_json, progress
from imagespaces.progress import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envspecs.specs.task_spec import TaskSpec
    from envspecs.testing import Law, Verdict

__all__ = ["command"]


@click.command(name="check", short_help="Check that all laws hold of tasks.")
@click.argument("tasks", metavar="ID|FILE…", nargs=-1, required=True)
@click.option(
    "--law", "names", metavar="NAME", multiple=True, help="Check this law alone; more than once, for several."
)
@click.option("--seed", type=click.IntRange(0, 2**62), default=0, help="Of images, episodes and actions.  [default: 0]")
@click.option("--processes", is_flag=True, help="Check the laws that start processes as well; they take longer.")
@click.option(
    "--all", "show_all", is_flag=True, help="Show the laws that do not apply as well, and what they are about."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what came of each law.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    tasks: tuple[str, ...],
    names: tuple[str, ...],
    seed: int,
    processes: bool,
    show_all: bool,
    as_json: bool,
) -> None:
    """Check tasks against all that is promised of them, law by law: of the spec, of the images, of the environments.

    Of a law that is broken it shows what was found, and code that finds it again with as few steps and environments as
    may be. Exit status 1 if one is broken.

    \b
    Examples:
      envspecs check CircleSquare-v0
      envspecs check tasks/*.yaml --json
      envspecs check my_task.yaml --law seeds_decide --law states_continue
    """  # noqa: D301 - \b keeps click from joining lines
    from envspecs.loading import load  # noqa: PLC0415 - imported when the command runs

    laws = _laws(names, processes=processes)
    specs = {name: load(name) for name in tasks}  # a mistake in the last shows before the first is checked
    reports: list[Report] = []
    for name, spec in specs.items():
        reports.append(_checked(name, spec, laws, seed))
        if not as_json:
            print_report(reports[-1], show_all=show_all)
        if reports[-1].unfinished:
            break
    if as_json:
        print_json([_plain(each, seed) for each in reports])
    if reports[-1].unfinished:
        raise click.Abort
    ctx.exit(1 if any(each.broken for each in reports) else 0)


def _laws(names: Sequence[str], *, processes: bool) -> list[Law]:
    """Give the laws of some names, or all.

    Raises:
        InputError: If there is none of a name.
    """
    from envspecs.problems import near_miss  # noqa: PLC0415 - imported when the command runs
    from envspecs.testing import laws_of  # noqa: PLC0415 - as above

    every = laws_of(processes=processes or bool(names))
    known = {law.name for law in every}
    for name in names:
        if name not in known:
            hint = near_miss(name, sorted(known)) or "; 'envspecs check ID --all' shows all names"
            raise InputError(f"envspecs: no such law: {name!r}{hint}")
    return [law for law in every if not names or law.name in names]


def _checked(name: str, spec: TaskSpec, laws: Sequence[Law], seed: int) -> Report:
    """Check a task, and tell how far that is; interrupted, give what was found so far."""
    from envspecs.testing import verdicts  # noqa: PLC0415 - imported when the command runs

    found: list[Verdict] = []
    with progress():
        try:
            for verdict in verdicts(spec, seed=seed, laws=laws):
                found.append(verdict)
                report(f"checking {spec.id}", len(found), len(laws))
        except KeyboardInterrupt:
            pass
    return Report(name, tuple(found), len(laws))


def _plain(found: Report, seed: int) -> dict[str, Any]:
    return {
        "task": found.task,
        "seed": seed,
        "holds": not found.broken and not found.unfinished,
        "laws": [
            {
                "part": verdict.part,
                "law": verdict.law,
                "statement": verdict.statement,
                "source": verdict.source,
                "outcome": verdict.outcome,
                "reason": verdict.reason or None,
                "example": verdict.example or None,
                "seconds": round(verdict.seconds, 3),
            }
            for verdict in found.verdicts
        ],
    }
