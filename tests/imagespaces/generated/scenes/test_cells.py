"""Objects in cells: every deal is one of distinct cells, and all deals are as likely."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces.generated.scenes.cells import CellGrid, Cells, Ordered, choose_grid
from imagespaces.generated.scenes.placement import Frame, Reach

FRAME = Frame(30, 40)
SMALL = Reach(3.0, 2.0)


def every_deal(cells: Cells) -> dict[str, NDArray[np.int64]]:
    """Give the values of all whole-numbered factors, every combination once."""
    names = [factor.name for factor in cells.factors if factor.name.endswith(("cell", "cells"))]
    ends = [range(int(factor.high)) for factor in cells.factors if factor.name in names]  # type: ignore[union-attr]
    return dict(zip(names, np.array(list(itertools.product(*ends))).T, strict=True))


def columns_and_rows(cells: Cells, names: str, more: dict[str, NDArray[np.int64]]) -> list[tuple[tuple[int, int], ...]]:
    """Give the cells, 10 × 10 pixels large, that objects are in."""
    centres = cells.centres(more)
    found = np.stack([np.floor((centres[name] + 0.5) / 10).astype(int) for name in names], axis=1)
    return [tuple(map(tuple, each)) for each in found.tolist()]


def test_every_arrangement_comes_once() -> None:
    cells = Cells(dict.fromkeys("abc", SMALL), CellGrid(FRAME, 3, 4))
    deals = columns_and_rows(cells, "abc", every_deal(cells))
    assert len(deals) == len(set(deals)) == 12 * 11 * 10
    assert all(len(set(deal)) == 3 for deal in deals)


@pytest.mark.parametrize(("axis", "place", "pairs"), [(1, 0, 6 * 9), (0, 1, 3 * 16)])
def test_every_ordered_arrangement_comes_once(axis: int, place: int, pairs: int) -> None:
    ordered = Ordered("c", "a", axis, "order")  # type: ignore[arg-type]
    cells = Cells(dict.fromkeys("abc", SMALL), CellGrid(FRAME, 3, 4), ordered)
    values = every_deal(cells)
    for swapped in (0, 1):
        deals = columns_and_rows(cells, "cab", values | {"order": np.full(len(values["cells"]), swapped)})
        assert len(set(deals)) == len(deals) == pairs * 10
        assert all(len(set(deal)) == 3 for deal in deals)
        assert all((deal[0][place] > deal[1][place]) == bool(swapped) for deal in deals)


def test_objects_stay_in_their_cells() -> None:
    cells = Cells({"a": SMALL}, CellGrid(FRAME, 3, 4))
    values = every_deal(cells)
    count = len(values["a.cell"])
    for x, y in itertools.product((-1.0, 1.0 - 1e-9), repeat=2):
        centres = cells.centres(values | {"a.cell_x": np.full(count, x), "a.cell_y": np.full(count, y)})["a"]
        offsets = (centres + 0.5) % 10
        assert (offsets >= np.array([3, 2]) + 1 - 1e-6).all()
        assert (offsets <= 10 - np.array([3, 2]) - 1 + 1e-6).all()


def test_cells_that_something_covers_are_left_out() -> None:
    grid = CellGrid(FRAME, 3, 4, ((-0.5, -0.5, 9.5, 9.5), (12.0, 12.0, 31.0, 13.0)))
    expected = [[0, 1], [0, 2], [0, 3], [1, 0], *([2, column] for column in range(4))]
    assert grid.free().tolist() == expected


@pytest.mark.parametrize(
    ("count", "reach", "expected"),
    [
        (1, Reach(1, 1), (1, 2)),
        (2, Reach(1, 1), (2, 2)),
        (3, Reach(4, 4), (2, 3)),
        (6, Reach(4, 4), (3, 4)),
        (12, Reach(4, 4), (3, 4)),
        (3, Reach(9, 1), (3, 2)),
    ],
)
def test_grids_have_about_two_cells_for_each(count: int, reach: Reach, expected: tuple[int, int]) -> None:
    grid = choose_grid({str(number): reach for number in range(count)}, FRAME, (), at_least=(1, 1))
    assert (grid.rows, grid.columns) == expected


def test_grids_go_round_what_has_a_place() -> None:
    taken = ((-0.5, -0.5, 19.5, 29.5),)
    grid = choose_grid(dict.fromkeys("ab", Reach(4, 4)), FRAME, taken, at_least=(1, 1))
    assert len(grid.free()) >= 4
    with pytest.raises(ValueError, match=r"^9 objects of up to 8 × 8 pixels must have a cell each, but a frame "):
        choose_grid(dict.fromkeys("abcdefghi", Reach(4, 4)), FRAME, taken, at_least=(1, 1))
