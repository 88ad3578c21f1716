"""Puts what each command says of itself into the page that asks for it with ``<!-- help of all commands -->``."""

from __future__ import annotations

from typing import Any

import click

from envspecs.cli import main

__all__ = ["expand", "setup", "shown"]

REQUEST = "<!-- help of all commands -->"
WIDTH = 88
"""Columns that fit the page."""


def expand(text: str) -> str:
    """Give a page with its request fulfilled: a heading and the help of the program, and of each of its commands."""
    return text.replace(REQUEST, "\n\n".join(shown(*path) for path in _paths())) if REQUEST in text else text


def shown(*path: str) -> str:
    """Give a heading and the help of one command, as the terminal shows it.

    Args:
        path: The names of the program and of the command.
    """
    context = _context(*path)
    heading = "" if len(path) == 1 else f"## `{' '.join(path)}`\n\n"
    text = context.get_help().replace("\b", "")  # click's mark of lines that it must not fold
    return f"{heading}```text\n$ {' '.join(path)} --help\n{text}\n```"


def _paths() -> list[tuple[str, ...]]:
    program = _context("envspecs")
    return [("envspecs",), *(("envspecs", name) for name in main.list_commands(program))]


def _context(program: str, *commands: str) -> click.Context:
    context = click.Context(main, info_name=program, terminal_width=WIDTH, max_content_width=WIDTH)
    for name in commands:
        command = main.get_command(context, name)
        if command is None:
            raise KeyError(f"{program} has the commands {', '.join(main.list_commands(context))}, not {name!r}")
        context = click.Context(command, parent=context, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH)
    return context


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
