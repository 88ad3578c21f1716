"""Pictures of classes, and relabellings that fit them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from imagespaces.loaded.relabelling import Binarize, Classed, FirstClasses, Merge, OnlyClasses, Relabelling

__all__ = ["NAMES", "classed", "farms", "relabellings", "some"]

NAMES = ("cat", "cow", "dog", "hen", "pig", "rat", "sow")


def classed(labels: list[int], names: tuple[str, ...] = NAMES) -> Classed:
    """Give pictures of classes, called by number."""
    return Classed(np.array(labels, np.int64), names, [f"{number}.png" for number in range(len(labels))])


def some(whole: Classed, chosen: list[int]) -> Classed:
    """Give some of the pictures, in another order."""
    return Classed(whole.labels[chosen], whole.names, [whole.pictures[number] for number in chosen])


@st.composite
def farms(draw: st.DrawFn) -> Classed:
    """Draw pictures of two to seven classes, some of them left out already."""
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    return classed(draw(st.lists(st.integers(-1, len(names) - 1), min_size=1, max_size=30)), names)


@st.composite
def relabellings(draw: st.DrawFn, names: tuple[str, ...]) -> Relabelling:
    """Draw a relabelling for classes of some names, at least two."""
    order = draw(st.permutations(range(len(names))))
    classes: list[Any] = [draw(st.sampled_from([number, names[number]])) for number in order]
    count = draw(st.integers(1, len(names)))
    least = draw(st.integers(1, len(names) - 1))
    stream = draw(st.integers(-5, 2**70))
    kinds: list[Relabelling] = [
        OnlyClasses(classes[:count]),
        FirstClasses(count),
        Merge({"new": classes[:count]}, draw(st.sampled_from(["drop", "keep"]))),
        Merge({"left": classes[:least], "right": classes[least:]}),
        Binarize("merge", stream=stream),
        Binarize("merge", classes[:least]),
        Binarize("select_two", stream=stream),
        Binarize("select_two", classes[:2]),
        Binarize("random", stream=stream),
    ]
    return draw(st.sampled_from(kinds))
