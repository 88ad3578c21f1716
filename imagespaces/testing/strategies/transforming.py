"""The strategy of transforms: one of each kind, and tuples of several."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hypothesis import strategies as st

from imagespaces.testing.strategies import plugins
from imagespaces.testing.strategies.parameters import BUILT_IN, Builder
from imagespaces.transforms import Transform

__all__ = ["TRANSFORMS", "fitting_kinds", "transforms"]

TRANSFORMS: dict[str, Builder] = dict(BUILT_IN)
"""How each kind of transform is built, by its name: this library's, and those that are entered while Python runs.

Each is a function of whether parameters are to be mild: it gives a strategy of transforms that fit images of any shape.
"""

_COLOURED = frozenset({"hue", "saturation"})
_OF_PICTURES = frozenset({"photograph_background", "texture_background"})


def transforms(
    *,
    kinds: Iterable[str] | None = None,
    min_size: int = 0,
    max_size: int = 3,
    channels: int = 1,
    objects: bool = True,
    warped: bool = True,
    mild: bool = False,
) -> st.SearchStrategy[tuple[Transform, ...]]:
    """Build transforms that fit together, each kind once: what a space takes as its ``transforms``.

    The simplest is none, or the first kinds with the parameters that shrink best.

    Args:
        kinds: Which kinds, by the names that task files have for them (``"flip"``, ``"gaussian_noise"``); unless given,
            all that fit: those of :data:`TRANSFORMS`, and installed plugins' whose models name a strategy.
        min_size: The least number of transforms.
        max_size: The most.
        channels: Of the images: what changes colours needs 3, pictures behind objects 1 or 3.
        objects: Whether the space knows where its objects are, as backgrounds need.
        warped: Whether images are pictures that fill their frame, which can be shifted only where they are scaled, too.
        mild: Whether parameters are moderate, and all that may make images alike is drawn for each instance: what is to
            be seen stays there to be seen, and states need not have different images.

    Raises:
        ValueError: If a kind is unknown or does not fit, or there are too few.
        PluginError: If a plugin, or the strategy that it names, is broken, or a kind exists twice.

    >>> from hypothesis import find
    >>> find(transforms(kinds=["flip", "rotate"]), lambda some: len(some) == 2)
    (Flip(probability=0.0, axes=('left_right',)), Rotate(angle=(0.0, 360.0), quantum=None))
    >>> find(transforms(kinds=["invert"], min_size=1), lambda some: True)
    (Invert(probability=0.0),)
    """
    fitting = fitting_kinds(channels, objects=objects)
    wanted = fitting if kinds is None else tuple(dict.fromkeys(kinds))
    if not set(wanted) <= set(fitting):
        raise ValueError(f"kinds must be among {', '.join(fitting)}, which fit such images, got {list(wanted)}")
    if warped and "scale" not in wanted:
        wanted = tuple(name for name in wanted if name != "shift")
    if not 0 <= min_size <= max_size or min_size > len(wanted):
        raise ValueError(
            f"there must be from 0 to {len(wanted)} transforms at least, and no fewer at most, "
            f"got from {min_size} to {max_size}"
        )
    known = _known()
    builders = tuple((name, known[name]) for name in wanted)
    return _tuples(builders, min_size, min(max_size, len(wanted)), warped, mild)


def fitting_kinds(channels: int, *, objects: bool) -> tuple[str, ...]:
    """Name the kinds that fit images of so many channels, of which it is known where objects are, or not.

    What changes colours comes last: so what is chosen from the others stays what it is where Hypothesis takes an image
    of one channel instead of three, which is simpler.
    """
    fitting = (
        name
        for name in _known()
        if (channels == 3 or name not in _COLOURED)
        and (channels in {1, 3} or name not in _OF_PICTURES)
        and (objects or not name.endswith("_background"))
    )
    return tuple(sorted(fitting, key=_COLOURED.__contains__))


def _known() -> dict[str, Builder]:
    return plugins.with_installed(plugins.TRANSFORMS, TRANSFORMS, BUILT_IN)


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


@lru_cache(maxsize=256)
def _tuples(
    builders: tuple[tuple[str, Builder], ...],
    least: int,
    most: int,
    warped: bool,  # noqa: FBT001 - the key of a cache
    mild: bool,  # noqa: FBT001
) -> st.SearchStrategy[tuple[Transform, ...]]:
    if not most:
        return st.just(())
    known = dict(builders)
    chosen = st.lists(st.sampled_from(list(known)), min_size=least, max_size=most, unique=True)
    if warped:
        chosen = chosen.map(lambda some: _scaled(some, most))
    return chosen.flatmap(lambda some: _each(tuple(known[name] for name in some), mild))


@lru_cache(maxsize=4096)
def _each(builders: tuple[Builder, ...], mild: bool) -> st.SearchStrategy[tuple[Transform, ...]]:  # noqa: FBT001
    return st.tuples(*(_one(build, mild) for build in builders))


@lru_cache(maxsize=64)
def _one(build: Builder, mild: bool) -> st.SearchStrategy[Transform]:  # noqa: FBT001
    return build(mild)


def _scaled(names: list[str], most: int) -> list[str]:
    """Have what shifts pictures scale them, too; where there is no room for both, instead."""
    if "shift" not in names or "scale" in names:
        return names
    return [*names, "scale"] if len(names) < most else ["scale" if name == "shift" else name for name in names]
