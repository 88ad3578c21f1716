"""The strategy of image spaces."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hypothesis import strategies as st

from imagespaces.pixels import PIXEL_RANGE, dtype_name
from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.known import KINDS, known_kinds

__all__ = ["image_spaces"]

_STREAMS = st.integers(-(2**63), 2**63 - 1)


def image_spaces(
    *, kinds: Iterable[str] | None = None, max_pixels: int = 1024, dtype: str | None = None, labelled: bool = False
) -> st.SearchStrategy[ImageSpace]:
    """Build image spaces, installed plugins' among them.

    Args:
        kinds: Which kinds, by their names; unless given, all whose images can be so small.
        max_pixels: The most rows × columns of an image.
        dtype: ``"float32"`` or ``"uint8"``; both unless given.
        labelled: Whether only spaces with two classes or more.

    Raises:
        ValueError: If a kind is unknown, has no image so small or never two classes, there is none, or the dtype is
            another.
        PluginError: If a plugin, or the strategy that it names, is broken, or a kind exists twice.

    >>> from hypothesis import find
    >>> find(image_spaces(kinds=["circle_square", "digits"], dtype="uint8"), lambda space: space.num_classes > 2)
    Digits(height=1, width=1, upsampling='smooth', classes=(), partition=None, transforms=(), dtype='uint8', stream=0)
    """
    wanted = None if kinds is None else tuple(kinds)
    known = KINDS if wanted and KINDS.keys() >= set(wanted) else known_kinds()
    small = {name: kind for name, kind in known.items() if kind.least_pixels <= max_pixels}
    names = tuple(small) if wanted is None else wanted
    if not names or not set(names) <= set(small):
        allowed = f"of up to {max_pixels} pixels one or more of {', '.join(small) or 'none'}"
        raise ValueError(f"kinds must be {allowed}, got {list(names)}")
    name_of_type = None if dtype is None else dtype_name(dtype)
    built = _one_of(tuple(small[name] for name in names), max_pixels, name_of_type, labelled)
    if built.is_empty:
        raise ValueError(f"with labelled=True a kind must have spaces with two classes or more, got {list(names)}")
    return built


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


@lru_cache(maxsize=256)
def _one_of(
    kinds: tuple[Kind, ...],
    max_pixels: int,
    dtype: str | None,
    labelled: bool,  # noqa: FBT001 - the key of a cache
) -> st.SearchStrategy[ImageSpace]:
    dtypes = st.sampled_from(list(PIXEL_RANGE) if dtype is None else [dtype])
    return st.one_of([_built(kind, Options(max_pixels, dtypes, _STREAMS, labelled)) for kind in kinds])


def _built(kind: Kind, options: Options) -> st.SearchStrategy[ImageSpace]:
    built = kind.build(options)
    return built if kind.labels or not options.labelled else built.filter(lambda space: (space.num_classes or 0) > 1)
