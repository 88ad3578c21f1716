from __future__ import annotations

import pytest

import envspecs
from benchmarks.soak_cases import FORMS, Case, Chunk, kinds_of


def cases(chunk: Chunk) -> list[Case]:
    found: list[Case] = []
    chunk.each(lambda case: found.append(case) if isinstance(case, Case) else None)
    return found


def test_a_chunk_is_always_the_same_and_another_is_not() -> None:
    first, again, other, seeded = (cases(chunk) for chunk in (*[Chunk(0, 8, 0)] * 2, Chunk(4, 8, 0), Chunk(0, 8, 1)))
    told = [[(case.spec, str(case)) for case in each] for each in (first, again, other, seeded)]
    assert len(first) == 8
    assert told[0] == told[1]
    assert told[0] != told[2]
    assert told[0] != told[3]


def test_forms_take_turns() -> None:
    assert [Chunk(number, 1, 0).form.name for number in range(5)] == [
        "single",
        "NextStep",
        "SameStep",
        "Disabled",
        "single",
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_an_episode_is_run_to_its_end_and_in_vectors_the_next_begins(form: object) -> None:
    spec = envspecs.load("CircleSquare-v0").override({"episode.max_steps": 3})
    case = Case(spec, next(each for each in FORMS if each is form), {"index": 5}, seed=1)
    driver = case.form.driver(spec)
    case.run(driver)
    core = driver.env.get_wrapper_attr("core") if case.form.num_envs is None else driver.env.core
    # a reset with a seed began the first, one with options the second
    assert core.episodes.tolist() == ([1] if case.form.num_envs is None else [2, 2, 2])
    assert driver.any_over == (case.form.num_envs is None)


def test_cases_tell_how_they_are_run() -> None:
    case = Case(envspecs.load("CircleSquare-v0"), FORMS[1], {"index": 5}, seed=7)
    assert str(case) == "NextStep, seed 7, options {'index': 5}"


def test_kinds_are_those_of_the_parts() -> None:
    assert dict(kinds_of(envspecs.load("CircleSquare-v0"))) == {
        "space": "circle_square",
        "sensor": "glimpse",
        "motion": "relative",
        "task": "classification",
        "loss": "cross_entropy",
    }
