"""``envspecs cache``: what was decoded once, and is kept on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from envspecs.cli.failures import InputError
from envspecs.cli.terminal import note, print_json
from envspecs.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from imagespaces.cache import Entry

__all__ = ["command"]


@click.group(name="cache", short_help="List and remove what is kept of data sets.", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List and remove what is kept on disk of data sets: their decoded pictures, shared by all processes.

    All of it is made again when it is needed. The environment variable IMAGESPACES_CACHE names the directory.

    \b
    Examples:
      envspecs cache list
      envspecs cache remove --all
    """  # noqa: D301 - \b keeps click from joining lines
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(name="list", short_help="List what is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_entries(*, as_json: bool) -> None:
    """List what is kept of which data set, how much room it takes, and when it was last used.

    \b
    Examples:
      envspecs cache list
      envspecs cache list --json
    """  # noqa: D301 - \b keeps click from joining lines
    from imagespaces.cache import entries  # noqa: PLC0415 - imported when the command runs

    found = entries()
    if as_json:
        print_json([_plain(entry) for entry in found])
        return
    for entry in found:
        click.echo("\n  ".join(_lines(entry)))
    note(_counted(found) if found else "Nothing is kept.")


@command.command(name="remove", short_help="Remove some of it, or all.")
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Remove all that is kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove_entries(ctx: click.Context, *, names: tuple[str, ...], everything: bool, yes: bool) -> None:
    """Remove what is kept under each NAME, as 'envspecs cache list' calls it; who is using it may go on.

    \b
    Examples:
      envspecs cache remove image_folder-38c4cdfec53a-311cfe26
      envspecs cache remove --all --yes
    """  # noqa: D301 - \b keeps click from joining lines
    from imagespaces.cache import entries, remove, remove_unfinished  # noqa: PLC0415 - as above

    if bool(names) == everything:
        raise click.UsageError(f"Give names or --all, got {'both' if names else 'neither'}.", ctx)
    known = {entry.name: entry for entry in entries()}
    chosen = [*known.values()] if everything else [_named(name, known) for name in dict.fromkeys(names)]
    told = _counted(chosen)
    if chosen and not yes:
        click.confirm(f"Remove {told}?", abort=True, err=True)
    for entry in chosen:
        remove(entry.path)
    if everything:
        remove_unfinished()
    note(f"Removed {told}" if chosen else "Nothing is kept.")


@command.command(name="path", short_help="Print the directory.")
def print_path() -> None:
    """Print the directory that all of it lies in.

    \b
    Examples:
      envspecs cache path
    """  # noqa: D301 - \b keeps click from joining lines
    from imagespaces.cache import cache_directory  # noqa: PLC0415 - as above

    click.echo(cache_directory())


def _named(name: str, known: Mapping[str, Entry]) -> Entry:
    """Give the entry of a name.

    Raises:
        InputError: If there is none.
    """
    from envspecs.problems import near_miss  # noqa: PLC0415 - as above

    if name not in known:
        raise InputError(
            f"envspecs: nothing is kept as {name!r}{near_miss(name, known)}; 'envspecs cache list' shows all"
        )
    return known[name]


def _counted(entries: Sequence[Entry]) -> str:
    return f"{counted(len(entries), 'entry', 'entries')}, {_size(entries)}"


def _size(entries: Sequence[Entry]) -> str:
    from rich.filesize import decimal  # noqa: PLC0415 - as above

    return decimal(sum(entry.nbytes for entry in entries))


def _lines(entry: Entry) -> Iterator[str]:
    """Tell of an entry; its name stands alone in what is told, to be copied from there."""
    yield entry.name
    yield f"{_size([entry])}, last used {entry.used.astimezone():%Y-%m-%d %H:%M}"
    try:
        yield from (_pictures(entry), f"of {entry.about['root']}")
    except (KeyError, TypeError, ValueError):  # it says nothing of itself, or something else
        yield "damaged: made anew when it is needed"


def _pictures(entry: Entry) -> str:
    about, form = entry.about, entry.about["form"]
    colours = "gray" if form["channels"] == 1 else "colour"
    told = f"{counted(about['pictures'], 'picture')}, {form['height']} x {form['width']}, {colours}, {form['resize']}"
    left_out = f", {counted(len(about['skipped']), 'bad one')} left out" if about["skipped"] else ""
    return f"{told}{left_out}{'' if 'pixels' in entry.shapes else ': checked, but too many to be kept'}"


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "directory": str(entry.path),
        "bytes": entry.nbytes,
        "last_used": entry.used.isoformat(timespec="seconds"),
        "decoded": "pixels" in entry.shapes,
        "about": dict(entry.about) or None,
    }
