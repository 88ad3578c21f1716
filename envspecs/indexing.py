"""Write what is made from the catalog's files: the index that registration reads, and the schema that editors read.

To be run after a change of the catalog or of a model: ``python -m envspecs.indexing``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from envspecs import _index
from envspecs.listing import FOLDER
from envspecs.loading import load
from envspecs.schema import json_schema

__all__ = ["files", "index_text", "main", "schema_text"]


def index_text() -> str:
    """Give the Python module that holds the index: a task's groups of variants, the names of each with spaces between.

    Raises:
        SpecError: If a file of the catalog is not a task spec.
    """
    head = Path(_index.__file__).read_text(encoding="utf-8").partition("= {\n")
    return "".join([*head[:2], *_entries(), "}\n"])


def _entries() -> Iterator[str]:
    for path in sorted(Path(FOLDER).glob("*.yaml")):
        yield f"    {json.dumps(path.stem)}: (\n"
        yield from (f"        {json.dumps(' '.join(group))},\n" for group in load(path).variants)
        yield "    ),\n"


def schema_text() -> str:
    """Give the JSON Schema of task files as text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def files() -> dict[Path, str]:
    """Give what is made from the catalog, by file."""
    return {Path(_index.__file__): index_text(), Path(FOLDER) / "envspec-1.json": schema_text()}


def main() -> None:
    """Write the files anew."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
