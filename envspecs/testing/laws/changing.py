"""A task spec is a value: it can be compared, put away and changed, and what it does not know is refused."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from copy import copy, deepcopy
from functools import partial
from itertools import permutations
from typing import Any

from envspecs.ids import choices, variant_id
from envspecs.problems import SpecError
from envspecs.specs.base import SpecPart
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.comparing import expect_refused
from envspecs.testing.spec_law import any_spec, spec_law, with_variants
from imagespaces.testing.checks import expect, expect_alike

__all__ = [
    "changes_change_what_they_name",
    "overriding_nothing_changes_nothing",
    "specs_are_frozen",
    "specs_pickle",
    "unknown_keys_are_refused",
    "variants_resolve",
]

UNKNOWN = "no_such_key"


@spec_law(any_spec)
def specs_pickle(spec: TaskSpec) -> None:
    """A spec that was pickled or copied is equal, and so is its hash."""
    ways = {"pickled": pickle.loads(pickle.dumps(spec)), "copied": copy(spec), "deeply copied": deepcopy(spec)}  # noqa: S301 - what was just pickled
    for way, other in ways.items():
        expect(other == spec, f"the spec, {way}, is not equal")
        expect_alike(hash(other), hash(spec), f"the hash of the spec, {way},")


@spec_law(any_spec)
def specs_are_frozen(spec: TaskSpec) -> None:
    """No value of a spec can be set, at any depth; ``override`` gives a changed copy."""
    before = spec.model_dump(mode="json")
    for path, part in _parts(spec, ""):
        for name in type(part).model_fields:
            try:
                setattr(part, name, None)
            except ValueError:  # pydantic's errors are of this kind
                continue
            raise AssertionError(f"{path}{name} can be set")
    expect(spec.model_dump(mode="json") == before, "the spec is another after its values were refused")


def _parts(part: SpecPart, path: str) -> Iterator[tuple[str, SpecPart]]:
    """Give a part of a spec and all within it, each with what its fields' paths begin with."""
    yield path, part
    for name in type(part).model_fields:
        yield from _parts_in(getattr(part, name), f"{path}{name}")


def _parts_in(value: Any, path: str) -> Iterator[tuple[str, SpecPart]]:
    if isinstance(value, SpecPart):
        yield from _parts(value, f"{path}.")
    elif isinstance(value, tuple | Mapping):
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _parts_in(item, f"{path}.{key}")


@spec_law(any_spec)
def overriding_nothing_changes_nothing(spec: TaskSpec) -> None:
    """With no changes, and with each value set to what it is, ``override`` gives an equal spec."""
    expect(spec.override({}) == spec, "override({}) gives another spec")
    data = spec.model_dump(mode="json", exclude={"envspec", "variants"})
    expect(spec.override(data) == spec, "setting all that there is to what it is gives another spec")
    leaves = {path: own for name, value in data.items() for path, own in _leaves(value, name)}
    expect(spec.override(leaves) == spec, f"setting {', '.join(leaves)} to what they are gives another spec")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give the values of a map by dotted path; lists are values, and maps with keys that hold dots themselves."""
    if isinstance(value, dict) and value and not any("." in name for name in value):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}")
    else:
        yield path, value


@spec_law(any_spec)
def changes_change_what_they_name(spec: TaskSpec) -> None:
    """A change gives a spec that is not equal, and differs in nothing else; the first is as it was."""
    before = spec.model_dump(mode="json")
    other = spec.override({"description": f"{spec.description[:999]}, changed", "id": f"{spec.id[:99]}-changed"})
    expect(other != spec, "a spec with another id is equal")
    after = other.model_dump(mode="json")
    differing = [name for name in before if before[name] != after[name]]
    expect_alike(sorted(differing), ["description", "id"], "what differs after description and id were changed")
    expect(spec.model_dump(mode="json") == before, "the spec is another after a changed copy was made")


@spec_law(any_spec)
def unknown_keys_are_refused(spec: TaskSpec) -> None:
    """A key that a part does not know is refused by name, with the path to it, at any depth."""
    for path, _ in _parts(spec, ""):
        key = f"{path}{UNKNOWN}"
        expect_refused(partial(spec.override, {key: 1}), SpecError, f"the change of {key}", UNKNOWN)


@spec_law(with_variants)
def variants_resolve(spec: TaskSpec) -> None:
    """Each variant is a spec of its own id without variants: its changes, whatever the order of its names."""
    for names in choices(spec.variants):
        if names:
            found = spec.variant(*names)
            expect_alike(found.id, variant_id(spec.id, names), f"the id of variant {names}")
            expect_alike(found.variants, (), f"the variants of variant {names}")
            changed = spec.override({"id": found.id, **_changes(spec, names)})
            expect(changed.model_copy(update={"variants": ()}) == found, f"variant {names} is not its changes")
            for others in permutations(names):
                expect(spec.variant(*others) == found, f"variants {others} and {names} differ")


def _changes(spec: TaskSpec, names: Sequence[str]) -> dict[str, object]:
    """Give what variants change, by dotted path."""
    overlays = [group[name] for group in spec.variants for name in names if name in group]
    return {path: value for overlay in overlays for path, value in overlay.items()}
