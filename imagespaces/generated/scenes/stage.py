"""All objects of a scene together: where each is, how it is turned and what it looks like, in given instances.

Axes: ``B`` instances, ``K`` objects, ``C`` channels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.scenes.actors import Actor
from imagespaces.generated.scenes.attributes import Attribute, Values
from imagespaces.kernels.outlines import LoopSet
from imagespaces.transforms import Pose
from imagespaces.transforms.pose import compose

__all__ = ["Cast", "Stage"]

Centres: TypeAlias = Callable[[Values], Mapping[str, NDArray[np.float64]]]
"""From values of factors to the centre of each object, ``[B, 2]`` or ``[1, 2]``, in pixels."""


@dataclass(frozen=True, eq=False)
class Cast:
    """The objects of ``B`` instances, the deepest first.

    Attributes:
        outlines: int64 ``[K, B]``, the number of the outline of each.
        linear: float64 ``[K, B, 2, 2]``, what a vector of it becomes, in pixels.
        centres: float64 ``[K, B, 2]``, where its centre is, in pixels.
        inks: uint8 ``[K, B, C]``, its colour.
        textures: int64 ``[K, B]``, the number of its pattern among all.
        present: bool ``[K, B]``, whether it is there.
    """

    outlines: NDArray[np.int64]
    linear: NDArray[np.float64]
    centres: NDArray[np.float64]
    inks: NDArray[np.uint8]
    textures: NDArray[np.int64]
    present: NDArray[np.bool_]

    def take(self, depth: int, instances: NDArray[np.int64]) -> Self:
        """Give the objects of one depth in some instances ``[R]``: arrays ``[R, …]``."""
        return replace(self, **{field.name: getattr(self, field.name)[depth, instances] for field in fields(self)})

    def reordered(self, order: NDArray[np.int64]) -> Self:
        """Give the objects in another order in each instance: int64 ``[K, B]``."""
        instances = np.arange(order.shape[1])
        return replace(self, **{field.name: getattr(self, field.name)[order, instances] for field in fields(self)})


class Stage:
    """The objects of a scene.

    Args:
        actors: The objects.
        centres: Tells where they are.
        ranks: For each object which of the distractors it is, from 0; None where it is always there.
        distractors: How many distractors there are.
        textures: The names of all patterns.

    Attributes:
        outlines: The outlines of all shapes of all objects.
    """

    def __init__(
        self,
        actors: Sequence[Actor],
        centres: Centres,
        ranks: Sequence[int | None],
        distractors: Attribute,
        textures: Sequence[str],
    ) -> None:
        self._actors, self._centres, self._ranks, self._distractors = actors, centres, ranks, distractors
        self.outlines = LoopSet([outline for actor in actors for outline in actor.outlines])
        counts = [len(actor.outlines) for actor in actors]
        self._first = np.cumsum(counts) - counts
        self._patterns = [
            np.array([textures.index(str(choice)) for choice in actor.attributes["texture"].choices or ()])
            for actor in actors
        ]

    def at(self, values: Values, poses: Mapping[str, Pose] | None) -> tuple[Cast, NDArray[np.int64]]:
        """Give the objects of instances.

        Args:
            values: For each factor ``[B]`` values.
            poses: What geometric transforms make of each object; None where there are none.

        Returns:
            The objects, the deepest first, and which of all objects they are: int64 ``[K, B]``.
        """
        count = len(next(iter(values.values())))
        centres = self._centres(values)
        linear = [actor.linear(values) for actor in self._actors]
        if poses is not None:
            linear = [compose(poses[actor.name].linear, own) for actor, own in zip(self._actors, linear, strict=True)]
        cast = Cast(
            outlines=_rows(self._shapes(values), count),
            linear=_rows(linear, count),
            centres=_rows([centres[actor.name] for actor in self._actors], count),
            inks=_rows([actor.ink.levels(values) for actor in self._actors], count),
            textures=_rows(self._textures(values), count),
            present=_rows(self._present(values), count),
        )
        order = self._order(values, count)
        return cast.reordered(order), order

    def _shapes(self, values: Values) -> list[NDArray[np.int64]]:
        pairs = zip(self._actors, self._first, strict=True)
        return [first + actor.attributes["shape"].places(values) for actor, first in pairs]

    def _textures(self, values: Values) -> list[NDArray[np.int64]]:
        pairs = zip(self._actors, self._patterns, strict=True)
        return [table[actor.attributes["texture"].places(values)] for actor, table in pairs]

    def _present(self, values: Values) -> list[NDArray[np.bool_]]:
        there = self._distractors.numbers(values)
        always = np.ones(1, np.bool_)
        return [always if rank is None else there > rank for rank in self._ranks]

    def _order(self, values: Values, count: int) -> NDArray[np.int64]:
        """Give which objects are drawn first, second and so on: int64 ``[K, B]``."""
        depths = _rows([actor.attributes["depth"].numbers(values) for actor in self._actors], count)
        return np.argsort(-depths, axis=0, kind="stable")


def _rows(parts: Sequence[NDArray[Any]], count: int) -> NDArray[Any]:
    """Put the arrays of all objects together, each ``[B, …]`` or ``[1, …]``: ``[K, B, …]``."""
    return np.stack([np.broadcast_to(part, (count, *part.shape[1:])) for part in parts])
