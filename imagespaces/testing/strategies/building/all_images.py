"""The space of all images of a shape."""

from __future__ import annotations

from hypothesis import strategies as st

from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["ALL_IMAGES"]


def _build(options: Options) -> st.SearchStrategy[ImageSpace]:
    if options.labelled:
        return st.nothing()  # it has no classes

    def build(size: tuple[int, int], channels: int, dtype: str) -> ImageSpace:
        return ImageSpace(size[0], size[1], channels, dtype=dtype)

    return st.builds(build, sizes(options.max_pixels), st.integers(1, 4), options.dtypes)


ALL_IMAGES = Kind(1, _build, labels=True)
"""Spaces of all images of a shape."""
