"""Continuous states and grid worlds as images, with the arguments and methods of MDP Playground."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import ArrayLike, DTypeLike, NDArray

from imagespaces.arguments import check_integer, check_size
from imagespaces.compat.mdp_playground.layout import Layout, to_layout
from imagespaces.compat.mdp_playground.state_images import StateImages
from imagespaces.generated.points import Points

__all__ = ["ImageContinuous"]

_NAMES = ("x", "y", "irrelevant_x", "irrelevant_y")
_SIGMAS = 3.0
_MOST = 2


class ImageContinuous(StateImages):
    """Images of continuous states: a disc for the agent, with a target, terminal sub-spaces and a grid.

    It stands where ``mdp_playground.spaces.image_continuous.ImageContinuous`` stood, and is drawn by
    :class:`~imagespaces.Points`, which is at hand as :attr:`space`: with batches, addresses and masks. Features that
    are not relevant have a panel of their own, to the right, with their own bounds.

    Args:
        feature_space: The states: a box of one axis, with finite bounds. In a grid they are numbers of cells, from its
            ``low`` on.
        term_spaces: Boxes of the relevant features that are terminal; in a grid of whole cells.
        width: Columns of a panel.
        height: Rows.
        num_channels: 3 for red, green and blue, 1 for gray.
        circle_radius: The agent's, in pixels.
        target_point: The relevant features of the target.
        relevant_indices: Which features are relevant, one or two; the first two unless given.
        seed: Seed of :meth:`sample`, or a generator. 0 is a seed.
        grid_shape: The cells along each relevant feature, and then along each of the others; None for no grid.
        dtype: ``"uint8"``, 0 to 255, or ``"float32"``, 0 to 1.
        layout: ``"whc"``, the width first, or ``"hwc"``.
        padding: Pixels left free all around, for ellipses of uncertainty.
        target_radius: The target's, in pixels; 0.6 of the agent's unless given. It lies over the agent.

    Attributes:
        irrelevant_indices: The features that are not relevant.
        irrelevant_features: Whether there are any.
        draw_grid: Whether there is a grid.
        target_point_pixel: Where the target is, (x, y) in its panel; None without one.

    Raises:
        TypeError: If a space is no box.
        ValueError: If an argument is not allowed, or something can't be inside of the frame.

    >>> space = ImageContinuous(Box(-1, 1, (2,)), width=60, target_point=[0.5, 0], seed=0)
    >>> space.get_image_representation([0.0, 0.2]).shape
    (60, 100, 3)
    """

    goal_colour = (0, 255, 0)
    agent_colour = (0, 0, 255)
    term_colour = (0, 0, 0)
    bg_colour = (208, 208, 208)
    line_colour = (255, 255, 255)

    def __init__(  # noqa: PLR0917 - the order that MDP Playground has
        self,
        feature_space: Box,
        term_spaces: Sequence[Box] | None = None,
        width: int = 100,
        height: int = 100,
        num_channels: int = 3,
        circle_radius: float = 5,
        target_point: ArrayLike | None = None,
        relevant_indices: Sequence[int] | None = None,
        seed: int | np.random.Generator | None = None,
        grid_shape: Sequence[int] | None = None,
        dtype: DTypeLike = np.uint8,
        *,
        layout: Layout = "whc",
        padding: float = 0.0,
        target_radius: float | None = None,
    ) -> None:
        self.feature_space = _check_box("feature_space", feature_space)
        features = self.feature_space.shape[0]
        self.relevant_indices = _check_relevant(relevant_indices, features)
        self.irrelevant_indices = [index for index in range(features) if index not in self.relevant_indices]
        if len(self.irrelevant_indices) > _MOST:
            raise ValueError(
                f"relevant_indices must leave at most two features, got {relevant_indices!r} of {features}"
            )
        self.irrelevant_features = bool(self.irrelevant_indices)
        self.width, self.height, self.num_channels = check_size("width", width), height, num_channels
        self.circle_radius, self.target_radius, self.padding = circle_radius, target_radius, padding
        self.grid_shape = _check_grid(grid_shape, features)
        self.draw_grid = self.grid_shape is not None
        self.target_point = self._check_target(target_point)
        self.term_spaces = None if term_spaces is None else [self._check_term(each) for each in term_spaces]
        super().__init__(self._points((True, False), dtype), layout, seed)
        target = self.target_point
        self.target_point_pixel = None if target is None else self.convert_to_pixel(target)

    def get_image_representation(
        self,
        obs: ArrayLike,
        epistemic_uncertainty: ArrayLike | None = None,
        aleatoric_uncertainty: ArrayLike | None = None,  # noqa: ARG002 - not drawn there either
    ) -> NDArray[Any]:
        """Give the image of a state: ``[W, H, C]``, or as the layout says.

        Args:
            obs: All features, in the order of the feature space.
            epistemic_uncertainty: The standard deviation of each: an ellipse shows three of them.
            aleatoric_uncertainty: Is not drawn, as in MDP Playground.

        Raises:
            ValueError: If a feature is out of range, or an ellipse does not fit; see ``padding``.
        """
        order = self.relevant_indices + self.irrelevant_indices
        state = _numbers("obs", obs, len(order))[order]
        deviations = None
        if epistemic_uncertainty is not None:
            deviations = _numbers("epistemic_uncertainty", epistemic_uncertainty, len(order))[order]
        return self._picture(self._points_of, state, deviations)

    def get_concatenated_image(self, obs: ArrayLike, epistemic_uncertainty: ArrayLike | None = None) -> NDArray[Any]:
        """Give the image of a state: another name of :meth:`get_image_representation`."""
        return self.get_image_representation(obs, epistemic_uncertainty)

    def generate_image(
        self,
        position: ArrayLike,
        relevant: bool = True,  # noqa: FBT001, FBT002 - as MDP Playground has it
        epistemic_uncertainty: ArrayLike | None = None,
    ) -> NDArray[Any]:
        """Give one panel alone, as it is in the image of a state: ``[W, H, C]``, or as the layout says.

        Args:
            position: The relevant features, or the others.
            relevant: Which of the two.
            epistemic_uncertainty: The standard deviation of each: an ellipse shows three of them.

        Raises:
            ValueError: If a feature is out of range, an ellipse does not fit, or there are no other features.
        """
        indices = self._indices(relevant)
        if not indices:
            raise ValueError(
                f"relevant must be True, for all {len(self.relevant_indices)} features are, got {relevant}"
            )
        deviations = None
        if epistemic_uncertainty is not None:
            deviations = _numbers("epistemic_uncertainty", epistemic_uncertainty, len(indices))
        points = self._relevant_points if relevant else self._irrelevant_points
        return self._picture(points, _numbers("position", position, len(indices)), deviations)

    def convert_to_pixel(
        self,
        vector: ArrayLike,
        scale_only: bool = False,  # noqa: FBT001, FBT002 - as MDP Playground has it
    ) -> NDArray[np.float64]:
        """Give where in its panel a relevant position is drawn: (x, y), pixel ``i`` at ``i``, fractions included.

        Args:
            vector: The relevant features of a position, or a standard deviation.
            scale_only: Whether to give the length in pixels of three of the standard deviation instead.

        Raises:
            ValueError: If a feature is out of range.
        """
        given = _numbers("vector", vector, len(self.relevant_indices))
        points = self._relevant_points
        if not scale_only:
            return np.asarray(points.positions_px([given + self._to_middle])[0, 0])
        low, high = np.array(list(points.bounds.values())).T
        least, most = points.positions_px([low, high])[:, 0]
        return np.asarray(_SIGMAS * given * (most - least)[: len(given)] / (high - low))

    # ---------------------------------------------------------------------------------------------- what draws it

    @property
    def _points_of(self) -> Points:
        assert isinstance(self.space, Points)  # noqa: S101 - for type checkers
        return self.space

    @cached_property
    def _relevant_points(self) -> Points:
        return self._points((True,), self.dtype) if self.irrelevant_features else self._points_of

    @cached_property
    def _irrelevant_points(self) -> Points:
        return self._points((False,), self.dtype)

    @property
    def _to_middle(self) -> float:
        """How far the middle of a cell is from its number."""
        return 0.5 if self.draw_grid else 0.0

    def _picture(
        self, points: Points, state: NDArray[np.float64], deviations: NDArray[np.float64] | None
    ) -> NDArray[Any]:
        given = None if deviations is None else deviations[None]
        images = points.draw(state[None] + self._to_middle, deviations=given)
        return to_layout(images[0], self.layout)

    def _points(self, shown: Sequence[bool], dtype: DTypeLike) -> Points:
        """Give the space of the panels of relevant features, of others, or of both."""
        panels = {relevant: self._indices(relevant) for relevant in shown if self._indices(relevant)}
        names = {
            relevant: _NAMES[:_MOST][: len(found)] if relevant else _NAMES[_MOST:][: len(found)]
            for relevant, found in panels.items()
        }
        flat = [name for each in names.values() for name in each]
        spans = [self._span(index) for found in panels.values() for index in found]
        bounds = {name: (low, high) for name, (low, high, _) in zip(flat, spans, strict=True)}
        target = self.target_point if True in panels else None
        return Points(
            panels=list(names.values()),
            bounds=bounds,
            height=self.height,
            width=self.width * len(panels),
            radius=self.circle_radius,
            target=None
            if target is None
            else {name: at + self._to_middle for name, at in zip(flat, target, strict=False)},
            target_radius=self.target_radius,
            regions=self._regions(bounds) if True in panels else None,
            grid=[cells for _, _, cells in spans] if self.draw_grid else None,
            on_grid=self.draw_grid,
            sigmas=_SIGMAS,
            padding=self.padding,
            channels=self.num_channels,
            colors=self._colors() if self.num_channels > 1 else None,
            dtype=dtype,
        )

    def _indices(self, relevant: bool) -> list[int]:  # noqa: FBT001 - which of two
        return self.relevant_indices if relevant else self.irrelevant_indices

    def _span(self, index: int) -> tuple[float, float, int]:
        """Give the least and the largest value of a feature, and its cells; in a grid a cell is 1 wide."""
        low, high = float(self.feature_space.low[index]), float(self.feature_space.high[index])
        if self.grid_shape is None:
            return low, high, 1
        cells = self.grid_shape[(self.relevant_indices + self.irrelevant_indices).index(index)]
        if high - low not in {cells - 1, cells}:  # the last cell's number is given, or the end of it
            raise ValueError(f"grid_shape must be cells of width 1: {cells} from {low:g} to {high:g} are not")
        return low, low + cells, cells

    def _regions(self, bounds: dict[str, tuple[float, float]]) -> dict[str, dict[str, tuple[float, float]]]:
        """Give the boxes of terminal sub-spaces, as far as they are within the feature space."""
        names = _NAMES[: len(self.relevant_indices)]
        further = 1.0 if self.draw_grid else 0.0
        return {
            f"term{number}": {
                name: (max(float(low), bounds[name][0]), min(float(high) + further, bounds[name][1]))
                for name, low, high in zip(names, term.low, term.high, strict=True)
            }
            for number, term in enumerate(self.term_spaces or ())
        }

    def _colors(self) -> dict[str, Any]:
        colors = {
            "ground": self.bg_colour,
            "line": self.line_colour,
            "region": self.term_colour,
            "agent": self.agent_colour,
            "target": self.goal_colour,
        }
        return {name: "#" + bytes(levels).hex() for name, levels in colors.items()}

    # ------------------------------------------------------------------------------------------------------- checks

    def _check_target(self, given: ArrayLike | None) -> list[float] | None:
        if given is None:
            return None
        numbers: list[float] = _numbers("target_point", given, len(self.relevant_indices)).tolist()
        return numbers

    def _check_term(self, given: Any) -> Box:
        box = _check_box("term_spaces", given)
        if box.shape != (len(self.relevant_indices),):
            allowed = f"boxes of the {len(self.relevant_indices)} relevant features"
            raise ValueError(f"term_spaces must be {allowed}, got shape {box.shape}")
        return box


def _check_box(what: str, given: Any) -> Box:
    if not isinstance(given, Box):
        raise TypeError(f"{what} must be of gymnasium.spaces.Box, got {given!r}")
    if len(given.shape) != 1 or not given.shape[0] or not given.is_bounded():
        raise ValueError(f"{what} must be of shape (features,) with finite bounds, got {given!r}")
    return given


def _check_relevant(given: Any, features: int) -> list[int]:
    indices = range(min(features, _MOST)) if given is None else given
    found = [check_integer("relevant_indices", index, least=0) for index in indices]
    if not 1 <= len(found) <= _MOST or len(set(found)) < len(found) or max(found) >= features:
        raise ValueError(f"relevant_indices must be one or two of 0 to {features - 1}, got {given!r}")
    return found


def _check_grid(given: Any, features: int) -> tuple[int, ...] | None:
    if given is None:
        return None
    if isinstance(given, str) or np.shape(given) != (features,):
        raise ValueError(f"grid_shape must be the cells along each of the {features} features, got {given!r}")
    return tuple(check_size("grid_shape", cells) for cells in given)


def _numbers(what: str, given: ArrayLike, count: int) -> NDArray[np.float64]:
    found = np.asarray(given, np.float64)
    if found.shape != (count,):
        raise ValueError(f"{what} must be {count} numbers, got {given!r}")
    return found
