from __future__ import annotations

import subprocess
import sys
from typing import get_args

from imagespaces.loaded.idx_data_sets import DATA_SETS
from imagespaces.names import BACKDROPS, COLOURED, PARTS, PHOTOGRAPHS, IdxName, photograph_parts


def test_every_photograph_is_of_one_part() -> None:
    assert sorted([*PARTS["train"], *PARTS["test"]]) == sorted(PHOTOGRAPHS)


def test_parts_without_a_photograph_are_left_out() -> None:
    assert photograph_parts(["coins"]) == [("train", ("coins",))]
    assert photograph_parts([]) == []


def test_photographs_in_colour_come_first_and_are_once() -> None:
    assert PHOTOGRAPHS[: len(COLOURED)] == COLOURED
    assert len(set(PHOTOGRAPHS)) == len(PHOTOGRAPHS)
    assert set(BACKDROPS) <= set(PHOTOGRAPHS)


def test_every_name_is_of_a_data_set() -> None:
    assert tuple(DATA_SETS) == get_args(IdxName)


def test_names_are_had_without_what_they_name() -> None:
    probe = "import sys, imagespaces.names; print([name for name in sys.modules if name.startswith('imagespaces.')])"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout == "['imagespaces.names']\n"
