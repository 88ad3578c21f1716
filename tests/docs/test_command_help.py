from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docs._extensions.command_help import expand, shown
from envspecs.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def test_page_has_a_heading_for_each_command() -> None:
    page = expand(PAGE.read_text(encoding="utf-8"))
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == [f"## `envspecs {name}`" for name in ("list", "show", "validate", "schema", "preview", "run")]


def test_help_on_the_page_is_the_programs() -> None:
    printed = CliRunner().invoke(main, ["validate", "--help"], prog_name="envspecs").output
    assert " ".join(printed.split()) in " ".join(shown("envspecs", "validate").split())


def test_a_command_that_is_not_there_is_named() -> None:
    with pytest.raises(
        KeyError, match="envspecs has the commands list, show, validate, schema, preview, run, not 'fly'"
    ):
        shown("envspecs", "fly")
