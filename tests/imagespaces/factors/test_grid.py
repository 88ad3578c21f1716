from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Between, Box, Domain, Finite, Grid, Interval, Only, Region, SparseDomain, all_of, any_of
from tests.imagespaces.factors.cases import Case, cases, domains, points, sparse_domains

ANY_DOMAIN = domains() | sparse_domains()
SHAPE, X = Finite("shape", ("square", "circle")), Finite("x", range(8))
ANGLE, COUNT = Interval("angle", 0, 360, "circular"), Interval("count", 1, 7, "integer")


def has(box: Box, point: dict[str, Any]) -> bool:
    values = all(point[name] in values for name, values in box.values.items())
    return values and all(low <= point[name] < high for name, (low, high) in box.ranges.items())


def real_points(domain: Domain) -> list[dict[str, Any]]:
    """Give the points whose combinations of values a sparse domain has."""
    codes = domain.codes(domain.list_states())
    columns = [[factor.values[code] for code in codes[factor.name]] for factor in domain.finite]
    combinations = set(zip(*columns, strict=True))
    return [point for point in points(domain) if tuple(point[f.name] for f in domain.finite) in combinations]


@given(ANY_DOMAIN.flatmap(lambda domain: st.tuples(st.just(domain), cases(domain), cases(domain))))
def test_boxes_are_disjoint_and_make_up_the_region(drawn: tuple[Domain, Case, Case]) -> None:
    domain, one, other = drawn
    grid = Grid(domain, [one.region, other.region])
    both = Case(one.region & other.region, lambda point: one.holds(point) and other.holds(point))
    for case in (one, other, both):
        boxes = list(grid.boxes(grid.mask(case.region)))
        for point in real_points(domain):
            assert sum(has(box, point) for box in boxes) == case.holds(point)


@given(domains().flatmap(lambda domain: st.tuples(st.just(domain), cases(domain))))
def test_measure_counts_points(drawn: tuple[Domain, Case]) -> None:
    domain, case = drawn
    grid = Grid(domain, [case.region])
    measure = grid.cells.measure(grid.mask(case.region))
    counts = Counter(case.holds(point) for point in points(domain))  # all points stand for parts of equal measure
    expected = Fraction(counts[True], counts.total())
    if any(interval.scale == "log" for interval in domain.intervals):
        assert float(measure) == pytest.approx(float(expected), abs=1e-12)
    else:
        assert measure == expected


@given(ANY_DOMAIN.flatmap(lambda domain: st.tuples(st.just(domain), cases(domain), cases(domain))))
def test_measure_is_additive_exactly(drawn: tuple[Domain, Case, Case]) -> None:
    domain, (p, _), (q, _) = drawn
    grid = Grid(domain, [p, q])

    def measure(region: Region) -> Fraction:
        return grid.cells.measure(grid.mask(region))

    assert measure(p | q) == measure(p) + measure(q) - measure(p & q)
    assert measure(p - q) == measure(p) - measure(p & q)
    assert measure(~p) == 1 - measure(p)
    assert [measure(all_of([])), measure(any_of([]))] == [Fraction(1), Fraction(0)]


@given(ANY_DOMAIN.flatmap(lambda domain: st.tuples(st.just(domain), st.lists(cases(domain), max_size=4), st.randoms())))
def test_the_order_of_regions_makes_no_difference(drawn: tuple[Domain, list[Case], Any]) -> None:
    domain, several, random = drawn
    regions = [case.region for case in several]
    one = Grid(domain, regions)
    random.shuffle(regions)
    other = Grid(domain, regions)
    every = np.ones(one.cells.shape, bool)
    assert list(one.boxes(every)) == list(other.boxes(every))


@given(sparse_domains(), st.data())
def test_values_told_apart_are_classes_of_their_own(domain: Domain, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([factor.name for factor in domain.finite]), min_size=1, unique=True))
    grid = Grid(domain, apart=names)
    found = list(zip(*(grid.codes(name).tolist() for name in names), strict=True))
    codes = domain.codes(domain.list_states())
    assert len(found) == len(set(found))
    assert set(found) == set(zip(*(codes[name].tolist() for name in names), strict=True))
    for name in names:
        assert grid.classes(name).tolist() == grid.codes(name).tolist()


def test_a_grid_is_no_finer_than_its_conditions() -> None:
    domain = Domain([Finite(name, range(64)) for name in "abcdef"] + [ANGLE, COUNT])
    corner = all_of(Between(name, 0, 10) for name in "abcdef") & Between("angle", 350, 10)
    grid = Grid(domain, [corner])
    assert grid.cells.shape == (2**6, 3)
    assert grid.cells.measure(grid.mask(corner)) == Fraction(10, 64) ** 6 / 18


def test_boxes_in_words() -> None:
    domain = Domain([SHAPE, X, ANGLE, COUNT])
    region = Only("shape", "circle") & Between("x", 0, 3) & Between("angle", -10, 20) & Between("count", 1, 3)
    grid = Grid(domain, [region])
    assert [str(box) for box in grid.boxes(grid.mask(region))] == [
        "shape 'circle', x 0, 1, 2, angle from 0 to 20, count from 1 to 3",
        "shape 'circle', x 0, 1, 2, angle from 350 to 360, count from 1 to 3",
    ]
    assert grid.describe(grid.mask(region)) == (
        "shape 'circle', x 0, 1, 2, angle from 0 to 20, count from 1 to 3 (in all 0.00521 of the domain)"
    )
    whole = Grid(domain)
    assert whole.describe(whole.mask(all_of([]))) == "everything (in all 1 of the domain)"


@pytest.mark.parametrize(
    ("region", "message"),
    [
        (Only("colour", "red"), "there is no factor 'colour'; the factors are 'shape', 'x', 'angle', 'count'"),
        (~Only("shape", "disc"), "factor 'shape' has no value 'disc'; its values are 'square', 'circle'"),
        (
            Only("shape", "circle") | Only("angle", 90),
            "of factor 'angle' ranges (low, high) from 0 to 360 can be chosen, got 90",
        ),
        (Between("count", 0, 3), "a range of factor 'count' must be ascending and within 1 to 7, got 0 to 3"),
    ],
)
def test_regions_that_do_not_fit_the_domain_are_refused(region: Region, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Grid(Domain([SHAPE, X, ANGLE, COUNT]), [region])


def test_the_number_of_cells_has_a_bound() -> None:
    domain = Domain([*(Finite(name, range(128)) for name in "abc"), COUNT])
    regions = [Only(name, value) for name in "abc" for value in range(128)]
    parts = "'a' to 128, 'b' to 128, 'c' to 128, 'count' to 3"
    message = f"a domain may be cut to at most 4194304 cells, got 6291456, of factors cut to parts: {parts}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Grid(domain, [*regions, Between("count", 2, 5)])
    assert Grid(domain, regions).cells.shape == (128**3, 1)


def test_cells_are_those_of_the_states_there_are() -> None:
    factors = [Finite(name, range(1000)) for name in "abc"]
    diagonal = SparseDomain(factors, 1000, lambda states: dict.fromkeys("abc", states))
    assert Grid(diagonal, apart="abc").cells.shape == (1000, 1)
