"""The mistakes that are made in task files: each a function that gives all places of a file where it can be made."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from envspecs.definitions import Schema
from envspecs.registry import kinds
from envspecs.specs.base import Kind
from envspecs.specs.scored import ScoredTask
from envspecs.specs.task_spec import FORMAT
from envspecs.testing.page import Page, Part, Slip, schema_of

__all__ = ["MISTAKES", "slips_of"]

Mistake: TypeAlias = Callable[[str, Page], Iterator[Slip]]
"""Takes its own name and a file; gives all slips of that sort that the file allows."""

STRANGE = "qqqqq"
"""A name that is near no other."""


def slips_of(mistake: str, page: Page) -> list[Slip]:
    """Give all places where a mistake can be made in a file."""
    return list(MISTAKES[mistake](mistake, page))


# ---------------------------------------------------------------------------------------------------------------- keys


def _unknown_key(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        yield page.added(name, part.path, STRANGE, "unknown key", shown=(*part.path, STRANGE))


def _misspelt_key(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        allowed = [*schema_of(type(part.model))["properties"], *(["extends"] if part.path == () else [])]
        for key in part.fields:
            wrong = _misspelt(key, allowed)
            if wrong and not part.required(key):  # or else it would be missing, too
                yield page.renamed(name, (*part.path, key), wrong, f"did you mean {key!r}?")


def _misspelt(word: str, allowed: list[str]) -> str:
    """Swap the last two letters, where nothing else is as near to that; give nothing where something is."""
    wrong = word[:-2] + word[:-3:-1]
    nearest = difflib.get_close_matches(wrong, allowed, n=1)
    return wrong if wrong not in allowed and nearest == [word] else ""


def _missing_key(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key in part.fields:
            if key != "kind" and part.required(key):
                yield page.removed(name, (*part.path, key), "missing")


def _key_twice(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key in part.fields:
            yield page.added(name, part.path, key, "a key twice", shown=part.path)


# --------------------------------------------------------------------------------------------------------------- kinds


def _kinds_of(page: Page) -> Iterator[Part]:
    return (part for part in page.parts if isinstance(part.model, Kind))


def _unknown_kind(name: str, page: Page) -> Iterator[Slip]:
    for part in _kinds_of(page):
        yield page.instead(name, (*part.path, "kind"), STRANGE, "unknown kind")


def _misspelt_kind(name: str, page: Page) -> Iterator[Slip]:
    groups = {"space": "imagespaces.spaces", "sensor": "envspecs.sensors", "task": "envspecs.tasks"}
    for part in _kinds_of(page):
        group = groups.get(str(part.path[0])) if len(part.path) == 1 else None
        wrong = _misspelt(part.fields["kind"], [*kinds(group)]) if group else ""
        if wrong:
            yield page.instead(name, (*part.path, "kind"), wrong, f"did you mean {part.fields['kind']!r}?")


def _missing_kind(name: str, page: Page) -> Iterator[Slip]:
    for part in _kinds_of(page):
        yield page.removed(name, (*part.path, "kind"), "missing")


# -------------------------------------------------------------------------------------------------------------- values


def _wrong_type(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key, value in part.fields.items():
            if isinstance(value, int | float):
                yield page.instead(name, (*part.path, key), STRANGE, f"found {STRANGE!r}")


def _nothing_there(name: str, page: Page) -> Iterator[Slip]:
    for key in ("space", "sensor", "task"):
        yield page.instead(name, (key,), "null", "wrong type: found null")


def _out_of_range(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key, schema in part.described.items():
            for value in _beyond(schema):
                yield page.instead(name, (*part.path, key), value, f"out of range: found {value}")


def _beyond(schema: Schema) -> Iterator[str]:
    """Give numbers just below and above what a field may hold."""
    number = float if schema.get("type") == "number" else int
    ends = {"minimum": -1, "exclusiveMinimum": 0, "maximum": 1, "exclusiveMaximum": 0}
    for end, beyond in ends.items():
        if end in schema and abs(schema[end]) < 1e6:
            value = number(schema[end] + beyond)
            yield f"{value}"


def _not_a_number(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key, schema in part.described.items():
            if schema.get("type") == "number":
                yield page.instead(name, (*part.path, key), ".nan", "out of range: found nan")


def _wrong_length(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key, schema in part.described.items():
            if schema.get("type") == "array" and schema.get("minItems") == schema.get("maxItems") == 2:
                item = part.fields[key][0]
                yield page.instead(name, (*part.path, key), f"[{item}, {item}, {item}]", "wrong length")


def _unknown_value(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key, schema in part.described.items():
            if "enum" in schema and isinstance(part.fields[key], str):
                yield page.instead(name, (*part.path, key), STRANGE, f"unknown value: found {STRANGE!r}")


def _not_ascending(name: str, page: Page) -> Iterator[Slip]:
    for part in page.parts:
        for key, schema in part.described.items():
            pairs = [form for form in schema.get("anyOf", ()) if form.get("ascending")]
            if pairs:
                low, high = (pairs[0]["items"][end] for end in ("minimum", "maximum"))
                yield page.instead(name, (*part.path, key), f"[{high}, {low}]", "ascending")


def _item_twice(name: str, page: Page) -> Iterator[Slip]:
    if "observe" in page.data["sensor"]:
        yield page.instead(name, ("sensor", "observe"), "[last_action, last_action]", "an item twice")


# ------------------------------------------------------------------------------------------- what does not fit the rest


def _unknown_split(name: str, page: Page) -> Iterator[Slip]:
    if "split" in page.data:
        yield page.instead(name, ("split",), STRANGE, f"unknown split: found {STRANGE!r}")


def _sensor_too_large(name: str, page: Page) -> Iterator[Slip]:
    height, width, _ = page.spec.space.image_shape
    window = {"kind": "glimpse", "size": [height + 1, width], "scale": 1.0, "motion": {"kind": "absolute"}}
    says = f"larger than the image: found {height + 1} × {width}"
    yield page.replaced(name, ("sensor",), window, says, without=("reward", "size_penalty"))


def _size_without_zoom(name: str, page: Page) -> Iterator[Slip]:
    if not page.spec.sensor.zooms and "size_penalty" in page.data.get("reward", ()):
        yield page.instead(name, ("reward", "size_penalty"), "0.5", "looks of one size: found 0.5")


def _never_sure(name: str, page: Page) -> Iterator[Slip]:
    if not page.spec.task.is_confident and "stop" in page.data.get("episode", ()):
        yield page.instead(name, ("episode", "stop"), "confidence", "never sure: found 'confidence'")


def _unsuitable_loss(name: str, page: Page) -> Iterator[Slip]:
    task = page.spec.task
    if isinstance(task, ScoredTask):
        other = "squared_error" if task.predicts != "numbers" else "cross_entropy"
        yield page.replaced(name, ("task", "loss"), {"kind": other}, f"found {other!r}")


def _unsuitable_motion(name: str, page: Page) -> Iterator[Slip]:
    if "motion" in page.data["sensor"]:
        other = "absolute" if page.spec.sensor.zooms else "absolute_zoom"
        says = f"not a motion of this sensor: found {other!r}"
        yield page.replaced(name, ("sensor", "motion"), {"kind": other}, says)


# --------------------------------------------------------------------------------------------------------- the file


def _newer_version(name: str, page: Page) -> Iterator[Slip]:
    yield page.instead(name, ("envspec",), f"{FORMAT + 1}", f"too new: found version {FORMAT + 1}")


def _no_such_parent(name: str, page: Page) -> Iterator[Slip]:
    yield page.instead(name, ("extends",), f"{STRANGE}.yaml", "no such file")


# ---------------------------------------------------------------------------------------------------------------- YAML


def _scalars(page: Page) -> Iterator[tuple[str | int, ...]]:
    """Give the paths of all single values in parts."""
    for part in page.parts:
        yield from ((*part.path, key) for key, value in part.fields.items() if not isinstance(value, dict | list))


def _anchor(name: str, page: Page) -> Iterator[Slip]:
    for path in _scalars(page):
        yield page.instead(name, path, f"&{STRANGE} 1", f"an anchor: found '&{STRANGE}'")


def _alias(name: str, page: Page) -> Iterator[Slip]:
    for path in _scalars(page):
        yield page.instead(name, path, f"*{STRANGE}", f"an alias: found '*{STRANGE}'")


def _tag(name: str, page: Page) -> Iterator[Slip]:
    for path in _scalars(page):
        yield page.instead(name, path, "!!str 1", "a tag: found")


def _second_colon(name: str, page: Page) -> Iterator[Slip]:
    for path in _scalars(page):
        slip = page.instead(name, path, "a: b", "not YAML: mapping values are not allowed", offset=1)
        yield replace(slip, path=())


def _reserved_sign(name: str, page: Page) -> Iterator[Slip]:
    for path in _scalars(page):
        yield replace(page.instead(name, path, "@1", "not YAML: while scanning for the next token"), path=())


MISTAKES: Mapping[str, Mistake] = MappingProxyType(
    {
        "unknown key": _unknown_key,
        "misspelt key": _misspelt_key,
        "missing key": _missing_key,
        "key twice": _key_twice,
        "unknown kind": _unknown_kind,
        "misspelt kind": _misspelt_kind,
        "missing kind": _missing_kind,
        "wrong type": _wrong_type,
        "nothing there": _nothing_there,
        "out of range": _out_of_range,
        "not a number": _not_a_number,
        "wrong length": _wrong_length,
        "unknown value": _unknown_value,
        "not ascending": _not_ascending,
        "item twice": _item_twice,
        "unknown split": _unknown_split,
        "sensor too large": _sensor_too_large,
        "size without zoom": _size_without_zoom,
        "never sure": _never_sure,
        "unsuitable loss": _unsuitable_loss,
        "unsuitable motion": _unsuitable_motion,
        "newer version": _newer_version,
        "no such parent": _no_such_parent,
        "anchor": _anchor,
        "alias": _alias,
        "tag": _tag,
        "second colon": _second_colon,
        "reserved sign": _reserved_sign,
    }
)
"""All mistakes, by name."""
