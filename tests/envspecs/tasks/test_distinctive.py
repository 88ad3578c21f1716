from __future__ import annotations

import math
import pickle
import re
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.motions import Relative
from envspecs.sensors import Foveated, Glimpse
from envspecs.stage import Stage
from envspecs.tasks import distinctive
from envspecs.tasks.distinctive import Distinctive, distinctness, places_per_axis
from imagespaces import CircleSquare, Polygons
from imagespaces.bank import gallery
from imagespaces.draws import Draws, derive_key
from imagespaces.transforms import Shift

SPACE = CircleSquare(height=9, width=11, extent=4)
KEY = derive_key("episode", 3)


def made(lanes: int, space: Any = SPACE, **arguments: Any) -> tuple[Distinctive, Stage]:
    pictures = gallery(space, lanes)
    sensor = Glimpse(pictures, motion=Relative(), **{"size": (3, 4), **arguments})
    stage = Stage(pictures, sensor)
    return Distinctive(stage, sensor), stage


def drawn(
    chooser: Distinctive, stage: Stage, indices: list[int], lanes: list[int] | None = None, episode: int = 0
) -> NDArray[np.float64]:
    """Show instances in lanes, and draw targets: each from the numbers of its instance."""
    which, shown = np.array(lanes or range(len(indices))), np.array(indices)
    stage.gallery.show(which, shown)
    return chooser(which, Draws(KEY, shown + 10_000 * episode), shown)


def nearest_other(rows: list[list[float]]) -> list[float]:
    """How unlike the other rows each is, in plain Python."""
    return [
        min(
            math.fsum((a - b) ** 2 for a, b in zip(row, other, strict=True)) / len(row)
            for j, other in enumerate(rows)
            if i != j
        )
        for i, row in enumerate(rows)
    ]


