from __future__ import annotations

import pytest

import envspecs
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import BrokenLawError, Subject
from envspecs.testing.spec_law import any_spec, spec_law, with_variants
from imagespaces.testing.checks import expect
from tests.envspecs.testing.faults import SPEC


@spec_law(with_variants)
def variants_are_few(spec: TaskSpec, seed: int) -> None:
    """Variants are few."""
    expect(len(spec.variants) < seed, f"{len(spec.variants)} groups, not below {seed}")


@spec_law(any_spec)
def ids_are_short(spec: TaskSpec) -> None:
    """Ids are short."""
    expect(len(spec.id) < 5, f"{spec.id!r} is long")


def test_a_law_of_specs_is_about_specs() -> None:
    assert (variants_are_few.part, variants_are_few.about) == ("spec", "task specs that have variants")
    assert variants_are_few.applies(SPEC)
    assert not variants_are_few.applies(SPEC.variant("sparse"))
    assert not ids_are_short.applies(Subject(SPEC.make, SPEC.make_vec))


def test_it_is_checked_with_the_seed_that_it_asks_for() -> None:
    variants_are_few(SPEC, seed=9)
    with pytest.raises(BrokenLawError) as broken:
        variants_are_few(SPEC, seed=2)
    assert str(broken.value) == (
        f"variants_are_few: {len(SPEC.variants)} groups, not below 2\n"
        "  subject: CircleSquare-v0\n  example: laws.variants_are_few(spec, seed=2)"
    )


def test_the_example_of_a_task_that_can_be_loaded_loads_it() -> None:
    with pytest.raises(BrokenLawError) as broken:
        ids_are_short(envspecs.load("CircleSquare-s20-v0"))
    assert broken.value.example == "laws.ids_are_short(envspecs.load('CircleSquare-s20-v0'))"


def test_steps_mean_nothing_to_specs() -> None:
    with pytest.raises(BrokenLawError) as broken:
        ids_are_short(SPEC, steps=1, at_rest=True)
    assert broken.value.example == "laws.ids_are_short(spec)"
