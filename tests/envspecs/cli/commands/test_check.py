"""``envspecs check``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from envspecs.testing import laws
from imagespaces.testing.checks import expect

SMALL = """\
envspec: 1
extends: CircleSquare-v0
space: {height: 8, width: 7, extent: 4}
sensor: {size: [3, 2]}
episode: {max_steps: 2}
variants: []
"""


@pytest.fixture(autouse=True)
def files(run: Any) -> None:
    """Task files in the current folder."""
    for name, text in {"small": SMALL, "other": SMALL, "bad": "envspec: 1\nspace: 3\n"}.items():
        Path(f"{name}.yaml").write_text(text)


@pytest.fixture
def unlucky(monkeypatch: pytest.MonkeyPatch) -> None:
    """One law is broken where episodes are longer than one step."""

    def check(subject: Any, seed: int) -> None:
        taken = len(subject.actions(subject.example, seed, subject.horizon))
        expect(taken == 0, f"{taken} steps are too many")

    monkeypatch.setattr(laws.seeds_decide, "_check", check)


def test_laws_that_hold_are_a_table(run: Any) -> None:
    found = run("check", "small.yaml", "--law", "seeds_decide", "--law", "any_order")
    assert (found.exit_code, found.stderr) == (0, "")
    head, space, environment, _, summary = found.stdout.splitlines()
    assert head.split() == ["part", "law", "asked", "by", "outcome", "seconds", "what", "holds"]
    assert space.split()[:4] == ["space", "any_order", "envspecs", "holds"]
    assert space.endswith("The order of the indices, and one that occurs twice, change no instance.")
    assert environment.split()[:4] == ["environment", "seeds_decide", "gymnasium", "holds"]
    assert summary == "small.yaml: 2 laws hold"


def test_all_laws_hold_of_a_small_task(run: Any) -> None:
    found = run("check", "small.yaml")
    assert (found.exit_code, found.stderr) == (0, "")
    parts = [line.split()[0] for line in found.stdout.splitlines()[1:-2]]
    assert sorted(set(parts)) == ["environment", "space", "spec"]
    assert re.search(r"\nsmall.yaml: \d+ laws hold, \d+ not about it\n$", found.stdout)


def test_a_broken_law_is_shown_with_the_smallest_example(run: Any, unlucky: None) -> None:
    found = run("check", "small.yaml", "other.yaml", "--law", "seeds_decide", "--law", "any_order", "--seed", 7)
    assert (found.exit_code, found.stderr) == (1, "")
    example = "laws.seeds_decide(envspecs.load('small.yaml'), seed=0, steps=1, num_envs=1, at_rest=True)"
    assert f"\nseeds_decide: 1 steps are too many\n  {example}\n\nsmall.yaml: 1 of 2 laws broken\n" in found.stdout
    assert found.stdout.endswith("\nother.yaml: 1 of 2 laws broken\n")


def test_json_tells_what_came_of_each_law(run: Any, unlucky: None) -> None:
    found = run(
        "check", "small.yaml", "other.yaml", "--json", "--law", "seeds_decide", "--law", "unbounded_has_no_inverse"
    )
    assert (found.exit_code, found.stderr) == (1, "")
    small, other = json.loads(found.stdout)
    assert (small["task"], small["seed"], small["holds"]) == ("small.yaml", 0, False)
    idle, broken = small["laws"]
    assert idle == {
        "part": "space",
        "law": "unbounded_has_no_inverse",
        "statement": "``state_of`` is refused where images have no end.",
        "source": "envspecs",
        "outcome": "does not apply",
        "reason": "it is about spaces of particular images without end",
        "example": None,
        "seconds": 0.0,
    }
    assert (broken["outcome"], broken["reason"]) == ("broken", "1 steps are too many")
    assert broken["example"].startswith("laws.seeds_decide(envspecs.load('small.yaml'), seed=0, ")
    assert broken["source"] == "gymnasium"
    assert other["task"] == "other.yaml"


def test_laws_that_do_not_apply_are_shown_on_request(run: Any) -> None:
    names = ("--law", "unbounded_has_no_inverse", "--law", "any_order")
    assert "unbounded_has_no_inverse" not in run("check", "small.yaml", *names).stdout
    shown = run("check", "small.yaml", *names, "--all").stdout
    assert "does not apply" in shown
    assert "it is about spaces of particular images without end" in shown
    assert shown.endswith("small.yaml: 1 law holds, 1 not about it\n")


def test_laws_that_start_processes_are_checked_on_request(run: Any) -> None:
    found = run("check", "small.yaml", "--law", "async_equals_vector")
    assert found.stdout.endswith("small.yaml: 1 law holds\n")


def test_an_unknown_law_is_named(run: Any) -> None:
    found = run("check", "small.yaml", "--law", "seed_decides")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == "envspecs: no such law: 'seed_decides' (did you mean 'seeds_decide'?)\n"
    far = run("check", "small.yaml", "--law", "xyz")
    assert far.stderr == "envspecs: no such law: 'xyz'; 'envspecs check ID --all' shows all names\n"


def test_a_mistake_shows_before_anything_is_checked(run: Any) -> None:
    found = run("check", "small.yaml", "bad.yaml")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "bad.yaml:2:8: space: wrong type: found 3, " in found.stderr


def test_who_stops_it_sees_what_was_found(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> Iterator[Any]:
        yield next(every("small.yaml"))
        raise KeyboardInterrupt

    import envspecs
    from envspecs import testing

    kept = testing.verdicts

    def every(name: str) -> Iterator[Any]:
        return kept(envspecs.load(name))

    monkeypatch.setattr(testing, "verdicts", interrupted)
    found = run("check", "small.yaml", "other.yaml")
    assert found.exit_code == 130
    assert found.stderr == "envspecs: stopped\n"
    assert "small.yaml: 1 law holds, " in found.stdout
    assert " not checked\n" in found.stdout
    assert "other.yaml" not in found.stdout
