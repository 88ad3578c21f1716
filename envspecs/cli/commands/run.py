"""``envspecs run``: episodes of a task, what came of them, and a film of the first."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from envspecs.cli.failures import WorkError, as_input
from envspecs.cli.measures import print_measures
from envspecs.cli.outputs import ending_in, writing
from envspecs.cli.tasks import chosen_task, task_arguments
from envspecs.cli.terminal import note, print_json, progress
from envspecs.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from envspecs.environment import ActiveVectorEnv
    from envspecs.films import Film, Footage
    from envspecs.policies import Policy
    from envspecs.results import Results
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["command"]


@click.command(name="run", short_help="Run episodes, and film the first.")
@task_arguments
@click.option(
    "--policy", metavar="NAME", help="Who acts; see above.  [default: ideal where it can be, else scan, else random]"
)
@click.option("--episodes", type=click.IntRange(1), default=100, show_default=True, help="How many episodes.")
@click.option("--num-envs", type=click.IntRange(1), default=16, show_default=True, help="How many run side by side.")
@click.option("--seed", type=click.IntRange(0, 2**62), default=0, help="Of the first; others follow.  [default: 0]")
@click.option("--gif", callback=ending_in(".gif"), metavar="FILE.gif", help="Film the first episodes.")
@click.option("--mp4", callback=ending_in(".mp4"), metavar="FILE.mp4", help="Film them as H.264, of any length.")
@click.option(
    "--film-episodes",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    help="How many of the first are filmed; a GIF shows 4 at most, and stays small.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the same whenever the arguments are the same.")
def command(
    *,
    task: str | None,
    folder: str | None,
    changes: tuple[str, ...],
    policy: str | None,
    episodes: int,
    num_envs: int,
    seed: int,
    gif: str | None,
    mp4: str | None,
    film_episodes: int,
    as_json: bool,
) -> None:
    """Run episodes of a task and print what came of them: means with their standard errors.

    Episode number k is the first of seed + k, however many run side by side, so that no length of episode is favoured.

    \b
    Policies:
      ideal   knows all images, rules out those that its glimpses contradict, and
              looks where the others differ; for finite spaces of moderate size
      scan    sweeps the image row by row, and predicts evenly
      random  moves and predicts at random: the lower bound
      oracle  sweeps the image, and is told the truth: the upper bound
      module:function  your own: function(observations, envs) gives
              {"action": [B, ...], "prediction": [B, ...]} for the B environments

    \b
    Examples:
      envspecs run CircleSquare-v0 --gif circle_square.gif
      envspecs run my_task.yaml --policy my_module:my_function --set space.height=20
      envspecs run --folder my_photos/ --gif out.gif
    """  # noqa: D301 - \b keeps click from joining lines
    with ExitStack() as outputs:
        gif_file = outputs.enter_context(writing(gif)) if gif else None
        mp4_file = outputs.enter_context(writing(mp4)) if mp4 else None
        if mp4_file is not None:
            _check_encoder()
        with progress():
            spec = chosen_task(task, folder, changes)
            envs = _environments(spec, min(num_envs, episodes))
            name, make_policy = _policy(policy, envs)
            results = _played(envs, make_policy(envs), episodes, seed)
        _show(results, spec.id, name, seed, as_json=as_json)
        if results.episodes < episodes:
            note(f"{results.episodes} of {counted(episodes, 'episode')} were over")
            raise click.Abort
        filmed = min(episodes, film_episodes)
        if gif_file is not None:
            film = _gif(spec, make_policy, filmed, seed)
            gif_file.write(film.data)
            _tell(gif, film, len(film.data))
        if mp4_file is not None:
            footage = _mp4(spec, make_policy, mp4_file, filmed, seed)
            _tell(mp4, footage, Path(mp4_file.name).stat().st_size)


def _environments(spec: TaskSpec, count: int, render_mode: str | None = None) -> ActiveVectorEnv:
    from envspecs.build import build_core  # noqa: PLC0415 - imported when the command runs
    from envspecs.environment import ActiveVectorEnv  # noqa: PLC0415 - as above

    with as_input():
        return ActiveVectorEnv(build_core(spec, count), "Disabled", render_mode)


def _policy(name: str | None, envs: ActiveVectorEnv) -> tuple[str, Callable[[ActiveVectorEnv], Policy]]:
    """Give the name of a policy, the one that suits best where none was asked for, and what makes it."""
    from envspecs.policies import best_policy, policy_factory  # noqa: PLC0415 - as above

    name = name or best_policy(envs)
    return name, policy_factory(name)


def _played(envs: ActiveVectorEnv, policy: Policy, episodes: int, seed: int) -> Results:
    """Run episodes; interrupted, give what came of those that were over."""
    from envspecs.runs import Run  # noqa: PLC0415 - as above

    run = Run(envs, policy, episodes=episodes, seed=seed)
    try:
        run.finish()
    except KeyboardInterrupt:
        return run.results()
    return run.results()


def _show(results: Results, task: str, policy: str, seed: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"task": task, "policy": policy, "seed": seed, **results.to_dict()})
        return
    speed = f"{results.steps_per_second:,.0f} steps/s"
    click.echo(f"{task}, policy {policy}, seed {seed}: {counted(results.episodes, 'episode')}, {speed}")
    print_measures(results.statistics)


def _check_encoder() -> None:
    """Refuse to begin where the film could not be encoded.

    Raises:
        WorkError: If what encodes it is not installed.
    """
    from envspecs.drawing.mp4 import encoder  # noqa: PLC0415 - as above

    try:
        encoder()
    except ModuleNotFoundError as error:
        raise WorkError(f"envspecs: {error.msg}") from error


def _gif(spec: TaskSpec, make_policy: Callable[[ActiveVectorEnv], Policy], episodes: int, seed: int) -> Film:
    from envspecs.films import make_gif  # noqa: PLC0415 - as above

    with progress():
        camera = _environments(spec, 1, "rgb_array")
        return make_gif(camera, make_policy(camera), episodes=episodes, seed=seed)


def _mp4(
    spec: TaskSpec, make_policy: Callable[[ActiveVectorEnv], Policy], file: BinaryIO, episodes: int, seed: int
) -> Footage:
    """Film into a file that is already open, which the encoder opens once more by its name."""
    from envspecs.films import make_mp4  # noqa: PLC0415 - as above

    with progress():
        camera = _environments(spec, 1, "rgb_array")
        return make_mp4(camera, make_policy(camera), file.name, episodes=episodes, seed=seed)


def _tell(name: str | None, film: Film | Footage, size: int) -> None:
    note(f"{name}: {counted(film.episodes, 'episode')}, {counted(film.frames, 'frame')}, {size / 1000:,.0f} kB")
