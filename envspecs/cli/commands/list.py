"""``envspecs list``: what the catalog holds."""

from __future__ import annotations

from fnmatch import fnmatchcase

import click

from envspecs.cli.failures import InputError
from envspecs.cli.terminal import print_json, print_table

__all__ = ["command"]


@click.command(name="list", short_help="List the tasks that come with the library.")
@click.argument("pattern", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, pattern: str | None, as_json: bool) -> None:
    """List the ids of all tasks that come with the library, or of those that hold PATTERN.

    In PATTERN, * stands for anything; without it the pattern may stand anywhere in the id. The case does not matter.

    \b
    Examples:
      envspecs list
      envspecs list sparse
      envspecs list 'Double*-s20-*' --json
    """  # noqa: D301 - \b keeps click from joining lines
    from envspecs.listing import entries  # noqa: PLC0415 - imported when the command runs
    from envspecs.loading import load  # noqa: PLC0415 - as above

    found = {name: entry for name, entry in entries().items() if pattern is None or _matches(name, pattern)}
    if pattern is not None and not found and not as_json:
        raise InputError(f"envspecs: no id holds {pattern!r}; 'envspecs list' shows all {len(entries())}")
    tasks = [(name, base, names, load(base).description) for name, (base, names) in found.items()]
    if as_json:
        keys = ("id", "task", "variants", "description")
        print_json([dict(zip(keys, task, strict=True)) for task in tasks])
        return
    rows = [(name, f"variant {', '.join(names)}" if names else description) for name, _, names, description in tasks]
    print_table([("id", "left"), ("task", "left")], rows)


def _matches(name: str, pattern: str) -> bool:
    """Tell whether an id fits a pattern.

    >>> _matches("CircleSquare-s20-v0", "S20"), _matches("CircleSquare-s20-v0", "s20*")
    (True, False)
    """
    pattern = pattern.lower() if "*" in pattern else f"*{pattern.lower()}*"
    return fnmatchcase(name.lower(), pattern)
