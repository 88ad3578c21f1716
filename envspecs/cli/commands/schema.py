"""``envspecs schema``: the JSON Schema of task files."""

from __future__ import annotations

import click

from envspecs.cli.outputs import writing
from envspecs.cli.terminal import note

__all__ = ["command"]


@click.command(name="schema", short_help="Write the JSON Schema of task files.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file rather than to standard output.")
def command(*, output: str | None) -> None:
    """Write the JSON Schema of task files, with which editors complete and check them.

    It knows the kinds of all plugins that are installed. An editor with the YAML language server uses it in files whose
    first line is "# yaml-language-server: $schema=envspec-1.json".

    \b
    Examples:
      envspecs schema -o envspec-1.json
    """  # noqa: D301 - \b keeps click from joining lines
    from envspecs.indexing import schema_text  # noqa: PLC0415 - imported when the command runs

    if output is None:
        click.echo(schema_text(), nl=False)
        return
    with writing(output) as file:
        file.write(schema_text().encode())
    note(f"{output}: the JSON Schema of task files")
