"""Puts what is known of every data set into the page that asks for it, from the formats: it can't drift.

``<!-- every data set -->`` becomes a table with a row for each, ``<!-- every layout -->`` what must lie where,
``<!-- every kind for files of one's own -->`` a table of the kinds that read these, and
``<!-- every task about data sets -->`` a table of the catalog's tasks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from envspecs.datasets import data_sets, look_for, own_kinds
from envspecs.listing import entries
from envspecs.loading import load
from envspecs.registry import kinds

if TYPE_CHECKING:
    from envspecs.datasets import DataSet
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["expand", "layouts", "own_table", "setup", "table", "task_table"]

TABLE = "<!-- every data set -->"
LAYOUTS = "<!-- every layout -->"
OWN = "<!-- every kind for files of one's own -->"
SIGNS = re.compile(r"[*_<>|]")
TASKS = "<!-- every task about data sets -->"


def expand(text: str) -> str:
    """Give a page with its requests fulfilled."""
    for request, give in ((TABLE, table), (LAYOUTS, layouts), (OWN, own_table), (TASKS, task_table)):
        if request in text:
            text = text.replace(request, give())
    return text


def table() -> str:
    """Give a table with a row for each data set."""
    head = [
        "| data set | in a task file | pictures | classes | parts | from |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *map(_row, data_sets())])


def _row(data_set: DataSet) -> str:
    words = ", ".join(f"{name}: {value}" for name, value in data_set.space.items())
    described, there = data_set.format, look_for(data_set)
    parts = ", ".join(described.part_names if described else there.parts) or "one"
    page = f"[its page]({described.source_page})" if described else "the library"
    count = data_set.num_classes if there.classes is None else len(there.classes)
    classes = "told by the files" if count is None else f"{count:,}"
    return f"| {data_set.name} | `{words}` | {sizes(data_set)} | {classes} | {parts} | {page} |"


def sizes(data_set: DataSet) -> str:
    """Say what pictures are like."""
    height, width, channels = data_set.shape
    sides = f"{height} × {width}" if height and width else "of any size"
    return f"{sides}, {'gray' if channels == 1 else 'colour'}"


def layouts() -> str:
    """Give for each folder what must lie in it."""
    rows = [
        f"| `{data_set.folder}` | {_plain(data_set.format.expected_files)} |"
        for data_set in data_sets()
        if data_set.format
    ]
    return "\n".join(["| in `$IMAGESPACES_DATA` | a directory with |", "| --- | --- |", *rows])


def _plain(text: str) -> str:
    """Take from signs in patterns of names what they mean in Markdown."""
    return SIGNS.sub(r"\\\g<0>", text)


def own_table() -> str:
    """Give a table with a row for each kind that reads files of the user's own."""
    models = kinds("imagespaces.spaces")
    rows = [f"| `{kind}` | {' '.join((models[kind].__doc__ or '').split())} |" for kind in own_kinds()]
    return "\n".join(["| kind | reads |", "| --- | --- |", *rows])


def task_table() -> str:
    """Give a table with a row for each task of the catalog that is about pictures of a data set."""
    bases = dict.fromkeys(entries()[task][0] for data_set in data_sets() for task in data_set.tasks)
    head = ["| task | | images | variants |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_task_row(load(base)) for base in sorted(bases))])


def _task_row(spec: TaskSpec) -> str:
    height, width, _ = spec.space.image_shape
    groups = "; ".join(", ".join(f"`{name}`" for name in group) for group in spec.variants)
    return f"| `{spec.id}` | {spec.description} | {height} × {width} | {groups} |"


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
