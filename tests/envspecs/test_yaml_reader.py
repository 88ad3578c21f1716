"""YAML and JSON texts: what they stand for, where each value is, and what is refused."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.problems import SpecError
from envspecs.tree import Node, Place, plain
from envspecs.yaml_reader import MAX_DEPTH, MAX_VALUES, read_json, read_yaml
from envspecs.yaml_writer import write_yaml

FILE = Place("f.yaml")

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=20)
)
names = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=8)
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)


def refused(text: str) -> str:
    with pytest.raises(SpecError) as caught:
        read_yaml(text, FILE)
    return str(caught.value)


def where(node: Node, *path: str | int) -> tuple[int | None, int | None, int | None, int | None]:
    """Line and column of the value, and of its key."""
    for key in path:
        node = node[key]
    key_place = node.key or Place()
    return node.place.line, node.place.column, key_place.line, key_place.column


# ----------------------------------------------------------------------------------------------------------------------
# Values
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-0x1F", -31),
        ("0o17", 15),
        ("017", 17),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        (".inf", float("inf")),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("'7'", "7"),
        ('"true"', "true"),
        # YAML 1.1 took these for something else than text.
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2020-01-01", "2020-01-01"),
        ("=", "="),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    found = plain(read_yaml(f"a: {text}", FILE))["a"]
    assert found == value
    assert type(found) is type(value) or isinstance(value, str)


@given(documents.filter(lambda value: isinstance(value, dict)))
def test_what_is_written_is_read_back(value: object) -> None:
    assert plain(read_yaml(write_yaml(value), FILE)) == value


@given(documents, st.sampled_from([None, 2, "\t"]))
def test_json_is_read_as_json(value: object, indent: int | str | None) -> None:
    finite = json.loads(json.dumps(value).replace("Infinity", "0"))
    text = json.dumps(finite, indent=indent, separators=None if indent else (",", ":"))
    assert plain(read_json(text, FILE)) == finite


def test_the_version_of_yaml_may_be_said() -> None:
    assert plain(read_yaml("%YAML 1.2\n---\na: no\n...\n", FILE)) == {"a": "no"}


def test_characters_beyond_16_bits_may_be_written_in_halves() -> None:
    assert plain(read_json('{"a": "\\ud83d\\ude00"}', FILE)) == {"a": "\N{GRINNING FACE}"}
    assert (
        refused('a: "\\ud83d"')
        == "f.yaml:1:4: a: not text: found '\\ud83d', with half a character, allowed are whole ones"
    )


# ----------------------------------------------------------------------------------------------------------------------
# Places
# ----------------------------------------------------------------------------------------------------------------------


def test_every_value_knows_its_line_and_column() -> None:
    tree = read_yaml("# a comment\na: 1\nb:\n  c: [x, {d: 'y'}]\n  'e': |\n    text\n", FILE)
    assert where(tree) == (2, 1, None, None)
    assert where(tree, "a") == (2, 4, 2, 1)
    assert where(tree, "b") == (4, 3, 3, 1)
    assert where(tree, "b", "c") == (4, 6, 4, 3)
    assert where(tree, "b", "c", 1) == (4, 10, None, None)
    assert where(tree, "b", "c", 1, "d") == (4, 14, 4, 11)
    assert where(tree, "b", "e") == (5, 8, 5, 3)


@given(documents.filter(lambda value: isinstance(value, dict)))
def test_places_are_where_the_keys_are(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False)
    tree = read_yaml(text, FILE)
    for key, node in tree.children():
        assert node.key is not None
        assert node.key.column is not None
        assert text[node.key.column - 1 :].startswith(json.dumps(key, ensure_ascii=False))


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        # A few lines that would stand for a billion values.
        (
            "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "1:4: a: an anchor: found '&a', allowed is the value alone",
        ),
        ("a:\n  b: *x\n", "2:6: a.b: an alias: found '*x', allowed is the value itself"),
        ("*x : 1", "1:1: an alias: found '*x', allowed is the value itself"),
        ("&x a: 1", "1:1: an anchor: found '&x', allowed is the value alone"),
        ("a: !!str 1", "1:4: a: a tag: found 'tag:yaml.org,2002:str', allowed is the value alone"),
        (
            "a: [!!python/name:os.system x]",
            "1:5: a[0]: a tag: found 'tag:yaml.org,2002:python/name:os.system', allowed is the value alone",
        ),
        ("a: ! 1", "1:4: a: a tag: found '!', allowed is the value alone"),
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3", "5:3: b: a key twice: found 'c', first in line 3, allowed is once"),
        ("a: 1\n---\nb: 1", "2:1: too many: found a second document, allowed is one in a file"),
        ("1: a", "1:1: not a name: found 1 as a key, allowed is text"),
        ("null: a", "1:1: not a name: found null as a key, allowed is text"),
        ("? [a]\n: b", "1:3: not a name: found a map or a list as a key, allowed is text"),
        ("%YAML 1.1\n---\na: yes", "2:1: another version: found YAML 1.1, allowed is YAML 1.2"),
        ("", "not a task spec: found nothing, allowed is a map that begins with 'envspec: 1'"),
        ("a: \x07", "1:4: not text: found '\\x07', allowed is what can be shown"),
        ("a: b\n\x00c: d", "2:1: not text: found '\\x00', allowed is what can be shown"),
        # No YAML at all.
        (
            "a:\n\tb: 1",
            "2:1: not YAML: while scanning for the next token found character '\\t' that cannot start any token, allowed are spaces",
        ),
        (
            "a: b: c",
            "1:5: not YAML: mapping values are not allowed here, allowed is ': ' once in a line, or within quotes",
        ),
        (
            "a: 'b",
            "1:6: not YAML: while scanning a quoted scalar found unexpected end of stream, allowed is a file that goes on",
        ),
        (
            'a: "\\UFFFFFFFF"',
            "not YAML: found an escape or a version that stands for nothing, allowed are Unicode's and 1.2",
        ),
        (
            f"%YAML {'1' * 5000}.2\n---\na: 1",
            "not YAML: found an escape or a version that stands for nothing, allowed are Unicode's and 1.2",
        ),
        (
            "a: [1, 2",
            "1:9: not YAML: while parsing a flow sequence expected ',' or ']', but got '<stream end>', allowed is a file that goes on",
        ),
        (
            "a: {b: 1\nc: 2\n",
            "2:2: not YAML: while parsing a flow mapping expected ',' or '}', but got ':', begun in line 1",
        ),
        (
            "a: 1\nb:\n  c: 1\n d: 2\n",
            "4:2: not YAML: while parsing a block mapping expected <block end>, but found '<block mapping start>', begun in line 1, allowed is what is indented as the lines before it",
        ),
        ("a: " + "9" * 5000, f"1:4: a: not a number: found '{'9' * 59}…, allowed is a shorter one"),
        ("[" * 40, f"1:34: too deep: found maps and lists {MAX_DEPTH + 1} deep, allowed is up to {MAX_DEPTH}"),
    ],
)
def test_what_is_refused_has_a_place(text: str, line: str) -> None:
    separator = ":" if line[0].isdigit() else ": "
    assert refused(text) == f"f.yaml{separator}{line}"


def test_as_deep_as_allowed_is_read() -> None:
    assert plain(read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, FILE))


def test_no_more_values_are_read_than_allowed() -> None:
    assert len(plain(read_yaml(f"[{'1,' * (MAX_VALUES - 1)}]", FILE))) == MAX_VALUES - 1
    assert refused(f"[{'1,' * MAX_VALUES}]") == (
        f"f.yaml:1:{2 * MAX_VALUES}: [{MAX_VALUES - 1}]: "
        f"too many: found a value or key beyond {MAX_VALUES}, allowed is up to {MAX_VALUES}"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": }', ":1:7: not JSON: Expecting value"),
        ('{"a": 1}\n{}', ":2:1: not JSON: Extra data"),
        ("a: 1", ":1:1: not JSON: Expecting value"),
        ('{"a": 1,\n "a": 2}', ":2:2: a key twice: found 'a', first in line 1, allowed is once"),
        ("[" * 100_000, ": not JSON that can be read: "),
        (f'{{"a": {"9" * 5000}}}', ": not JSON that can be read: "),
    ],
)
def test_what_is_no_json_is_refused(text: str, line: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_json(text, FILE)
    assert str(caught.value).startswith(f"f.yaml{line}")


@given(st.text(max_size=60) | st.text("&*!|>%@`\"'{}[],:?-#\n\t ax0\\~<=", max_size=60))
def test_any_text_gives_a_tree_or_a_spec_error(text: str) -> None:
    try:
        found: object = read_yaml(text, FILE)
    except SpecError as error:
        found = error
    assert isinstance(found, Node) or str(found).startswith("f.yaml:")
