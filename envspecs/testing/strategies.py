"""Hypothesis strategies that build task specs, and actions and scenarios for their environments.

They build rather than filter, and shrink toward small images, a single pixel in the centre, and short episodes.

>>> from hypothesis import find
>>> glimpses = task_specs(sensors=["glimpse"], tasks=["classification"])
>>> spec = find(glimpses, lambda spec: spec.reward.timing == "final_step")
>>> spec.space
CircleSquareSpec(kind='circle_square', height=3, width=3, extent=2, gradient=False)
>>> spec.sensor.size, spec.episode.max_steps
((1, 1), 1)

A kind takes part by an entry in :data:`KINDS`, under its group::

    KINDS["envspecs.losses"]["brier"] = lambda options: st.just({"kind": "brier"})

and a space by one in :data:`imagespaces.testing.strategies.KINDS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv

from envspecs.build import build_space
from envspecs.loading import load
from envspecs.registry import kinds
from envspecs.specs.base import SensorKind
from envspecs.specs.task_spec import TaskSpec
from envspecs.tasks.scales import ends_of
from envspecs.testing.describing import Fields, fields_of
from envspecs.testing.elements import elements
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.testing.strategies needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = ["KINDS", "Builder", "Options", "action_sequences", "actions", "elements", "scenarios", "task_specs"]


@dataclass(frozen=True)
class Options:
    """What kinds are built for.

    Attributes:
        image_size: (height, width) of the images.
        coverage: What a glimpse covers along x and y, in units of positions, for tasks; None where the sensor does not
            tell what it would see elsewhere.
        numbers: The factors of variation that hold numbers, more than one.
        knows_objects: Whether masks tell where objects are.
        has_masks: Whether there are masks that tell pixels apart.
    """

    image_size: tuple[int, int]
    coverage: tuple[float, float] | None = None
    numbers: tuple[str, ...] = ()
    knows_objects: bool = False
    has_masks: bool = False


Builder: TypeAlias = Callable[[Options], st.SearchStrategy[Fields]]
"""How a kind of part is built: the fields of a task file, with its ``kind``."""


# ------------------------------------------------------------------------------------------------------- task specs


@st.composite
def task_specs(
    draw: st.DrawFn,
    *,
    max_pixels: int = 256,
    max_steps: int = 6,
    sensors: Iterable[str] | None = None,
    tasks: Iterable[str] | None = None,
) -> TaskSpec:
    """Build task specs, valid by construction.

    Args:
        draw: Given by Hypothesis.
        max_pixels: The most rows × columns of an image, at least 12.
        max_steps: The most steps of an episode.
        sensors: The kinds of sensors to choose from; all unless given.
        tasks: The kinds of tasks to choose from; all unless given.
    """
    space = draw(_spaces(max_pixels))
    options = Options(
        (space.height, space.width),
        numbers=_numbers(space),
        knows_objects=space.knows_objects,
        has_masks=space.knows_objects or len(space.mask_names or ()) > 1,
    )
    sensor = draw(_any_of("envspecs.sensors", options, None if sensors is None else tuple(sensors)))
    about = replace(options, coverage=_coverage(sensor, space))
    return load(
        {
            "envspec": 1,
            "space": fields_of(space),
            "sensor": sensor | draw(_extras(options)),
            "task": draw(_any_of("envspecs.tasks", about, None if tasks is None else tuple(tasks))),
            "reward": draw(_REWARDS),
            "episode": draw(_episodes(max_steps)),
        }
    )


def _coverage(sensor: Fields, space: ImageSpace) -> tuple[float, float] | None:
    """Give what a sensor covers of the images of a space, as its model tells."""
    model = kinds("envspecs.sensors")[sensor["kind"]].model_validate(sensor)
    return model.coverage((space.height, space.width, space.channels)) if isinstance(model, SensorKind) else None


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


def _spaces(max_pixels: int) -> st.SearchStrategy[ImageSpace]:
    """Build spaces of kinds that task files know, with classes to tell apart."""
    known = kinds("imagespaces.spaces")
    small = [name for name, kind in images.KINDS.items() if name in known and kind.least_pixels <= max_pixels]
    return _spaces_of(tuple(small), max_pixels)


@lru_cache(maxsize=64)
def _spaces_of(names: tuple[str, ...], max_pixels: int) -> st.SearchStrategy[ImageSpace]:
    return images.image_spaces(kinds=names, max_pixels=max_pixels).filter(lambda space: (space.num_classes or 0) > 1)


def _numbers(space: ImageSpace) -> tuple[str, ...]:
    """Name the factors of a space that hold numbers, more than one."""
    ends = {name: ends_of(factor) for name, factor in space.factors.items()}
    return tuple(name for name, numbers in ends.items() if numbers is not None and numbers[0] < numbers[1])


def _any_of(group: str, options: Options, only: tuple[str, ...] | None = None) -> st.SearchStrategy[Fields]:
    """Build a part of any kind, or of some, that is both registered and known here."""
    chosen = [build for of, kind, build in _known() if of == group and (only is None or kind in only)]
    return _one_of(tuple(chosen), _known(), options)


def _motion_of(axes: int, options: Options) -> st.SearchStrategy[Fields]:
    """Build a motion of positions with so many axes."""
    models = kinds("envspecs.motions")
    fitting = [
        build for of, kind, build in _known() if of == "envspecs.motions" and getattr(models[kind], "axes", 2) == axes
    ]
    return _one_of(tuple(fitting), _known(), options)


def _loss_of(predicted: str, options: Options) -> st.SearchStrategy[Fields]:
    """Build a loss of predictions of a kind."""
    models = kinds("envspecs.losses")
    fitting = [
        build
        for of, kind, build in _known()
        if of == "envspecs.losses" and getattr(models[kind], "scores", "") == predicted
    ]
    return _one_of(tuple(fitting), _known(), options)


def _known() -> tuple[tuple[str, str, Builder], ...]:
    """Give all kinds that are both registered and known here, each as its group, its name and how it is built."""
    return tuple(
        (group, kind, build)
        for group, builders in KINDS.items()
        for kind, build in builders.items()
        if kind in kinds(group)
    )


@lru_cache(maxsize=1024)
def _one_of(
    builders: tuple[Builder, ...],
    known: tuple[tuple[str, str, Builder], ...],  # noqa: ARG001 - tells strategies apart, for parts hold parts
    options: Options,
) -> st.SearchStrategy[Fields]:
    return st.one_of([build(options) for build in builders])


_REWARDS = st.fixed_dictionaries(
    {
        "action_cost": st.floats(0, 1),
        "timing": st.sampled_from(["every_step", "final_step", "improvement"]),
        "time_penalty": st.just(0.0) | st.floats(0, 1),
    }
)


@lru_cache(maxsize=64)
def _episodes(max_steps: int) -> st.SearchStrategy[Fields]:
    ends = st.sampled_from(["terminate", "truncate"])
    return st.fixed_dictionaries({"max_steps": st.integers(1, max_steps), "at_limit": ends})


@lru_cache(maxsize=1024)
def _extras(options: Options) -> st.SearchStrategy[Fields]:
    """Build what any sensor can have besides, some of it left out."""
    height, width = options.image_size
    return st.fixed_dictionaries(
        {},
        optional={
            "noise": st.floats(0, 1),
            "dropout": st.floats(0, 0.9),
            "periphery": st.tuples(st.integers(1, height), st.integers(1, width)).map(list),
            "memory": st.sampled_from(["canvas", "history"]),
            "observe": st.just(["last_action"]),
        },
    )


_FEW = 200
"""So many places can be compared with one another in no time."""

_STARTS = st.one_of(st.sampled_from(["center", "random"]), st.lists(st.floats(-1, 1), min_size=2, max_size=2))


@st.composite
def _glimpses(draw: st.DrawFn, options: Options) -> Fields:
    height, width = options.image_size
    scale = draw(st.one_of(st.just(1.0), st.floats(0.25, min(height, width))))
    size = [draw(st.integers(1, int(side / scale))) for side in (height, width)]
    return {
        "kind": "glimpse",
        "size": size,
        "scale": scale,
        "motion": draw(_motion_of(2, options)),
        "start": draw(_STARTS),
        "border": draw(st.sampled_from(["clamp", "pad"])),
    }


@st.composite
def _zooms(draw: st.DrawFn, options: Options) -> Fields:
    shorter = min(options.image_size)
    grid = draw(st.integers(1, min(3, shorter)))
    patch = draw(st.integers(1, shorter // grid))
    return {
        "kind": "zoom",
        "patch": patch,
        "grid": grid,
        "filter": draw(st.sampled_from(["bilinear", "area"])),
        "motion": draw(_motion_of(3, options)),
        "start": draw(_STARTS),
        "start_scale": draw(st.one_of(st.floats(0, 1), st.just("random"))),
    }


@st.composite
def _foveae(draw: st.DrawFn, options: Options) -> Fields:
    scale = draw(st.sampled_from([1.0, 0.5, 1.5] if min(options.image_size) > 1 else [1.0, 0.5]))
    size = [draw(st.integers(1, max(1, int(side / scale)))) for side in options.image_size]
    return {
        "kind": "foveated",
        "size": size,
        "levels": draw(st.integers(1, 4)),
        "factor": draw(st.sampled_from([2.0, 1.0, 1.5, 3.0])),
        "scale": scale,
        "motion": draw(_motion_of(2, options)),
        "start": draw(_STARTS),
    }


def _full(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "full"})


def _absolute_zoom(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "absolute_zoom"})


def _relative_zoom(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {
            "kind": st.just("relative_zoom"),
            "max_step": st.one_of(steps, st.lists(steps, min_size=2, max_size=2)),
            "max_zoom": st.floats(0.01, 1),
        }
    )


def _relative(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    pairs = st.lists(steps, min_size=2, max_size=2)
    return st.fixed_dictionaries({"kind": st.just("relative"), "max_step": st.one_of(steps, pairs)})


def _absolute(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "absolute"})


def _discrete(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {
            "kind": st.just("discrete"),
            "directions": st.sampled_from([4, 8]),
            "stay": st.booleans(),
            "step": st.one_of(steps, st.lists(steps, min_size=2, max_size=2)),
        }
    )


def _velocity(_options: Options) -> st.SearchStrategy[Fields]:
    lengths = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {"kind": st.just("velocity"), "max_speed": lengths, "max_acceleration": lengths, "friction": st.floats(0, 1)}
    )


def _classification(options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("classification"), "loss": _loss_of("logits", options)})


def _localization(options: Options) -> st.SearchStrategy[Fields]:
    """Build tasks whose targets are among few candidates, which are quick to compare, or anywhere."""
    if options.coverage is None or math.inf in options.coverage or min(options.image_size) == 1:
        return st.nothing()
    candidates = math.prod(math.ceil(2 / (0.2 * each)) for each in options.coverage)
    targets = ["uniform", "distinctive"] if candidates <= _FEW else ["uniform"]
    fields = {"kind": st.just("localization"), "loss": _loss_of("numbers", options)}
    return st.fixed_dictionaries(fields | {"targets": st.sampled_from(targets)})


def _inverted_classification(options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("inverted_classification"), "loss": _loss_of("logits", options)})


def _hide_and_seek(options: Options) -> st.SearchStrategy[Fields]:
    if not options.knows_objects:
        return st.nothing()
    return st.fixed_dictionaries(
        {
            "kind": st.just("hide_and_seek"),
            "hide_from": st.sampled_from([[0], [1], [1, 0], []]),
            "prediction": st.booleans(),
            "loss": _loss_of("logits", options),
        }
    )


def _regression(options: Options) -> st.SearchStrategy[Fields]:
    if not options.numbers:
        return st.nothing()
    factors = st.lists(st.sampled_from(options.numbers), min_size=1, max_size=3, unique=True)
    fields = {"kind": st.just("regression"), "loss": _loss_of("numbers", options)}
    return st.fixed_dictionaries(fields | {"factors": factors})


def _none(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "none"})


def _sizes(options: Options) -> st.SearchStrategy[list[int] | None]:
    """Build sizes of predictions of pixels, up to those of the images."""
    return st.none() | st.tuples(*(st.integers(1, side) for side in options.image_size)).map(list)


def _reconstruction(options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries(
        {
            "kind": st.just("reconstruction"),
            "size": _sizes(options),
            "unseen_only": st.booleans(),
            "loss": _loss_of("pixels", options),
        }
    )


def _segmentation(options: Options) -> st.SearchStrategy[Fields]:
    if not options.has_masks:
        return st.nothing()
    fields = {"kind": st.just("segmentation"), "size": _sizes(options), "loss": _loss_of("logits of pixels", options)}
    return st.fixed_dictionaries(fields)


def _cross_entropy(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("cross_entropy"), "normalized": st.booleans()})


def _squared_error(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("squared_error"), "normalized": st.booleans()})


def _root_mean_squared_error(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries(
        {
            "kind": st.just("root_mean_squared_error"),
            "scale": st.sampled_from([255, 1]),
            "normalized": st.booleans(),
        }
    )


def _pixel_cross_entropy(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("pixel_cross_entropy"), "normalized": st.booleans()})


KINDS: Mapping[str, dict[str, Builder]] = {
    "envspecs.sensors": {"glimpse": _glimpses, "zoom": _zooms, "foveated": _foveae, "full": _full},
    "envspecs.motions": {
        "relative": _relative,
        "absolute": _absolute,
        "discrete": _discrete,
        "velocity": _velocity,
        "absolute_zoom": _absolute_zoom,
        "relative_zoom": _relative_zoom,
    },
    "envspecs.tasks": {
        "classification": _classification,
        "inverted_classification": _inverted_classification,
        "localization": _localization,
        "hide_and_seek": _hide_and_seek,
        "regression": _regression,
        "none": _none,
        "reconstruction": _reconstruction,
        "segmentation": _segmentation,
    },
    "envspecs.losses": {
        "cross_entropy": _cross_entropy,
        "squared_error": _squared_error,
        "root_mean_squared_error": _root_mean_squared_error,
        "pixel_cross_entropy": _pixel_cross_entropy,
    },
}
"""How each kind of part but spaces is built, by group and kind."""


# ------------------------------------------------------------------------------------------------------- environments


def actions(env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> st.SearchStrategy[Any]:
    """Build actions of an environment, single or vector."""
    return elements(env.action_space)


def action_sequences(
    env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any], max_steps: int = 16
) -> st.SearchStrategy[list[Any]]:
    """Build one action of an environment or several, as many as ``max_steps``."""
    return st.lists(actions(env), min_size=1, max_size=max_steps)


def scenarios(spec: TaskSpec, *, num_envs: int | None = None) -> st.SearchStrategy[Fields]:
    """Build options of ``reset``, some left out.

    Args:
        spec: Whose environments they are for.
        num_envs: For vector environments how many they are: each option is then one value or one per environment, and
            a ``reset_mask`` may be among them.

    >>> from hypothesis import find
    >>> find(scenarios(load("CircleSquare-v0")), lambda options: options.get("index", 0) > 6)
    {'index': 7}
    """
    space = build_space(spec)
    one = st.fixed_dictionaries(
        {},
        optional={
            "index": images.indices(space, split=spec.split),
            "split": st.just(spec.split),
            **({"position": st.tuples(st.floats(-1, 1), st.floats(-1, 1))} if spec.sensor.kind == "glimpse" else {}),
        },
    )
    if num_envs is None:
        return one
    each = st.lists(one, min_size=num_envs, max_size=num_envs).map(_together)
    masks = st.lists(st.booleans(), min_size=num_envs, max_size=num_envs).map(_at_least_one)
    with_mask = st.fixed_dictionaries({}, optional={"reset_mask": masks})
    return st.tuples(st.one_of(one, each), with_mask).map(lambda parts: parts[0] | parts[1])


def _together(scenarios: list[Fields]) -> Fields:
    """Give scenarios of several environments as one: the options that all of them have."""
    shared = set.intersection(*(set(scenario) for scenario in scenarios))
    return {name: [scenario[name] for scenario in scenarios] for name in sorted(shared)}


def _at_least_one(flags: list[bool]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Give a mask; one without a true flag becomes one of all."""
    return np.array(flags if any(flags) else [True] * len(flags))
