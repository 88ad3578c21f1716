"""``envspecs play``: a person in the place of the agent."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from envspecs.cli.failures import InputError, WorkError
from envspecs.cli.measures import print_measures
from envspecs.cli.tasks import chosen_task, task_arguments
from envspecs.cli.terminal import note, print_json, progress
from envspecs.words import counted

if TYPE_CHECKING:
    from envspecs.playing import Game
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["command"]


@click.command(name="play", short_help="Look and answer yourself, with the keyboard.")
@task_arguments
@click.option("--episodes", type=click.IntRange(1), default=3, show_default=True, help="How many episodes.")
@click.option("--seed", type=click.IntRange(0, 2**62), default=0, help="Of the first; others follow.  [default: 0]")
@click.option("--window", is_flag=True, help="Play in a window rather than in the terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in the end, as 'envspecs run' does.")
def command(
    *,
    task: str | None,
    folder: str | None,
    changes: tuple[str, ...],
    episodes: int,
    seed: int,
    window: bool,
    as_json: bool,
) -> None:
    """Play a task: see what the agent sees, move the glimpse, answer; then see the whole image, and your score.

    Episode number k is the first of seed + k, as in 'envspecs run', so that scores compare.

    \b
    Keys:
      arrows, WASD, HJKL  look elsewhere; with shift, go far (Y U B N: diagonally)
      + -                 zoom in and out, where the sensor zooms
      space               look again at the same place
      1 2 3 ...           answer with a class; press again to be surer
      /                   type an answer: the name of a class, or numbers
      m                   answer with the place that is looked at, where one is asked for
      enter               done: see what it was; then, the next episode
      q                   quit; what was played to its end counts

    \b
    Examples:
      envspecs play CircleSquare-v0
      envspecs play Digits-v0 --episodes 10 --window
      envspecs play my_task.yaml --json > score.json
    """  # noqa: D301 - \b keeps click from joining lines
    if not window:
        _check_terminal()
    with progress():
        spec = chosen_task(task, folder, changes)
        game = _game(spec, episodes, seed)
    stopped = _play_in_window(game) if window else _play_in_terminal(game)
    played = len(game.record)
    if as_json:
        statistics = {name: vars(found) for name, found in game.record.statistics().items()}
        print_json({"task": spec.id, "policy": "person", "seed": seed, "episodes": played, "statistics": statistics})
    else:
        click.echo(f"{spec.id}, played by a person, seed {seed}: {counted(played, 'episode')}")
        print_measures(game.record.statistics())
    if played < episodes:
        note(f"{played} of {counted(episodes, 'episode')} were over")
    if stopped:
        raise click.Abort


def _check_terminal() -> None:
    """Refuse to begin where there are no keys, or nothing to draw on.

    Raises:
        InputError: If standard input or standard error is no terminal, or one that can't show pictures.
    """
    for name, stream in (("input", sys.stdin), ("error", sys.stderr)):
        if not stream.isatty():
            raise InputError(
                f"envspecs: 'play' reads keys from a terminal and draws on it, but standard {name} is none: "
                "run it in a terminal, or with --window"
            )
    term = os.environ.get("TERM")
    if term == "dumb":
        raise InputError(
            f"envspecs: 'play' draws on the terminal, but TERM is {term!r}: run it elsewhere, or with --window"
        )
    try:
        "▀".encode(sys.stderr.encoding)
    except UnicodeEncodeError as error:
        raise InputError(
            f"envspecs: 'play' draws with half blocks, which {error.encoding!r} has not: "
            "run it with PYTHONUTF8=1, or with --window"
        ) from error


def _game(spec: TaskSpec, episodes: int, seed: int) -> Game:
    """Give the game of a task.

    Raises:
        InputError: If no one can play it with keys.
    """
    from envspecs.build import build_core  # noqa: PLC0415 - imported when the command runs
    from envspecs.environment import ActiveEnv  # noqa: PLC0415 - as above
    from envspecs.playing import Game, UnplayableError  # noqa: PLC0415 - as above

    env = ActiveEnv(build_core(spec, 1))
    try:
        return Game(env, title=spec.id, question=spec.description, episodes=episodes, seed=seed)
    except UnplayableError as error:
        raise InputError(f"envspecs: {spec.id} can't be played: {error}") from error


def _play_in_terminal(game: Game) -> bool:
    """Play until the game is over, and tell whether it was stopped with Ctrl-C."""
    from envspecs.cli.sessions import play_in_terminal  # noqa: PLC0415 - as above

    return play_in_terminal(game)


def _play_in_window(game: Game) -> bool:
    """Play until the game is over or the window is closed.

    Raises:
        WorkError: If there can be no window.
    """
    from envspecs.playing.window import WindowError, play_in_window  # noqa: PLC0415 - as above

    try:
        return play_in_window(game)
    except WindowError as error:
        raise WorkError(f"envspecs: {error}") from error
