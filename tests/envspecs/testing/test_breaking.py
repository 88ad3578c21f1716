from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.testing.mistakes import MISTAKES
from envspecs.testing.strategies import BrokenSpec, broken_specs, task_specs
from tests.envspecs.testing.faults import SPEC

BARE = SPEC.override({"sensor.motion": {"kind": "absolute"}})
SHRUNK = settings(max_examples=1000, phases=[Phase.generate, Phase.shrink])
ZOOM = SPEC.override(
    {"sensor": {"kind": "zoom", "patch": 2, "grid": 1, "motion": {"kind": "absolute_zoom"}}, "task": {"kind": "none"}}
)
PHOTOS = SPEC.override({"space": {"kind": "photos", "height": 8, "width": 8}})


def expect_told(broken: BrokenSpec, folder: Path) -> None:
    """Have a file refused by one problem, at its place."""
    file = folder / "task.yaml"
    file.write_text(broken.text, encoding="utf-8")
    with pytest.raises(envspecs.SpecError) as refused:
        envspecs.load(file)
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert (problem.place.source, problem.place.line, problem.place.column) == (str(file), broken.line, broken.column)
    assert problem.path == broken.path
    assert broken.says in problem.message


@settings(max_examples=60)
@given(broken=broken_specs())
def test_a_mistake_is_told_where_it_is(broken: BrokenSpec, tmp_path_factory: pytest.TempPathFactory) -> None:
    expect_told(broken, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_made_and_told(mistake: str, tmp_path: Path) -> None:
    @settings(max_examples=5, phases=[Phase.generate])
    @given(broken_specs(specs=st.sampled_from([SPEC, BARE, ZOOM, PHOTOS]), mistakes=[mistake]))
    def check(broken: BrokenSpec) -> None:
        assert broken.mistake == mistake
        expect_told(broken, tmp_path)

    if mistake == "not ascending":
        expect_told(find(broken_specs(specs=st.just(PHOTOS), mistakes=[mistake]), lambda _: True), tmp_path)
    else:
        check()


@pytest.mark.parametrize("mistake", ["unknown key", "missing kind", "key twice", "alias"])
def test_a_mistake_is_made_at_any_place(mistake: str) -> None:
    files = broken_specs(specs=st.just(SPEC), mistakes=[mistake])
    for part in ("space", "sensor", "sensor.motion", "task.loss"):
        find(files, partial(_is_within, part), settings=settings(phases=[Phase.generate], max_examples=1000))


def _is_within(part: str, broken: BrokenSpec) -> bool:
    return broken.path.startswith(part)


def test_a_map_that_is_left_empty_is_a_map() -> None:
    files = broken_specs(specs=st.just(BARE), mistakes=["missing kind"])
    broken = find(files, lambda broken: broken.path == "sensor.motion.kind")
    assert broken.text.splitlines()[broken.line - 1].endswith("motion: {}")


def test_a_broken_file_is_as_simple_as_can_be() -> None:
    broken = find(broken_specs(specs=st.just(SPEC), mistakes=["unknown key"]), lambda _: True, settings=SHRUNK)
    assert broken.text.endswith("qqqqq: 0\n")
    assert broken.says == "unknown key"
    assert not broken.text.startswith("#")


def test_without_its_mistake_a_file_is_that_of_the_spec(tmp_path: Path) -> None:
    broken = find(broken_specs(specs=st.just(SPEC), mistakes=["unknown key"]), lambda broken: broken.path == "qqqqq")
    lines = broken.text.splitlines()
    del lines[broken.line - 1]
    file = tmp_path / "task.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert envspecs.load(file).override({"id": SPEC.id, "description": SPEC.description}) == SPEC.override(
        {"id": SPEC.id}
    ).model_copy(update={"variants": ()})


@pytest.mark.parametrize("mistakes", [[], ["no such mistake"]])
def test_unknown_mistakes_are_refused(mistakes: list[str]) -> None:
    with pytest.raises(
        ValueError, match=r"^mistakes must be one or more of 'unknown key', .* or 'reserved sign', got "
    ):
        broken_specs(mistakes=mistakes)


def test_a_number_of_a_factor_that_is_none_is_told_to_be_out_of_range(tmp_path: Path) -> None:
    files = broken_specs(specs=st.just(envspecs.load("OddOneOut-v0")), mistakes=["not a number"])
    expect_told(find(files, lambda broken: broken.path.endswith("size.low")), tmp_path)


@pytest.mark.slow
@settings(max_examples=5000, phases=[Phase.generate])
@given(broken=broken_specs(specs=st.sampled_from(envspecs.catalog()).map(envspecs.load)))
def test_mistakes_in_the_catalog_are_told_where_they_are(
    broken: BrokenSpec, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expect_told(broken, tmp_path_factory.getbasetemp())


@pytest.mark.slow
@settings(max_examples=5000, phases=[Phase.generate])
@given(broken=broken_specs(specs=task_specs(max_pixels=400, interfaces=True)))
def test_many_mistakes_are_told_where_they_are(broken: BrokenSpec, tmp_path_factory: pytest.TempPathFactory) -> None:
    expect_told(broken, tmp_path_factory.getbasetemp())
