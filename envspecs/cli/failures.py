"""What goes wrong, as exit statuses and lines for the reader.

0: done. 1: the work failed. 2: what was given is wrong. 130: stopped by the reader, with Ctrl-C.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click

__all__ = ["STOPPED", "InputError", "WorkError", "as_input", "line", "translated"]

STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""


class InputError(click.ClickException):
    """What was given is wrong."""

    exit_code = 2


class WorkError(click.ClickException):
    """The work failed."""

    exit_code = 1


def line(error: click.ClickException) -> str:
    """Give what is shown of an error: one line, or one for each mistake in a task file."""
    message = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{error.ctx.command_path}: {message} See '{error.ctx.command_path} --help'."
    return message


@contextmanager
def as_input() -> Iterator[None]:
    """Blame what was given for the errors of this block, which does nothing but look at it.

    Raises:
        InputError: Instead of a ValueError, a TypeError or an OSError.
    """
    try:
        yield
    except (ValueError, TypeError, OSError) as error:
        raise InputError(_said(error)) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn all exceptions into ones that are shown as a line.

    Raises:
        InputError: For a task or policy that is wrong.
        WorkError: For all else.
    """
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.EPIPE:  # whoever reads our output has read enough
            raise
        raise _translation(error) from error


def _translation(error: Exception) -> click.ClickException:
    # What these come from takes long to import, and most commands end well.
    from envspecs.policies.policy import PolicyError  # noqa: PLC0415 - see above
    from envspecs.problems import SpecError  # noqa: PLC0415 - see above
    from envspecs.registry import PluginError  # noqa: PLC0415 - see above

    if isinstance(error, (SpecError, PolicyError)):
        return InputError(_said(error))
    if isinstance(error, (PluginError, MemoryError, OSError, ModuleNotFoundError)):  # the last names what to install
        return WorkError(_said(error))
    return WorkError(f"envspecs: {type(error).__name__}: {error} ('envspecs --debug …' shows where)")


def _said(error: Exception) -> str:
    """Give what an error says; one that names no file of the user's begins with the name of the program."""
    from envspecs.problems import SpecError  # noqa: PLC0415 - see above

    placed = isinstance(error, SpecError) and all(problem.place and problem.place.source for problem in error.problems)
    text = str(error) or type(error).__name__
    return text if placed else f"envspecs: {text}"
