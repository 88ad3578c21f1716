"""What the laws are worth: each catches what it is there for, and for the reason that it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from envspecs.testing import broken_laws as laws_broken_by_environments
from imagespaces.testing import broken_laws as laws_broken_by_spaces
from tests.faults.fault import Fault, SpaceFault
from tests.faults.rows import FAULTS, ROWS, Row

REPOSITORY = Path(__file__).parents[2]

each_fault = pytest.mark.parametrize(
    "fault", [pytest.param(each, id=f"{each.name}-{each.law.name}") for each in FAULTS]
)
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.seen)


@each_fault
def test_the_law_that_names_a_fault_catches_it(fault: Fault) -> None:
    broken = fault.caught()
    assert broken is not None
    assert broken.law == fault.law.name
    assert fault.says in broken.reason


def test_what_is_spoilt_breaks_none_of_these_laws() -> None:
    of_spaces = [fault for fault in FAULTS if isinstance(fault, SpaceFault)]
    of_environments = [fault for fault in FAULTS if not isinstance(fault, SpaceFault)]
    for space in {repr(fault.original): fault.original for fault in of_spaces}.values():
        assert laws_broken_by_spaces(space, laws={fault.law for fault in of_spaces}) == []
    for spec in {repr(fault.original): fault.original for fault in of_environments}.values():
        assert laws_broken_by_environments(spec, laws={fault.law for fault in of_environments}) == []


@each_row
def test_rows_are_shown_by_examples_or_tested_elsewhere(row: Row) -> None:
    assert {fault.faulty for fault in row.faults} == set(row.shown_by)
    assert row.shown_by or row.elsewhere
    for place in row.elsewhere:
        path, _, test = place.partition("::")
        assert f"def {test}(" in (REPOSITORY / path).read_text("utf-8") if test else (REPOSITORY / path).is_file()


def test_every_example_belongs_to_one_row() -> None:
    shown = [kind for row in ROWS for kind in row.shown_by]
    assert len(shown) == len(set(shown))
    assert set(shown) == {fault.faulty for fault in FAULTS}


def test_every_example_says_what_is_wrong() -> None:
    for fault in FAULTS:
        assert (fault.faulty.__doc__ or "").endswith(".")
