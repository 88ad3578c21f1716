"""From specs to objects: the only place that builds what specs describe.

A model's ``runtime`` names a class; its fields, less those that it keeps ``apart``, are the keyword arguments of that
class, parts within them built first.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.loading import load
from envspecs.looking import blamed, check_classes
from envspecs.rules import Rules
from envspecs.sensors.options import with_options
from envspecs.specs.base import BuiltPart
from envspecs.specs.interface import InterfaceSpec
from envspecs.specs.task_spec import TaskSpec
from envspecs.stage import Stage
from imagespaces import ImageSpace
from imagespaces.arguments import check_integer
from imagespaces.bank import gallery

__all__ = ["Source", "build", "build_core", "build_space", "make_env", "make_vec_env"]

Source: TypeAlias = str | os.PathLike[str] | Mapping[str, object] | TaskSpec
"""What :func:`envspecs.load` takes."""

AnyEnv = TypeVar("AnyEnv", gymnasium.Env[Any, Any], VectorEnv[Any, Any, Any])


def build(part: BuiltPart, *arguments: Any, **fixed: Any) -> Any:
    """Build what a part of a spec describes.

    Args:
        part: The part.
        arguments: Arguments of its runtime class that come before its fields.
        fixed: Keyword arguments of its runtime class beside its fields.

    >>> from envspecs.specs.motions.relative import RelativeSpec
    >>> build(RelativeSpec(kind="relative", max_step=0.5))
    <envspecs.motions.relative.Relative object at 0x...>
    """
    fields = {name: _built(getattr(part, name)) for name in type(part).model_fields if name not in part.apart}
    return pkgutil.resolve_name(part.runtime)(*arguments, **fields, **fixed)


def _built(value: Any) -> Any:
    """Build the parts that a field holds, in lists and maps too."""
    if isinstance(value, BuiltPart):
        return build(value)
    if isinstance(value, tuple):
        return tuple(_built(item) for item in value)
    if isinstance(value, Mapping):
        return {key: _built(item) for key, item in value.items()}
    return value


def build_space(spec: TaskSpec) -> ImageSpace:
    """Build the space that a spec's episodes draw their images from.

    Raises:
        SpecError: If it can't be built, as where a file can't be read.
    """
    fixed = {} if spec.interface.dtype == "float32" else {"dtype": spec.interface.dtype}
    with blamed(spec, "space"):
        space: ImageSpace = build(spec.space, **fixed)
    return space


def build_core(spec: TaskSpec, lanes: int, truncate_after: int | None = None) -> Core:
    """Build the episodes of a spec.

    Args:
        spec: The task spec.
        lanes: How many run side by side.
        truncate_after: A limit of steps beside the spec's own.

    Raises:
        SpecError: If a part can't be built, or the space turns out not to suit the task.
    """
    space = build_space(spec)
    check_classes(spec, space.class_names or ())
    pictures = gallery(space, lanes)
    with blamed(spec, "sensor"):
        bare = build(spec.sensor, pictures)
        sensor = with_options(bare, pictures, max_steps=spec.episode.max_steps, **spec.sensor.extras)
    with blamed(spec, "task"):
        task = build(spec.task, Stage(pictures, sensor))
    with blamed(spec, "reward"):
        return Core(pictures, sensor, task, split=spec.split, rules=_rules(spec, truncate_after))


def _rules(spec: TaskSpec, truncate_after: int | None) -> Rules:
    reward, episode = spec.reward, spec.episode
    return Rules(
        action_cost=reward.action_cost,
        timing=reward.timing,
        max_steps=episode.max_steps,
        at_limit=episode.at_limit,
        truncate_after=truncate_after,
        size_penalty=reward.size_penalty,
        time_penalty=reward.time_penalty,
        stops_at_will=episode.stop == "action",
        confidence=episode.confidence if episode.stop == "confidence" else None,
    )


def _laid_out(env: AnyEnv, spec: TaskSpec) -> AnyEnv:
    """Give an environment the form that its spec asks for."""
    if spec.interface == InterfaceSpec():
        return env
    from envspecs.interface import Interface, lay_out  # noqa: PLC0415 - few tasks need it

    fields = spec.interface.model_dump(exclude={"dtype"})  # which the images of the space have already
    with blamed(spec, "interface"):
        return lay_out(env, Interface(**fields))


def make_env(
    spec: Source | None = None, *, render_mode: str | None = None, override: Mapping[str, object] | None = None
) -> gymnasium.Env[Any, Any]:
    """Build one environment: what ``gymnasium.make`` calls for the ids of this package.

    Args:
        spec: A task spec, or what :func:`envspecs.load` takes; there is no default.
        render_mode: ``"rgb_array"``, or None for no pictures.
        override: Changes by dotted path.

    Raises:
        SpecError: If the spec, or the spec with the changes, is not one, or what it names makes no environment.
        ValueError: If the render mode is not known.
        TypeError: If there is no spec.
    """
    task = _spec(spec, override)
    return _laid_out(ActiveEnv(build_core(task, 1), render_mode), task)


# Gymnasium asks the builder, as if it were the class, for modes that it can make others of ("human", "rgb_array_list").
vars(make_env)["metadata"] = ActiveEnv.metadata


def make_vec_env(
    num_envs: int = 1,
    *,
    spec: Source | None = None,
    autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
    render_mode: str | None = None,
    max_episode_steps: int | None = None,
    override: Mapping[str, object] | None = None,
) -> VectorEnv[Any, Any, Any]:
    """Build many environments that step together: what ``gymnasium.make_vec`` calls for the ids of this package.

    Args:
        num_envs: How many.
        spec: A task spec, or what :func:`envspecs.load` takes; there is no default.
        autoreset_mode: What happens at the end of an episode: ``"NextStep"``, ``"SameStep"`` or ``"Disabled"``.
        render_mode: ``"rgb_array"``, or None for no pictures.
        max_episode_steps: After how many steps an episode is truncated, beside its own end; None for no such limit.
        override: Changes by dotted path.

    Raises:
        SpecError: If the spec, or the spec with the changes, is not one, or what it names makes no environment.
        ValueError: If a number is no positive integer, or a mode is not known.
        TypeError: If there is no spec.
    """
    lanes = check_integer("num_envs", num_envs, least=1)
    limit = None if max_episode_steps is None else check_integer("max_episode_steps", max_episode_steps, least=1)
    task = _spec(spec, override)
    return _laid_out(ActiveVectorEnv(build_core(task, lanes, limit), autoreset_mode, render_mode), task)


def _spec(source: Source | None, override: Mapping[str, object] | None) -> TaskSpec:
    """Give the spec of a source, with changes.

    Raises:
        TypeError: If there is no source: Gymnasium's generic id has none unless its user names one.
    """
    if source is None:
        raise TypeError(
            "spec is missing, allowed is the name of a task file, a catalog id, what a file holds as a map, or a "
            "TaskSpec, as in gymnasium.make('envspecs/Task-v0', spec='my_task.yaml')"
        )
    spec = load(source)
    return spec.override(override) if override else spec
