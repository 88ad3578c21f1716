"""Continuous states as images: an agent where the state says, with a target, regions, a grid and its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from imagespaces.factors import Factor, Finite, Interval, Partitioner
from imagespaces.generated.pointing import arguments
from imagespaces.generated.pointing.arguments import Colors, Deviation
from imagespaces.generated.pointing.board import Board, Ellipses, Side
from imagespaces.generated.pointing.ground import Ground
from imagespaces.generated.pointing.panel import Panel, Room
from imagespaces.pixels import convert
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform
from imagespaces.transforms.base import Photometric
from imagespaces.transforms.parameters import Range, check_range, ends

__all__ = ["Points"]

_STEEPEST = 0.95
_LEAST_RADIUS = 1.0
_SMALLER = 0.6
_LEAST_ELLIPSE = 1.0


class Points(ImageSpace):
    """Images of continuous states: a disc, the agent, is where the coordinates of the state say.

    A panel shows one coordinate, from left to right, or two, the second from top to bottom; several panels stand side
    by side. The least and the largest values are so far from a panel's border that all that is drawn is inside of it.
    Discs and ellipses are anti-aliased, and put to fractions of a pixel.

    Each coordinate is a factor of its name: an interval; or, with ``on_grid``, the middles of the cells. Where
    standard deviations are given, the outline of an ellipse shows so many of them; those that are a range are factors
    ``x.deviation``, and a correlation that is a range is ``x_y.correlation``.

    What is drawn later lies over what was drawn before: ground, grid lines, regions, agent, uncertainty, target. The
    target is smaller than the agent, so that both are seen where one is at the other.

    Args:
        panels: The names of the coordinates that each panel shows, one or two.
        bounds: The least and the largest value of all coordinates, (low, high), or a mapping with those of each.
        height: Rows.
        width: Columns, shared out evenly among the panels.
        radius: The agent's, in pixels.
        target: The value of each coordinate of one panel, where the target is.
        target_radius: The target's, in pixels; 0.6 of the agent's unless given.
        on_top: ``"target"``, or ``"agent"`` if the agent may hide the target.
        regions: Terminal regions: for each name ranges (low, high) of coordinates of one panel. A coordinate without a
            range has its whole range.
        grid: The number of cells along the coordinates, one for all or one for each, with lines between them; None for
            no grid.
        on_grid: Whether states are the middles of the cells alone.
        deviation: The standard deviation of the coordinates, or a range (low, high) of which it is drawn: that of all,
            or a mapping for those of some panels. None for no ellipse.
        correlation: That of the two coordinates of a panel, −0.95 to 0.95, or a range.
        sigmas: How many standard deviations the ellipse shows.
        padding: Pixels left free on all sides besides, such as for ellipses that are given to :meth:`draw`.
        channels: 1 for gray, 3 for red, green and blue.
        colors: The colours of ``ground``, ``line``, ``region``, ``agent``, ``uncertainty`` and ``target``: names as
            scenes know them, ``"#rrggbb"``, or red, green and blue from 0 to 1.
        transforms: What is done to the images; see :mod:`imagespaces.transforms`.
        partition: How values are divided among splits.
        label: With ``on_grid``, the class: the name of a coordinate, or ``"region"``: the first region that the agent
            is in, or none.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If an argument is not allowed, something can't be inside of its panel or can't be seen, or two
            states of a finite space have the same image.

    >>> space = Points(target={"x": 0.5, "y": 0.0})
    >>> sorted(space.at(7).factors), space.size
    (['x', 'y'], None)
    >>> space.draw([[-1, -1], [1, 1]]).shape
    (2, 100, 100, 3)
    """

    _source_dtype = "uint8"

    def __init__(
        self,
        *,
        panels: Sequence[Sequence[str]] = (("x", "y"),),
        bounds: Sequence[float] | Mapping[str, Sequence[float]] = (-1.0, 1.0),
        height: int = 100,
        width: int = 100,
        radius: float = 5.0,
        target: Mapping[str, float] | None = None,
        target_radius: float | None = None,
        on_top: str = "target",
        regions: Mapping[str, Mapping[str, Sequence[float]]] | None = None,
        grid: int | Sequence[int] | None = None,
        on_grid: bool = False,
        deviation: Deviation | None = None,
        correlation: Range = 0.0,
        sigmas: float = 2.0,
        padding: float = 0.0,
        channels: int = 3,
        colors: Colors | None = None,
        transforms: Sequence[Transform] = (),
        partition: Partitioner | None = None,
        label: str | None = None,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.panels = arguments.check_names(panels)
        self._names = [name for names in self.panels for name in names]
        self.bounds = arguments.check_bounds(bounds, self._names)
        self.grid, self.on_grid = arguments.check_grid(grid, on_grid, len(self._names))
        self.target = arguments.check_target(target, self.panels, self.bounds)
        self.regions = arguments.check_regions({} if regions is None else regions, self.panels, self.bounds)
        self.deviation, self.correlation = deviation, check_range("correlation", correlation, -_STEEPEST, _STEEPEST)
        self._deviations = arguments.check_deviation(deviation, self.panels)
        self.sigmas = arguments.check_length("sigmas", sigmas, 0.1)
        self.padding = arguments.check_length("padding", padding, 0.0)
        self.colors = arguments.check_colors({} if colors is None else colors)
        self._check_label(label)
        super().__init__(
            height,
            width,
            channels,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=list(self._factors()),
            label=None if label == "region" else label,
            partition=partition,
            transforms=transforms,
        )
        self._check_frame()
        self.radius = arguments.check_length("radius", radius, _LEAST_RADIUS)
        self.on_top = arguments.check_on_top(on_top)
        self.target_radius = self._check_target_radius(target_radius)
        self._board = self._make_board()
        self.label = label
        if label == "region":
            self._name_regions()
        if self.size is not None:
            self._check_one_to_one()

    # --------------------------------------------------------------------------------------------------- rendering

    def draw(
        self, states: ArrayLike, *, deviations: ArrayLike | None = None, correlations: ArrayLike = 0.0
    ) -> NDArray[Any]:
        """Give images of any states, without transforms.

        Args:
            states: ``[B, D]``: the values of all coordinates, in their order, within their bounds.
            deviations: Standard deviations about the states, ``[B, D]`` or what broadcasts to that, of which outlines
                are then drawn; None for no ellipses, whatever the space's own are.
            correlations: Of the coordinates of each panel of two, −0.95 to 0.95: ``[B]``, or one for all.

        Returns:
            ``[B, H, W, C]`` of the space's dtype.

        Raises:
            ValueError: If something is not finite or out of range, or an ellipse does not fit its panel.

        >>> Points(height=9, width=9, radius=2, channels=1, dtype="uint8").draw([[0, 0]])[0, 4, :, 0].tolist()
        [208, 208, 158, 103, 103, 103, 158, 208, 208]
        """
        parts = self._by_panel(self._check_states(states))
        around: list[Ellipses | None] = [None] * len(parts)
        if deviations is not None:
            around = [*self._given_ellipses(parts, deviations, correlations)]
        return convert(self._board.paint(parts, around), self.dtype)

    def positions_px(self, states: ArrayLike) -> NDArray[np.float64]:
        """Give where agents are drawn: ``[B, P, 2]``, (x, y) in each of the P panels, counted from the image's left.

        Pixel ``i`` is at ``i``. A state is checked as by :meth:`draw`; transforms are left out.

        Args:
            states: ``[B, D]``, within their bounds.

        Raises:
            ValueError: If something is not finite or out of range.

        >>> Points(height=20, width=40, panels=[["x"], ["u", "v"]]).positions_px([[0, 0, 1]])[0].tolist()
        [[9.5, 9.5], [29.5, 13.5]]
        """
        parts = self._by_panel(self._check_states(states))
        places = [side.panel.place(part) for side, part in zip(self._board.sides, parts, strict=True)]
        left = np.arange(len(places)) * (self.width // len(places))
        return np.stack(places, axis=1) + np.stack((left, np.zeros(len(places))), axis=1)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        return self._board.paint(self._states(values), [self._ellipses(values, names) for names in self.panels])

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        return self._board.cover(self._states(values)) >= np.float32(0.5)

    def _coverage(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return self._board.cover(self._states(values))

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        if self.label != "region":
            return super()._labels(codes)
        values = {name: self.factors[name].decode(codes[name]) for name in self._names}  # type: ignore[union-attr]
        labels = np.zeros(len(codes[self._names[0]]), np.int64)
        for number, box in reversed(list(enumerate(self.regions.values(), start=1))):
            inside = [(low <= values[name]) & (values[name] <= high) for name, (low, high) in box.items()]
            labels[np.logical_and.reduce(inside)] = number
        return labels

    def _states(self, values: Mapping[str, NDArray[Any]]) -> list[NDArray[np.float64]]:
        """Give the states of each panel, ``[B, k]``."""
        return [np.stack([values[name] for name in names], axis=1).astype(np.float64) for names in self.panels]

    def _by_panel(self, states: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        ends_of = np.cumsum([len(names) for names in self.panels])[:-1]
        return np.split(states, ends_of, axis=1)

    def _ellipses(self, values: Mapping[str, NDArray[Any]], names: tuple[str, ...]) -> Ellipses | None:
        """Give the space's own ellipses in a panel."""
        if not set(names) <= set(self._deviations):
            return None
        count = len(values[names[0]])
        drawn = [_given(values, f"{name}.deviation", self._deviations[name], count) for name in names]
        tilt = _given(values, _pair(names), self.correlation if len(names) > 1 else 0.0, count)
        return Ellipses(self.sigmas * np.stack(drawn, axis=1), tilt)

    def _given_ellipses(
        self, states: list[NDArray[np.float64]], deviations: ArrayLike, correlations: ArrayLike
    ) -> list[Ellipses]:
        """Give ellipses about the states of each panel, which must fit."""
        count = len(states[0])
        wide = np.broadcast_to(
            arguments.check_array("deviations", deviations, len(self._names)), (count, len(self._names))
        )
        tilt = np.broadcast_to(np.asarray(correlations, np.float64), (count,))
        if not (wide > 0).all():
            raise ValueError(f"deviations must be above 0, got {wide.min():g}")
        if not (np.abs(tilt) <= _STEEPEST).all():
            raise ValueError(f"correlations must be from {-_STEEPEST:g} to {_STEEPEST:g}, got {correlations!r}")
        around = [Ellipses(self.sigmas * each, tilt) for each in self._by_panel(wide)]
        self._board.check_fit(states, around)
        return around

    # ---------------------------------------------------------------------------------------------- what it is made of

    def _factors(self) -> Iterator[Factor]:
        for place, name in enumerate(self._names):
            low, high = self.bounds[name]
            if self.on_grid:
                cells = self._cells(place)
                yield Finite(name, [low + (cell + 0.5) * (high - low) / cells for cell in range(cells)])
            else:
                yield Interval(name, low, high)
        for name, each in self._deviations.items():
            if isinstance(each, tuple):
                yield Interval(f"{name}.deviation", *each)
        for names in self.panels:
            if isinstance(self.correlation, tuple) and len(names) > 1 and set(names) <= set(self._deviations):
                yield Interval(_pair(names), *self.correlation)

    def _cells(self, place: int) -> int:
        return self.grid[place] if isinstance(self.grid, tuple) else int(self.grid or 1)

    def _make_board(self) -> Board:
        inks = arguments.inks(self.colors, self.channels)
        sides = [self._make_side(self._make_panel(names), inks) for names in self.panels]
        return Board(sides, self.radius, self.target_radius, inks)

    def _make_panel(self, names: tuple[str, ...]) -> Panel:
        """Lay a panel out, with room for all that is drawn in it."""
        bounds = tuple(self.bounds[name] for name in names)
        widest = [
            self.sigmas * ends(self._deviations.get(name, 0.0))[1] / (high - low)
            for name, (low, high) in zip(names, bounds, strict=True)
        ]
        across, down = (*widest, 0.0)[:2]
        largest = self.radius if self._target_in(names) is None else max(self.radius, self.target_radius)
        room = Room(largest, (across, down), self.padding)
        panel = Panel(names, bounds, (self.height, self.width // len(self.panels)), room)
        self._check_ellipses(panel)
        return panel

    def _make_side(self, panel: Panel, inks: Mapping[str, NDArray[np.uint8]]) -> Side:
        """Paint what is under the agent, and say where the target is that is over it."""
        ground = Ground(panel, inks["ground"])
        if self.grid is not None:
            ground.rule([self._cells(self._names.index(name)) for name in panel.names], inks["line"])
        for box in self.regions.values():
            if set(box) <= set(panel.names):
                ground.fill(panel.box(box), inks["region"])
        target = self._target_in(panel.names)
        place = None if target is None else panel.place(np.array([target]))
        if place is not None and self.on_top == "agent":
            ground.disc(place, self.target_radius, inks["target"])
            place = None
        return Side(panel, ground.pixels, place)

    def _target_in(self, names: tuple[str, ...]) -> list[float] | None:
        """Give the target's place in a panel; None where it is in none or another."""
        shown = self.target is not None and set(self.target) == set(names)
        return [self.target[name] for name in names] if shown and self.target else None

    # ------------------------------------------------------------------------------------------------------- checks

    def _check_states(self, states: ArrayLike) -> NDArray[np.float64]:
        """Give states ``[B, D]`` that are within their bounds."""
        given = arguments.check_array("states", states, len(self._names))
        low, high = np.array(list(self.bounds.values())).T
        outside = (given < low) | (given > high)
        if outside.any():
            row, place = np.argwhere(outside)[0]
            allowed = f"{self._names[place]!r} from {low[place]:g} to {high[place]:g}"
            raise ValueError(f"states must have {allowed}, got {given[row, place]:g} in row {row}")
        return given

    def _check_frame(self) -> None:
        if self.channels not in {1, 3}:
            raise ValueError(f"channels must be 1 or 3, got {self.channels}")
        if self.width % len(self.panels):
            raise ValueError(f"width must be a multiple of the {len(self.panels)} panels, got {self.width}")
        for transform in self.transforms:
            if isinstance(transform, Photometric) and transform.needs_masks:
                raise ValueError(
                    f"transforms must leave the ground as it is, for points are drawn on it, got {transform!r}"
                )

    def _check_label(self, label: Any) -> None:
        allowed = ["region", *self._names] if self.regions else self._names
        if label is not None and label not in allowed:
            raise ValueError(f"label must be one of {allowed} or None, got {label!r}")
        if label is not None and not self.on_grid:
            raise ValueError(f"label must be None without on_grid, for states are then no classes, got {label!r}")

    def _check_target_radius(self, given: Any) -> float:
        radius = max(_LEAST_RADIUS, _SMALLER * self.radius) if given is None else given
        checked = arguments.check_length("target_radius", radius, _LEAST_RADIUS)
        if self.target is not None and self.on_top == "target" and checked > self.radius - 0.5:
            allowed = f"at most {self.radius - 0.5:g}, half a pixel less than radius, or the agent be on_top"
            raise ValueError(f"target_radius must be {allowed}, got {checked:g}")
        return checked

    def _check_ellipses(self, panel: Panel) -> None:
        """Refuse ellipses that are too small to be seen."""
        if not set(panel.names) <= set(self._deviations):
            return
        least = np.array([[ends(self._deviations[name])[0] for name in panel.names]])
        pixels = panel.halves(self.sigmas * least).min()
        if pixels < _LEAST_ELLIPSE:
            found = f"deviation must be so large that {self.sigmas:g} of it are at least {_LEAST_ELLIPSE:g} pixel"
            raise ValueError(f"{found}, got {self.deviation!r}, which is {pixels:.2g}")

    def _name_regions(self) -> None:
        """Name the classes, and refuse those that no state has."""
        self.class_names = ("none", *self.regions)
        found = set(np.unique(self.labels(np.arange(self.num_states))).tolist())
        for number, name in enumerate(self.regions, start=1):
            if number not in found:
                raise ValueError(f"regions must each be the first to hold the middle of a cell, {name!r} is not")

    def _check_one_to_one(self) -> None:
        """Compare the images of all states, panel by panel."""
        if len(self.panels) == 1:
            _ = self._state_index
            return
        for names in self.panels:
            Points(**self.parameters() | self._alone(names))

    def _alone(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Give what is different in a space of one panel of this one."""
        target = self._target_in(names)
        return {
            "panels": (names,),
            "bounds": {name: self.bounds[name] for name in names},
            "width": self.width // len(self.panels),
            "target": None if target is None else dict(zip(names, target, strict=True)),
            "regions": {name: box for name, box in self.regions.items() if set(box) <= set(names)},
            "grid": tuple(self._cells(self._names.index(name)) for name in names),
            "deviation": {name: each for name, each in self._deviations.items() if name in names} or None,
            "transforms": (),
            "partition": None,
            "label": None,
        }


def _pair(names: Sequence[str]) -> str:
    return "_".join(names) + ".correlation"


def _given(values: Mapping[str, NDArray[Any]], name: str, each: Range, count: int) -> NDArray[np.float64]:
    """Give what is drawn as it is in the values, and what is fixed as often: ``[B]``."""
    return np.asarray(values[name], np.float64) if isinstance(each, tuple) else np.full(count, each)
