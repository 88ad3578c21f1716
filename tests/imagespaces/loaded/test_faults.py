"""All faults in one message."""

from __future__ import annotations

import pytest

from imagespaces.loaded.faults import MAX_SHOWN, Fault, describe, reason_of


def test_each_fault_is_a_line() -> None:
    assert describe([Fault("a.png", "is empty"), Fault("b\n.png", "is a link")]) == (
        "  'a.png' is empty\n  'b\\n.png' is a link"
    )


def test_a_long_list_is_cut_short() -> None:
    faults = [Fault(f"{number:02}.png", "is empty") for number in range(MAX_SHOWN + 3)]
    lines = describe(faults).split("\n")
    assert lines[:2] == ["  '00.png' is empty", "  '01.png' is empty"]
    assert lines[MAX_SHOWN:] == ["  and 3 more"]


def test_a_list_that_just_fits_is_whole() -> None:
    faults = [Fault(f"{number}.png", "is empty") for number in range(MAX_SHOWN)]
    assert describe(faults).count("\n") == MAX_SHOWN - 1
    assert "more" not in describe(faults)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("two\n  lines"), "two lines"),
        (KeyError(), "KeyError"),
        (PermissionError(13, "Permission denied", "x.png"), "Permission denied"),
        (OSError("image file is truncated"), "image file is truncated"),
        (OSError(), "OSError"),
    ],
)
def test_the_reason_is_one_line_and_never_empty(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
