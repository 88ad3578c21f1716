"""Tables of measures."""

from __future__ import annotations

import pytest

from envspecs.cli.measures import number, print_measures
from envspecs.results import Statistic


@pytest.mark.parametrize(
    ("value", "text"), [(-0.0004, "0.000"), (-1.5, "-1.500"), (12345.678, "12,345.678"), (None, "–")]
)
def test_numbers_are_written_with_three_decimals(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_table_has_a_row_for_each_measure(capsys: pytest.CaptureFixture[str]) -> None:
    print_measures({"return": Statistic(-1.5, 0.25, 4), "first_step": Statistic(None, None, 0)})
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["measure", "mean", "±", "error", "episodes"]
    assert [row.split() for row in rows] == [["return", "-1.500", "0.250", "4"], ["first_step", "–", "–", "0"]]


def test_no_measures_make_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_measures({})
    assert capsys.readouterr().out == ""
