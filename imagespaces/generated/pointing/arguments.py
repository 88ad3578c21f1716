"""What is said of a space of points, checked and brought to the form in which it is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.arguments import check_flag, check_integer
from imagespaces.generated.scenes.colours import COLORS, Color, ColorChoice, Ink, check_color
from imagespaces.transforms.parameters import Range, check_range, ends, is_number

__all__ = [
    "DEFAULT_COLORS",
    "Bounds",
    "Colors",
    "Deviation",
    "Names",
    "Regions",
    "check_array",
    "check_bounds",
    "check_colors",
    "check_deviation",
    "check_grid",
    "check_length",
    "check_names",
    "check_on_top",
    "check_regions",
    "check_target",
    "inks",
]

Names: TypeAlias = tuple[tuple[str, ...], ...]
"""The coordinates of each panel, one or two."""

Bounds: TypeAlias = dict[str, tuple[float, float]]
"""The least and the largest value of each coordinate."""

Regions: TypeAlias = dict[str, Bounds]
"""The boxes of regions, by name."""

Colors: TypeAlias = Mapping[str, Color]
"""What is drawn in which colour."""

Deviation: TypeAlias = Range | Mapping[str, Range]
"""A standard deviation, or a range of which it is drawn: that of all coordinates, or of each by its name."""

DEFAULT_COLORS: dict[str, Color] = {
    "ground": "#d0d0d0",
    "line": "white",
    "region": "black",
    "agent": "blue",
    "uncertainty": "orange",
    "target": "green",
}
"""What is drawn, in the order in which it is, and its colours unless others are given; in gray they differ too."""

_NAME = "[A-Za-z_][A-Za-z0-9_]*"


def check_names(panels: Any) -> Names:
    """Give the names of coordinates by panel.

    Raises:
        ValueError: If a panel has not one or two, or a name is no name, or there twice.
    """
    listed = _is_list(panels) and len(panels) and all(_is_list(names) and len(names) in {1, 2} for names in panels)
    flat = [name for names in panels for name in names] if listed else []
    if not flat or not all(isinstance(name, str) and re.fullmatch(_NAME, name) for name in flat) or "region" in flat:
        raise ValueError(
            "panels must be one or more, each a list of one or two names of coordinates, of letters, digits and _, and "
            f"none of them 'region', got {panels!r}"
        )
    if twice := [name for name in flat if flat.count(name) > 1]:
        raise ValueError(f"panels must have each coordinate once, got {twice[0]!r} twice")
    return tuple(tuple(names) for names in panels)


def check_grid(grid: Any, on_grid: Any, count: int) -> tuple[int | tuple[int, ...] | None, bool]:
    """Give how many cells there are along the coordinates, and whether states are their middles.

    Args:
        grid: One number, or one for each coordinate; None for no cells.
        on_grid: Whether states are the middles of cells.
        count: How many coordinates there are.

    Raises:
        ValueError: If they are not that, or there are no cells to be in.
    """
    cells, on_cells = _check_counts("grid", grid, count), check_flag("on_grid", on_grid)
    if on_cells and cells is None:
        raise ValueError(f"on_grid needs a grid, got {cells}")
    return cells, on_cells


def _check_counts(what: str, given: Any, count: int) -> int | tuple[int, ...] | None:
    if given is None:
        return None
    if not _is_list(given):
        return check_integer(what, given, least=1)
    if len(given) != count:
        raise ValueError(f"{what} must be a number of cells, or one for each of the {count} coordinates, got {given!r}")
    return tuple(check_integer(what, number, least=1) for number in given)


def check_length(what: str, given: Any, least: float) -> float:
    """Give a number of at least so much.

    Raises:
        ValueError: If it is none.
    """
    if not is_number(given) or given < least:
        raise ValueError(f"{what} must be a number of at least {least:g}, got {given!r}")
    return float(given)


def check_target(given: Any, panels: Names, bounds: Bounds) -> dict[str, float] | None:
    """Give the place of the target.

    Raises:
        ValueError: If it does not name the coordinates of one panel, or is out of range.
    """
    if given is None:
        return None
    if not isinstance(given, Mapping) or not any(set(given) == set(names) for names in panels):
        allowed = " or ".join(" and ".join(names) for names in panels)
        raise ValueError(f"target must have a number for each coordinate of one panel ({allowed}), got {given!r}")
    for name, number in given.items():
        low, high = bounds[name]
        if not is_number(number) or not low <= number <= high:
            raise ValueError(f"target must have {name!r} from {low:g} to {high:g}, got {number!r}")
    return {name: float(given[name]) for name in sorted(given)}


def check_regions(given: Any, panels: Names, bounds: Bounds) -> Regions:
    """Give the boxes of regions.

    Raises:
        ValueError: If one does not name coordinates of one panel, or is out of range or empty.
    """
    if not isinstance(given, Mapping):
        raise ValueError(f"regions must be boxes by name, got {given!r}")  # noqa: TRY004 - one error for all arguments
    return {str(name): _check_box(str(name), box, panels, bounds) for name, box in given.items()}


def _check_box(name: str, box: Any, panels: Names, bounds: Bounds) -> Bounds:
    if not isinstance(box, Mapping) or not box or not any(set(box) <= set(names) for names in panels):
        allowed = " or ".join(" and ".join(names) for names in panels)
        raise ValueError(
            f"regions must have (low, high) for coordinates of one panel ({allowed}), {name!r} got {box!r}"
        )
    return {each: _check_ends(f"regions: {name!r}: {each!r}", box[each], *bounds[each]) for each in sorted(box)}


def check_deviation(given: Any, panels: Names) -> dict[str, Range]:
    """Give the standard deviations of coordinates by name; none for None.

    Raises:
        ValueError: If one is not above 0, or a panel has some of its coordinates and not all.
    """
    names = [name for panel in panels for name in panel]
    if given is None:
        return {}
    by_name = dict(given) if isinstance(given, Mapping) else dict.fromkeys(names, given)
    known = [set(panel) for panel in panels if set(panel) <= set(by_name)]
    if not by_name or set(by_name) != set().union(*known):
        allowed = " or ".join(" and ".join(panel) for panel in panels)
        raise ValueError(f"deviation must be that of all coordinates of a panel ({allowed}), got {given!r}")
    found = {name: check_range("deviation", by_name[name], 0) for name in names if name in by_name}
    for each in found.values():
        if ends(each)[0] <= 0:
            raise ValueError(f"deviation must be above 0, got {given!r}")
    return found


def check_colors(given: Any) -> dict[str, Color]:
    """Give the colours of all that is drawn, those that are left out as :data:`DEFAULT_COLORS` has them.

    Raises:
        ValueError: If something is not drawn, or has no colour.
    """
    if not isinstance(given, Mapping) or not set(given) <= set(DEFAULT_COLORS):
        raise ValueError(f"colors must be of {', '.join(DEFAULT_COLORS)}, got {given!r}")
    return {name: _check_one(name, given.get(name, color)) for name, color in DEFAULT_COLORS.items()}


def _check_one(name: str, given: Any) -> Color:
    try:
        color: ColorChoice | None = check_color(name, given)
    except ValueError:
        color = None
    if not isinstance(color, str):
        allowed = f"one of {', '.join(COLORS)}, '#rrggbb', or red, green and blue from 0 to 1"
        raise ValueError(f"colors must be each {allowed}, {name} got {given!r}")  # noqa: TRY004 - as for all arguments
    return color


def inks(colors: Colors, channels: int) -> dict[str, NDArray[np.uint8]]:
    """Give colours as bytes, ``[C]``."""
    return {name: Ink(name, color, channels).levels({})[0] for name, color in colors.items()}


def check_on_top(given: Any) -> str:
    """Give what is on top.

    Raises:
        ValueError: If it is neither the target nor the agent.
    """
    if given not in {"target", "agent"}:
        raise ValueError(f"on_top must be 'target' or 'agent', got {given!r}")
    return str(given)


def check_bounds(given: Any, names: Sequence[str]) -> Bounds:
    """Give the least and the largest value of each coordinate.

    Raises:
        ValueError: If they are not in order, or not those of all coordinates.
    """
    by_name = dict(given) if isinstance(given, Mapping) else dict.fromkeys(names, given)
    if set(by_name) != set(names):
        raise ValueError(f"bounds must be those of all coordinates ({', '.join(names)}), got {given!r}")
    return {name: _check_ends(f"bounds of {name!r}", by_name[name]) for name in names}


def _check_ends(what: str, given: Any, low: float = -math.inf, high: float = math.inf) -> tuple[float, float]:
    fits = _is_list(given) and len(given) == 2 and all(map(is_number, given)) and low <= given[0] < given[1] <= high
    if not fits:
        within = "" if math.isinf(low) else f" from {low:g} to {high:g}"
        raise ValueError(f"{what} must be ascending (low, high){within}, got {given!r}")
    return float(given[0]), float(given[1])


def check_array(what: str, given: ArrayLike, width: int) -> NDArray[np.float64]:
    """Give numbers for states: float64 ``[B, width]``.

    Raises:
        ValueError: If they have another shape, or are not finite.
    """
    found = np.asarray(given, np.float64)
    if what == "deviations":
        found = np.atleast_2d(np.broadcast_to(found, (*found.shape[:-1], width) if found.ndim else (width,)))
    if found.ndim != 2 or found.shape[1] != width:
        raise ValueError(f"{what} must have shape [B, {width}], got shape {list(np.shape(given))}")
    if not np.isfinite(found).all():
        raise ValueError(f"{what} must be finite, got {found[~np.isfinite(found)][0]}")
    return found


def _is_list(given: Any) -> bool:
    return isinstance(given, Sequence) and not isinstance(given, str)
