"""The program: its commands, found by name, and how it ends."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import click

from envspecs.cli.failures import STOPPED, line, translated

__all__ = ["Program", "main"]

_COMMANDS = MappingProxyType(
    {
        name: f"envspecs.cli.commands.{name}:command"
        for name in ("list", "show", "validate", "check", "schema", "datasets", "preview", "run", "play", "cache")
    }
)
"""Where each command is, in the order in which a newcomer needs them."""


class Program(click.Group):
    """A group of commands, each imported when it is asked for, whose errors are single lines."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the commands' names."""
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Give a command; None where there is none of that name."""
        found: click.Command | None = pkgutil.resolve_name(_COMMANDS[cmd_name]) if cmd_name in _COMMANDS else None
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Give the command that is asked for.

        Raises:
            UsageError: If there is none, with one that is near.
        """
        if args[0] not in _COMMANDS and not ctx.resilient_parsing:
            from envspecs.problems import near_miss  # noqa: PLC0415 - most who ask know what for

            raise click.UsageError(f"No such command {args[0]!r}{near_miss(args[0], _COMMANDS)}.", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, and translate what it raises, but for who wants to see where."""
        if ctx.params.get("debug"):
            return super().invoke(ctx)
        with translated():
            return super().invoke(ctx)

    def main(  # type: ignore[override]  # Click's further parameters are taken by name alone
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program, say what went wrong in a line on standard error, and exit."""
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.ClickException as error:
            click.echo(line(error), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("envspecs: stopped", err=True)
            sys.exit(STOPPED)
        sys.exit(status if isinstance(status, int) else 0)


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(None, "--version", package_name="imagespaces", prog_name="envspecs")
@click.option("--debug", is_flag=True, envvar="ENVSPECS_DEBUG", help="Show where an error was raised, as Python does.")
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001, FBT001 - click passes it; Program.invoke reads it
    """Active-perception environments written as small YAML files.

    \b
    Look around:
      envspecs list
      envspecs preview CircleSquare-v0
      envspecs run CircleSquare-v0 --gif circle_square.gif
      envspecs play CircleSquare-v0

    \b
    Write a task of your own:
      envspecs show CircleSquare-v0 > my_task.yaml
      envspecs validate my_task.yaml
      envspecs check my_task.yaml
      envspecs run my_task.yaml

    Exit status: 0 done, 1 the work failed, 2 what was given is wrong, 130 stopped with Ctrl-C.
    """  # noqa: D301 - \b keeps click from joining lines
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
