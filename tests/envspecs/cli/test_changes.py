"""Changes of tasks, as typed."""

from __future__ import annotations

import click
import pytest

import envspecs
from envspecs.cli.changes import changed, parsed_changes
from envspecs.cli.failures import InputError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("0.5", 0.5),
        ("true", True),
        ("null", None),
        ("word", "word"),
        ("[3, 4]", [3, 4]),
        ("{kind: relative, max_step: 0.1}", {"kind": "relative", "max_step": 0.1}),
        ("a=b", "a=b"),
        ("'3'", "3"),
    ],
)
def test_values_are_read_as_yaml_reads_them(text: str, value: object) -> None:
    assert parsed_changes([f"some.key={text}"]) == {"some.key": value}


@pytest.mark.parametrize("text", ["key", "key=", "=value", ""])
def test_what_is_no_change_is_refused(text: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        parsed_changes([text])
    assert caught.value.message == f"--set takes KEY=VALUE, got {text!r}."


def test_yaml_that_is_none_names_the_option() -> None:
    with pytest.raises(envspecs.SpecError, match=r"^--set some\.key:1:"):
        parsed_changes(["some.key=[1, "])


def test_changes_are_made() -> None:
    spec = changed(envspecs.load("CircleSquare-v0"), {"space.height": 20})
    assert spec.space.image_shape == (20, 28, 1)


def test_no_changes_change_nothing() -> None:
    spec = envspecs.load("CircleSquare-v0")
    assert changed(spec, {}) is spec


def test_mistakes_are_named_as_they_were_typed() -> None:
    with pytest.raises(InputError) as caught:
        changed(envspecs.load("CircleSquare-v0"), {"space.hieght": 20})
    assert caught.value.message == (
        "--set space.hieght: space.hieght: unknown key, allowed are extent, gradient, height, kind, width "
        "(did you mean 'height'?)"
    )