tables = st.tuples(st.integers(2, 9), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.floats(0, 1, width=32), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


@given(tables)
def test_distinctness_is_the_least_mean_squared_difference(rows: list[list[float]]) -> None:
    assert distinctness(np.array(rows)) == pytest.approx(nearest_other(rows), abs=1e-14)


@pytest.mark.parametrize("block", [1, 7, 40, 41])
def test_distinctness_is_the_same_in_blocks(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).random((40, 6))
    whole = distinctness(values)
    monkeypatch.setattr(distinctive, "_block", lambda _: block)
    assert distinctness(values) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize(("depth", "block"), [(25, 102), (75, 59), (113, 48), (114, 1024), (3072, 1024), (10**6, 1024)])
def test_blocks_are_small_where_that_keeps_to_one_thread(depth: int, block: int) -> None:
    assert distinctive._block(depth) == block


def test_what_is_alone_is_as_distinctive_as_can_be() -> None:
    assert distinctness(np.zeros((1, 5))).tolist() == [math.inf]


@pytest.mark.parametrize(
    ("image", "size", "count"), [(28, 5, 23), (32, 5, 27), (64, 10, 27), (64, 5, 59), (112, 5, 108)]
)
def test_candidates_are_as_many_as_the_peer_has(image: int, size: int, count: int) -> None:
    assert places_per_axis(2 * size / (image - size)) == count


def test_glimpses_that_fill_the_image_have_no_candidates() -> None:
    message = "what a glimpse covers along an axis must be finite, so that places differ, got inf"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        made(1, size=(9, 4))


def test_too_many_candidates_are_refused() -> None:
    space = CircleSquare(height=60, width=20)
    with pytest.raises(ValueError, match=r"^distinctive targets are among up to 10000 candidates, got 95 × 295$"):
        made(1, space, size=(1, 1))


def test_all_candidates_count_where_there_are_less_than_ten() -> None:
    chooser, stage = made(1000, size=(7, 8))  # 2 × 2 candidates, and cells of 1.4 along y, 1.07 along x
    stage.gallery.show(np.arange(1000), np.zeros(1000, np.int64))
    many = chooser(np.arange(1000), Draws(KEY, np.arange(1000)), np.zeros(1000, np.int64))
    assert {(x > 0, y > 0) for x, y in many.tolist()} == {(False, False), (False, True), (True, False), (True, True)}


def test_of_equals_the_first_counts() -> None:
    black = CircleSquare(height=30, width=30, extent=2, gradient=False)  # alike almost everywhere
    chooser, stage = made(1, black, size=(5, 5))
    index = 2 * (15 + 30 * 15)
    stage.gallery.show(np.array([0]), np.array([index]))
    best = chooser._ranked(np.array([0]), np.array([index]))[0]
    glimpses = stage.sensor.look(np.zeros(625, np.intp), chooser._candidates)  # type: ignore[attr-defined]
    how = np.round(nearest_other(glimpses.reshape(625, -1).tolist()), 9)
    expected = sorted(range(625), key=lambda number: (-how[number], number))[:10]
    assert best.tolist() == expected
    assert len(set(how[best])) < 10


# ----------------------------------------------------------------------------------------------------------------------
# What is drawn depends on image and draws alone
# ----------------------------------------------------------------------------------------------------------------------

indices = st.lists(st.integers(0, SPACE.num_states - 1), min_size=1, max_size=8)


@given(indices, st.permutations(range(8)))
def test_targets_do_not_depend_on_the_batch(chosen: list[int], lanes: list[int]) -> None:
    together = drawn(*made(8), chosen, list(lanes[: len(chosen)]))
    alone = [drawn(*made(1), [index])[0] for index in chosen]
    assert together.tobytes() == np.array(alone).tobytes()


@given(indices)
def test_targets_do_not_depend_on_what_was_kept(chosen: list[int]) -> None:
    chooser, stage = made(8)
    first = drawn(chooser, stage, chosen)
    drawn(chooser, stage, [5, 6, 7, *chosen][:8])
    assert drawn(chooser, stage, chosen).tobytes() == first.tobytes()


def test_targets_of_pictures_that_are_not_kept_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = drawn(*made(4), [3, 1, 4, 1])
    monkeypatch.setattr(distinctive, "_TABLED", 0)
    assert drawn(*made(4), [3, 1, 4, 1]).tobytes() == kept.tobytes()


def test_an_image_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chooser, stage = made(6)
    calls: list[int] = []

    def counted(values: NDArray[np.float64]) -> NDArray[np.float64]:
        calls.append(len(values))
        return distinctness(values)

    monkeypatch.setattr(distinctive, "distinctness", counted)
    for episode in range(3):
        drawn(chooser, stage, [3, 1, 3, 1, 4, 4], episode=episode)
    assert (
        calls == [9 * 10] * 3
    )  # ceil(5 × 7 / 4) and ceil(5 × 6 / 3): 11 and 9 pixels, of which glimpses cover 4 and 3


def test_pictures_of_endless_spaces_are_looked_at_anew() -> None:
    space = Polygons(states=3, height=20, width=20, radius=6, transforms=[Shift()])
    several = [3, 10**12, 4]
    together = drawn(*made(3, space), several)
    assert together.tobytes() == np.array([drawn(*made(1, space), [index])[0] for index in several]).tobytes()


def test_copies_leave_the_table_behind() -> None:
    chooser, stage = made(3)
    first = drawn(chooser, stage, [3, 1, 4])
    small, large = (len(pickle.dumps(each)) for each in (made(3)[0], chooser))
    assert small == large
    other: Distinctive = pickle.loads(pickle.dumps(chooser))  # noqa: S301 - what was just pickled
    other._sensor._gallery.show(np.arange(3), np.array([3, 1, 4]))  # type: ignore[attr-defined]
    assert other(np.arange(3), Draws(KEY, [3, 1, 4]), np.array([3, 1, 4])).tobytes() == first.tobytes()


def test_other_sensors_have_other_places() -> None:
    pictures = gallery(SPACE, 2)
    sensor = Foveated(pictures, size=(3, 3), motion=Relative())
    targets = drawn(Distinctive(Stage(pictures, sensor), sensor), Stage(pictures, sensor), [3, 100])
    assert (np.abs(targets) <= 1).all()
    assert targets.tobytes() != drawn(*made(2), [3, 100]).tobytes()


def test_comparing_all_places_of_a_picture_takes_little_memory() -> None:
    pictures = gallery(Polygons(states=3, height=64, width=64, radius=12, channels=3, transforms=[Shift()]), 256)
    sensor = Glimpse(pictures, size=(10, 10), motion=Relative())
    stage = Stage(pictures, sensor)
    chooser = Distinctive(stage, sensor)
    tracemalloc.start()
    drawn(chooser, stage, list(range(8)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6
