"""Tables of what came of laws."""

from __future__ import annotations

import re
from typing import Any

import pytest

from envspecs.cli.reports import Report, print_report
from envspecs.testing import Verdict

Captured = pytest.CaptureFixture[str]

HOLDS = Verdict(
    "spec", "specs_pickle", "A spec that was pickled is equal, and ``hash`` is.", "envspecs", "holds", seconds=0.125
)
BROKEN = Verdict(
    "environment",
    "flags_are_bools",
    "Flags are bools.",
    "gymnasium",
    "broken",
    "terminated is np.False_ [bold], not bool",
    f"laws.flags_are_bools(envspecs.load({'a_very_long_name_of_a_file' * 3!r}), seed=0, steps=1)",
    1.5,
)
IDLE = Verdict("environment", "seeds_decide", "Seeds decide.", "gymnasium", "does not apply", "it is about toys")


@pytest.fixture
def width(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have a terminal that is so wide."""

    def watch(columns: int) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.delenv("NO_COLOR", raising=False)

    return watch


def printed(capsys: Captured, report: Report, *, show_all: bool = False) -> list[str]:
    """Give the lines of a report, without colours."""
    print_report(report, show_all=show_all)
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()]


@pytest.mark.parametrize(
    ("verdicts", "total", "summary"),
    [
        ((HOLDS,), 1, "a.yaml: 1 law holds"),
        ((HOLDS, HOLDS, IDLE), 3, "a.yaml: 2 laws hold, 1 not about it"),
        ((HOLDS, BROKEN, IDLE), 3, "a.yaml: 1 of 2 laws broken, 1 not about it"),
        ((HOLDS,), 100, "a.yaml: 1 law holds, 99 not checked"),
    ],
)
def test_a_line_sums_it_up(verdicts: tuple[Verdict, ...], total: int, summary: str) -> None:
    report = Report("a.yaml", verdicts, total)
    assert report.summary == summary
    assert report.unfinished == (len(verdicts) < total)


def test_in_a_pipe_each_law_is_a_line(capsys: Captured) -> None:
    lines = printed(capsys, Report("a.yaml", (HOLDS, BROKEN, IDLE), 3), show_all=True)
    assert [line.split()[:5] for line in lines[:3]] == [
        ["part", "law", "asked", "by", "outcome"],
        ["spec", "specs_pickle", "envspecs", "holds", "0.12"],
        ["environment", "flags_are_bools", "gymnasium", "broken", "1.50"],
    ]
    assert lines[1].endswith("A spec that was pickled is equal, and `hash` is.")
    assert re.fullmatch(r"environment +seeds_decide +gymnasium +does not apply +it is about toys", lines[3])
    assert lines[4:] == [
        "",
        "flags_are_bools: terminated is np.False_ [bold], not bool",
        f"  {BROKEN.example}",
        "",
        "a.yaml: 1 of 2 laws broken, 1 not about it",
    ]


def test_in_a_wide_terminal_what_holds_stands_beside_the_law(capsys: Captured, width: Any) -> None:
    width(120)
    lines = printed(capsys, Report("a.yaml", (HOLDS, BROKEN, IDLE), 3))
    assert lines[0].split() == ["law", "what", "holds", "asked", "by", "seconds"]
    assert [line.split() for line in lines[2:4]] == [
        ["the", "spec"],
        [
            "✓",
            "specs_pickle",
            *["A", "spec", "that", "was", "pickled", "is", "equal,", "and", "`hash`", "is."],
            "envspecs",
            "0.12",
        ],
    ]
    assert ["its", "environments"] in [line.split() for line in lines]
    assert ["✗", "flags_are_bools", "Flags", "are", "bools.", "gymnasium", "1.50"] in [line.split() for line in lines]
    assert not any("seeds_decide" in line for line in lines)


def test_in_a_narrow_terminal_it_stands_below(capsys: Captured, width: Any) -> None:
    width(60)
    lines = printed(capsys, Report("a.yaml", (HOLDS, IDLE), 2), show_all=True)
    assert [line.split() for line in lines[3:6]] == [
        ["✓", "specs_pickle", "0.12"],
        ["A", "spec", "that", "was", "pickled", "is", "equal,", "and", "`hash`"],
        ["is."],
    ]
    assert ["–", "seeds_decide"] in [line.split() for line in lines]
    assert ["it", "is", "about", "toys"] in [line.split() for line in lines]
    assert max(map(len, lines)) <= 60


def test_what_is_broken_stands_below_with_code_in_one_line(capsys: Captured, width: Any) -> None:
    width(60)
    lines = printed(capsys, Report("a.yaml", (BROKEN,), 1))
    first = lines.index("✗ flags_are_bools")
    assert lines[first + 1 :] == [
        "  terminated is np.False_ [bold], not bool",
        f"  {BROKEN.example}",
        "",
        "a.yaml: 1 of 1 law broken",
    ]
