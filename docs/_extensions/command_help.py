"""Puts what each command says of itself into the page that asks for it with ``<!-- help of all commands -->``."""

from __future__ import annotations

from typing import Any

import click
from click.testing import CliRunner

from envspecs.cli import main

__all__ = ["expand", "setup", "shown"]

REQUEST = "<!-- help of all commands -->"
WIDTH = 88
"""Columns that fit the page."""


def expand(text: str) -> str:
    """Give a page with its request fulfilled: the help of the program, then a heading and the help of each command."""
    if REQUEST not in text:
        return text
    sections = [shown(), *(f"## `envspecs {name}`\n\n{_with_its_own(name)}" for name in _names(main))]
    return text.replace(REQUEST, "\n\n".join(sections))


def _with_its_own(name: str) -> str:
    """Give the help of a command, and of each of its own commands where it has some."""
    own = _names(main.get_command(click.Context(main), name))
    return "\n\n".join([shown(name), *(shown(name, each) for each in own)])


def _names(command: click.Command | None) -> list[str]:
    return command.list_commands(click.Context(command)) if isinstance(command, click.Group) else []


def shown(*command: str) -> str:
    """Give the help of the program, or of one of its commands, as the terminal shows it.

    Raises:
        ValueError: If there is no such command.
    """
    words = [*command, "--help"]
    result = CliRunner().invoke(main, words, prog_name="envspecs", terminal_width=WIDTH, max_content_width=WIDTH)
    if result.exit_code:
        raise ValueError(f"'envspecs {' '.join(words)}' must give help, but ended with status {result.exit_code}")
    text = result.output.replace("\b", "").rstrip()  # click's mark of lines that it must not fold
    return f"```text\n$ envspecs {' '.join(words)}\n{text}\n```"


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
