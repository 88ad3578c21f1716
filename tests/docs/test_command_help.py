from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from docs._extensions.command_help import expand, shown

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def test_page_has_a_heading_for_each_command() -> None:
    page = expand(PAGE.read_text(encoding="utf-8"))
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    names = ("list", "show", "validate", "check", "schema", "datasets", "preview", "run", "play", "cache")
    assert headings == [f"## `envspecs {name}`" for name in names]


def test_commands_of_a_command_are_on_the_page() -> None:
    page = expand(PAGE.read_text(encoding="utf-8"))
    assert all(f"$ envspecs cache {name} --help\n" in page for name in ("list", "remove", "path"))


def test_help_on_the_page_is_the_programs() -> None:
    program = Path(sys.executable).with_name("envspecs")
    printed = subprocess.run([program, "validate", "--help"], capture_output=True, text=True, check=True).stdout
    assert " ".join(printed.split()) in " ".join(shown("validate").split())


def test_a_command_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"^'envspecs fly --help' must give help, but ended with status 2$"):
        shown("fly")
