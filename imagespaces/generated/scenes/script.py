"""What follows from the description of a scene before anything is drawn: who is there, where, and in which states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Domain, Factor, Finite, SparseDomain
from imagespaces.generated.scenes.actors import Actor
from imagespaces.generated.scenes.attributes import Attribute, Values
from imagespaces.generated.scenes.cells import CellGrid, Cells, Ordered, choose_grid
from imagespaces.generated.scenes.colours import ColorChoice, Ink
from imagespaces.generated.scenes.objects import Distractors, SceneObject, cast_of
from imagespaces.generated.scenes.orders import ORDER, Order
from imagespaces.generated.scenes.placement import Frame, Stands, check_apart
from imagespaces.generated.scenes.relations import Bound, Member, OddOneOut, Relation
from imagespaces.generated.scenes.stage import Stage
from imagespaces.generated.scenes.textures import TEXTURES
from imagespaces.transforms import Gains

__all__ = ["Production", "Script"]

_DISTRACTORS = "distractors"
_BACKGROUND = "background"


@dataclass(frozen=True)
class Script:
    """The description of a scene; the attributes are the arguments of :class:`~imagespaces.Scene`.

    Attributes:
        frame: The frame.
        channels: 1 or 3.
        objects: The objects by name.
        distractors: Others, by number.
        background: The colour behind them; checked.
        overlap: Whether they may hide each other.
        cells: Rows and columns of the cells; None to have them chosen.
        relation: What the class is, if it is a relation.
    """

    frame: Frame
    channels: int
    objects: Mapping[str, SceneObject]
    distractors: Distractors | None
    background: ColorChoice
    overlap: bool
    cells: tuple[int, int] | None
    relation: Relation | None


class Production:
    """A scene worked out.

    Args:
        script: The description.
        gains: By how much transforms change lengths of objects.
        turns: Whether transforms turn or slant objects.

    Raises:
        ValueError: If the request can't be satisfied.
        TypeError: If something is no object.

    Attributes:
        stage: The objects.
        ground: The colour behind them.
        domain: All factors but those of transforms, and the states.
        bound: The relation that is the class, if there is one.
        names: What the objects are called.
        may_lack: Whether there are states in which an object is not there, whose attributes they still tell.
    """

    def __init__(self, script: Script, gains: Gains, *, turns: bool) -> None:
        cast = cast_of(script.objects, script.distractors)
        self.names = tuple(cast)
        self._script = script
        self._actors = [
            Actor(name, each, script.frame, script.channels, gains, turns=turns) for name, each in cast.items()
        ]
        self.ground = Ink(_BACKGROUND, script.background, script.channels)
        _check_seen(self._actors, self.ground)
        counts = script.distractors.counts if script.distractors else (0,)
        self._number = Attribute(_DISTRACTORS, counts)
        extras = [actor for actor in self._actors if actor.name not in script.objects]
        varied = any(isinstance(factor, Finite) for actor in extras for factor in actor.factors)
        self.may_lack = min(counts) < max(counts) and varied
        self._ranks = {name: number for number, name in enumerate(actor.name for actor in extras)}
        self._stands, self._cells = self._put()
        self.bound = self._bind()
        self.domain = self._domain()
        ranks = [self._ranks.get(name) for name in cast]
        self.stage = Stage(self._actors, self._centres, ranks, self._number, list(TEXTURES))

    def _centres(self, values: Values) -> dict[str, NDArray[np.float64]]:
        centres = self._cells.centres(values) if self._cells else {}
        for stands in self._stands.values():
            centres |= stands.centres(values)
        return centres

    def _put(self) -> tuple[dict[str, Stands], Cells | None]:
        """Decide what tells where each object is."""
        script = self._script
        placed = [actor for actor in self._actors if actor.given.x is None]
        free = script.overlap or len(self._actors) == 1
        standing = self._actors if free else [actor for actor in self._actors if actor.given.x is not None]
        stands = {actor.name: Stands(actor.name, actor.given, actor.reach, script.frame) for actor in standing}
        regions = {name: each.region for name, each in stands.items()}
        if not script.overlap:
            check_apart(regions)
        if free or not placed:
            _check_no_cells(script)
            return stands, None
        return stands, self._into_cells(placed, tuple(regions.values()))

    def _into_cells(self, placed: Sequence[Actor], taken: tuple[tuple[float, ...], ...]) -> Cells:
        script, ordered = self._script, self._ordered(placed)
        reaches = {actor.name: actor.reach for actor in placed}
        if script.cells is not None:
            return Cells(reaches, CellGrid(script.frame, *script.cells, taken), ordered)
        at_least = (1 + (ordered is not None and ordered.axis == 0), 1 + (ordered is not None and ordered.axis == 1))
        return Cells(reaches, choose_grid(reaches, script.frame, taken, at_least=at_least), ordered)

    def _ordered(self, placed: Sequence[Actor]) -> Ordered | None:
        """Give the two objects of which a factor tells which comes first, if that is the class."""
        relation, names = self._script.relation, {actor.name for actor in placed}
        if not isinstance(relation, Order) or not {relation.first, relation.second} <= names - set(self._ranks):
            return None
        if relation.first == relation.second:
            return None
        return Ordered(relation.first, relation.second, 1 if relation.axis == "x" else 0, ORDER)

    def _bind(self) -> Bound | None:
        if self._script.relation is None:
            return None
        return self._script.relation.bind(self._members(), self._number)

    def _members(self) -> dict[str, Member]:
        members = {}
        for actor in self._actors:
            place = self._stands[actor.name].attributes if actor.name in self._stands else {}
            members[actor.name] = Member({**actor.attributes, **place}, self._ranks.get(actor.name))
        return members

    def _domain(self) -> Domain:
        factors = self._factors()
        relation = self._script.relation
        if not isinstance(relation, OddOneOut):
            return Domain(factors)
        attributes = [self._members()[name].attributes[relation.attribute] for name in relation.names(self._members())]
        return _odd_domain(factors, attributes)

    def _factors(self) -> list[Factor]:
        """Give all factors: object by object, then those of the whole."""
        factors: list[Factor] = []
        for actor in self._actors:
            factors += actor.factors
            if actor.name in self._stands:
                factors += self._stands[actor.name].factors
        if self.bound and self._cells and self._cells.ordered:
            factors.append(Finite(ORDER, self.bound.class_names))
        more = [self._number, *self.ground.attributes.values()]
        factors += [each.factor for each in more if each.factor is not None]
        return factors + (self._cells.factors if self._cells else [])


def _odd_domain(factors: Sequence[Factor], traits: Sequence[Attribute]) -> SparseDomain:
    """Give the states in which one of some attributes differs from the others, which are alike.

    They count the object that differs fastest, then the value of the others, then its own among the values left, then
    the other finite factors.
    """
    names = [trait.name for trait in traits]
    size = len(traits[0].choices or ())
    rest = Domain(factor for factor in factors if isinstance(factor, Finite) and factor.name not in names)
    combinations = len(names) * size * (size - 1)

    def codes(states: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        others, combination = np.divmod(states, combinations)
        pair, odd = np.divmod(combination, len(names))
        own, common = np.divmod(pair, size)
        own = own + (own >= common)
        return {name: np.where(odd == number, own, common) for number, name in enumerate(names)} | rest.codes(others)

    return SparseDomain(factors, combinations * rest.num_states, codes)


def _check_seen(actors: Sequence[Actor], ground: Ink) -> None:
    """Refuse objects of the colour of what is behind them."""
    behind = {levels: name for name, levels in ground.fixed}
    for actor in actors:
        for name, levels in actor.ink.fixed:
            if levels in behind:
                raise ValueError(
                    f"object {actor.name!r} must differ from the background, got {name!r} on {behind[levels]!r}"
                )


def _check_no_cells(script: Script) -> None:
    if script.cells is not None:
        raise ValueError(
            f"cells are for two objects or more that the scene places without overlap, got cells={script.cells} with "
            "none to put there"
        )
