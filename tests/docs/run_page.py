"""Do what one page of the documentation shows, as its reader would: ``python run_page.py PAGE``, in an empty folder.

- A block whose first line is a comment with a file's name, ``# my_task.yaml``, is written to that file.
- Other blocks of Python are run, all of a page in one namespace; the outputs of ``>>>`` are compared.
- A line ``% skip: next if(not installed("torch"), reason="…")``, which no reader sees, leaves the next block out where
  a module is missing.
- In a block of ``console``, lines that begin with ``$ envspecs`` or ``$ python`` are run, and their output is compared
  where the page shows any. ``$ echo $?`` shows the status of the line before, which is 0 where a page does not show it.

In outputs ``...`` stands for anything, and white space for any other. What needs a package index is not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import SkipTest

from sybil.document import Document
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example, Region

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
FILE_NAME = re.compile(r"# ((?:[\w-]+/)*[\w-]+\.(?:py|toml|yaml))\n")
PROGRAMS = ("envspecs", "python")
PLAIN = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}


class Command(NamedTuple):
    """A line that the reader types, and what the page shows below it."""

    line: str
    output: str


def names_a_file(region: Region) -> bool:
    return isinstance(region.parsed, str) and FILE_NAME.match(region.parsed) is not None


def files(document: Document) -> Iterator[Region]:
    """Blocks that are to be written."""
    for language in ("python", "toml", "yaml"):
        yield from filter(names_a_file, CodeBlockParser(language, write)(document))


def examples(document: Document) -> Iterator[Region]:
    """Blocks that are to be run as Python."""
    for region in PythonCodeBlockParser(doctest_optionflags=FLAGS)(document):
        if not names_a_file(region):
            yield region


def write(example: Example) -> None:
    """Write a block to the file that its first line names."""
    name = FILE_NAME.match(example.parsed)
    assert name is not None
    path = Path(name[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.parsed, encoding="utf-8")


def commands(block: str) -> list[Command]:
    """Take a block of ``console`` apart."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Command(*part.partition("\n")[::2]) for part in parts]


def run(example: Example) -> str | None:
    """Run the commands of a block, and say where their output or status is not the one that the page shows."""
    shown = commands(example.parsed)
    for command, after in zip(shown, [*shown[1:], None], strict=True):
        if command.line.split()[0] not in PROGRAMS:
            continue
        words = shlex.split(command.line)
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | PLAIN)
        status = int(after.output) if after is not None and after.line == "echo $?" else 0
        output = done.stdout + done.stderr
        if done.returncode != status:
            return f"$ {command.line}\ngives status {done.returncode}, not {status}:\n{output}"
        if command.output and not doctest.OutputChecker().check_output(command.output, output, FLAGS):
            return f"$ {command.line}\nis shown to give\n{command.output}\nand gives\n{output}"
    return None


def installed(name: str) -> bool:
    """Tell whether there is a module of a name, which pages ask before they skip."""
    return find_spec(name) is not None


def main() -> None:
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 - as Python itself does
    page = Document.parse(sys.argv[1], SkipParser(), files, examples, CodeBlockParser("console", run))
    page.namespace["installed"] = installed
    for example in page.examples():
        try:
            example.evaluate()
        except SkipTest as skipped:
            print(f"line {example.line} is skipped: {skipped}")  # noqa: T201 - it is a program


if __name__ == "__main__":
    main()
