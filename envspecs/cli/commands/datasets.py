"""``envspecs datasets``: which data sets can be read, and which of them are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from envspecs.cli.failures import InputError
from envspecs.cli.terminal import note, print_json, print_table, progress
from envspecs.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from envspecs.datasets import DataSet, Found, Part

__all__ = ["command"]

_MOST_CLASSES = 10
"""So many classes are named before the list is cut short."""

_BUNDLED = "comes with the library"


@click.command(name="datasets", short_help="List data sets, and what is found of them.")
@click.argument("kind", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, kind: str | None, as_json: bool) -> None:
    """List the data sets that can be read, with what is found of them, or tell all of those of one KIND.

    Each is looked for in a folder of its own in the directory that the environment variable IMAGESPACES_DATA names; a
    task file can name another one as the root of its space. Nothing is fetched. Of a KIND, or of a single data set,
    files are read as far as they say how many pictures of what classes there are.

    \b
    Examples:
      envspecs datasets
      envspecs datasets cifar
      envspecs datasets mnist --json
    """  # noqa: D301 - \b keeps click from joining lines
    from envspecs.datasets import look_for  # noqa: PLC0415 - imported when the command runs

    with progress():
        found = [(data_set, look_for(data_set, read=kind is not None)) for data_set in _chosen(kind)]
    if as_json:
        print_json([_plain(*each) for each in found])
    elif kind is None:
        _list(found)
    else:
        click.echo("\n\n".join("\n".join(_lines(*each)) for each in found))


def _chosen(name: str | None) -> Sequence[DataSet]:
    """Give all data sets, or those of a name.

    Raises:
        InputError: If there is none of that name.
    """
    from envspecs.datasets import data_sets, own_kinds  # noqa: PLC0415 - as above
    from envspecs.problems import near_miss  # noqa: PLC0415 - as above

    known = data_sets()
    chosen = [data_set for data_set in known if name is None or name in data_set.names]
    if chosen or name is None:
        return chosen
    if name in own_kinds():
        raise InputError(f"envspecs: {name} reads files of your own, wherever a task file says that they are")
    names = dict.fromkeys(name for data_set in known for name in data_set.names)
    raise InputError(f"envspecs: no data set is called {name!r}{near_miss(name, names)}; 'envspecs datasets' shows all")


# ------------------------------------------------------------------------------------------------------- for programs


def _plain(data_set: DataSet, found: Found) -> dict[str, Any]:
    height, width, channels = data_set.shape
    described = data_set.format
    return {
        "name": data_set.name,
        "kind": data_set.kind,
        "folder": data_set.folder,
        "space": data_set.space,
        "height": height,
        "width": width,
        "channels": channels,
        "num_classes": _classes(data_set, found),
        "directory": found.directory,
        "expected": described and described.expected_files,
        "page": described and described.source_page,
        "parts": {name: _plain_part(part) for name, part in found.parts.items()},
        "classes": None if found.classes is None else list(found.classes),
        "tasks": list(data_set.tasks),
    }


def _classes(data_set: DataSet, found: Found) -> int | None:
    """Give the number of classes: those that were found, else those that are known."""
    return data_set.num_classes if found.classes is None else len(found.classes)


def _plain_part(part: Part) -> dict[str, Any]:
    return {
        "found": not part.problem,
        "files": part.files,
        "bytes": part.size,
        "pictures": part.pictures,
        "problem": part.problem or None,
    }


# --------------------------------------------------------------------------------------------------------- for people


def _list(found: Sequence[tuple[DataSet, Found]]) -> None:
    from envspecs.datasets import own_kinds  # noqa: PLC0415 - as above

    rows = [
        (
            data_set.name,
            _sizes(data_set),
            "" if (classes := _classes(data_set, there)) is None else f"{classes:,}",
            _summary(there.parts) if data_set.format else _BUNDLED,
            ", ".join(_bases(data_set)),
        )
        for data_set, there in found
    ]
    names: list[tuple[str, Literal["left", "right"]]] = [
        ("data set", "left"),
        ("pictures", "left"),
        ("classes", "right"),
    ]
    print_table([*names, ("found", "left"), ("tasks", "left")], rows)
    note(f"Files of your own are read by {', '.join(own_kinds())}.")
    note(_places())
    if any(part.problem for _, there in found for part in there.parts.values()):
        note("'envspecs datasets KIND' says what the folder is called, what belongs there, and where that can be had.")


def _places() -> str:
    """Say where data sets are looked for."""
    from imagespaces.loaded.roots import data_directory  # noqa: PLC0415 - as above

    directory = data_directory()
    if directory is None:
        return "Set IMAGESPACES_DATA to a directory with a folder for each data set."
    return f"All others are looked for in {directory}."


def _sizes(data_set: DataSet) -> str:
    """Say what pictures are like, in few words."""
    height, width, channels = data_set.shape
    sides = f"{height} x {width}" if height and width else "of any size"
    return f"{sides}, {'gray' if channels == 1 else 'colour'}"


def _summary(parts: Mapping[str, Part]) -> str:
    """Say which parts are there, and of the others why they are not.

    >>> from envspecs.datasets import Part
    >>> _summary({"train": Part(files=2), "test": Part(problem="no file", missing=True)})
    'train; test not found'
    """
    good = [name for name, part in parts.items() if not part.problem]
    missing = [name for name, part in parts.items() if part.missing]
    broken = [name for name, part in parts.items() if part.problem and not part.missing]
    if len(missing) == len(parts):
        return "not found"
    told = [", ".join(good), f"{', '.join(missing)} not found", f"{', '.join(broken)} can't be used"]
    return "; ".join(words for words, names in zip(told, (good, missing, broken), strict=True) if names)


def _bases(data_set: DataSet) -> list[str]:
    """Give the tasks of the catalog that use a data set, without their variants."""
    from envspecs.listing import entries  # noqa: PLC0415 - as above

    return [*dict.fromkeys(entries()[name][0] for name in data_set.tasks)]


def _lines(data_set: DataSet, found: Found) -> Iterator[str]:
    """Tell all of a data set."""
    count = _classes(data_set, found)
    yield ", ".join([f"{data_set.name}: {_sizes(data_set)}", *([] if count is None else [counted(count, "class")])])
    yield f"  in a task file  space: {_flow(data_set.space)}"
    if data_set.format:
        place = found.directory or f"$IMAGESPACES_DATA/{data_set.folder} (IMAGESPACES_DATA is not set)"
        yield f"  directory       {place}"
        yield f"  with            {data_set.format.expected_files}"
        yield f"  from            {data_set.format.source_page}"
    else:
        yield f"  directory       none: {_BUNDLED}"
    for number, (name, part) in enumerate(found.parts.items()):
        yield f"  {'' if number else 'found':14}  {name}: {_told(part)}"
    if found.classes is not None:
        yield f"  classes         {_listed(found.classes)}"
    yield f"  tasks           {', '.join(_bases(data_set)) or 'none of the catalog'}"


def _told(part: Part) -> str:
    from rich.filesize import decimal  # noqa: PLC0415 - as above

    if part.problem:
        return "not found" if part.missing else part.problem
    pictures = "endlessly many pictures" if part.pictures is None else counted(part.pictures, "picture")
    return f"{pictures} in {counted(part.files, 'file')}, {decimal(part.size)}" if part.files else pictures


def _listed(names: Sequence[str]) -> str:
    """Give the names of classes, the first ones where they are many.

    >>> _listed(["cat", "dog"]), _listed(["0"] * 12)
    ('cat, dog', '0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …')
    """
    return ", ".join([*names[:_MOST_CLASSES], *(["…"] if len(names) > _MOST_CLASSES else [])])


def _flow(space: Mapping[str, object]) -> str:
    """Write fields as YAML does, on one line."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in space.items()) + "}"
