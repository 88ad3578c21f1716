"""YAML 1.2 and JSON text as a tree that knows the line and column of every key and value.

A task file is closed data. What YAML has beyond maps, lists and scalars is refused: anchors and aliases (a few lines of
them can stand for billions of values), tags, several documents, keys that are no names or stand twice.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from envspecs.problems import Problem, SpecError, shown
from envspecs.tree import Node, Place, dotted

__all__ = ["MAX_DEPTH", "MAX_VALUES", "read_json", "read_yaml"]

MAX_DEPTH = 32
"""How many maps and lists may lie in one another."""

MAX_VALUES = 10_000
"""How many values and keys a file may hold: reading a megabyte of brackets would take half a minute."""


_ALLOWED = {
    "expected <block end>": "allowed is what is indented as the lines before it",
    "mapping values are not allowed": "allowed is ': ' once in a line, or within quotes",
    "<stream end>": "allowed is a file that goes on",
    "end of stream": "allowed is a file that goes on",
}
"""What to do about mistakes that many make, by what the parser says of them in words of its own."""


def read_yaml(text: str, file: Place) -> Node:
    """Give the one document of a YAML text.

    Args:
        text: The text.
        file: The file that it is from.

    Raises:
        SpecError: If it is not YAML, holds no document or several, or uses what is refused.
    """
    return _Reader(text, file).document()


def read_json(text: str, file: Place) -> Node:
    """Give the document of a JSON text, which is YAML too.

    Args:
        text: The text.
        file: The file that it is from.

    Raises:
        SpecError: If it is not JSON, or has a key twice.
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise _error(f"not JSON: {error.msg}", _place(file, error.lineno, error.colno)) from None
    except (ValueError, RecursionError) as error:
        raise _error(f"not JSON that can be read: {error}", file) from None
    return read_yaml(text, file)


def _place(file: Place, line: int, column: int) -> Place:
    return replace(file, line=line, column=column)


def _error(message: str, place: Place, path: str = "") -> SpecError:
    return SpecError([Problem(message, path, place)])


class _Reader:
    """Builds the tree from the parser's events, which neither expand aliases nor drop keys."""

    def __init__(self, text: str, file: Place) -> None:
        self._text, self._file = text, file
        self._yaml = YAML(typ="safe", pure=True)
        self._events = self._parsed()
        self._path: list[str | int] = []  # of what is being read
        self._values = 0

    def _parsed(self) -> Iterator[Event]:
        """Give the parser's events.

        Raises:
            SpecError: Where the text is not YAML.
        """
        try:
            yield from self._yaml.parse(self._text)
        except ReaderError as error:
            message = f"not text: found {chr(error.character)!r}, allowed is what can be shown"
            raise _error(message, self._at(error.position)) from None
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise _error(f"not YAML: {self._reason(error, mark)}", self._marked(mark)) from None
        except (YAMLError, ValueError, OverflowError):  # from Python's chr and int, without a place
            message = "not YAML: found an escape or a version that stands for nothing, allowed are Unicode's and 1.2"
            raise _error(message, self._file) from None

    def _reason(self, error: MarkedYAMLError, mark: StreamMark) -> str:
        reason = " ".join(text for text in (error.context, error.problem) if text)
        if self._text[mark.index : mark.index + 1] == "\t":
            return f"{reason}, allowed are spaces"
        began = error.context_mark
        if began is not None and began.line != mark.line:
            reason += f", begun in line {began.line + 1}"
        return reason + next((f", {allowed}" for sign, allowed in _ALLOWED.items() if sign in reason), "")

    def _at(self, position: int) -> Place:
        """Give the place of a character, counted from 0."""
        before = self._text[:position]
        return _place(self._file, before.count("\n") + 1, position - before.rfind("\n"))

    def _marked(self, mark: StreamMark) -> Place:
        return _place(self._file, mark.line + 1, mark.column + 1)

    def _refuse(self, what: str, event: Event) -> NoReturn:
        raise _error(what, self._marked(event.start_mark), dotted(tuple(self._path)))

    # ------------------------------------------------------------------------------------------------ structure

    def document(self) -> Node:
        """Give the only document."""
        next(self._events)  # the stream starts
        start = next(self._events)
        if not isinstance(start, DocumentStartEvent):
            raise _error("not a task spec: found nothing, allowed is a map that begins with 'envspec: 1'", self._file)
        if start.version not in {None, (1, 2)}:
            self._refuse(f"another version: found YAML {'.'.join(map(str, start.version))}, allowed is YAML 1.2", start)
        root = self._node(next(self._events))
        next(self._events)  # the document ends
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            self._refuse("too many: found a second document, allowed is one in a file", after)
        return root

    def _node(self, event: Event) -> Node:
        """Give the value that begins with an event, reading on to its end."""
        self._check(event)
        place = self._marked(event.start_mark)
        if isinstance(event, MappingStartEvent):
            return Node(self._map(), place)
        if isinstance(event, SequenceStartEvent):
            return Node(tuple(self._items()), place)
        return Node(self._scalar(event), place)

    def _check(self, event: Any) -> None:
        """Refuse what a value may not begin with, and what would be too much."""
        self._values += 1
        if self._values > MAX_VALUES:
            self._refuse(f"too many: found a value or key beyond {MAX_VALUES}, allowed is up to {MAX_VALUES}", event)
        if len(self._path) > MAX_DEPTH:
            message = f"too deep: found maps and lists {MAX_DEPTH + 1} deep, allowed is up to {MAX_DEPTH}"
            raise _error(message, self._marked(event.start_mark))  # without the path, which says nothing more
        if isinstance(event, AliasEvent):
            self._refuse(f"an alias: found {shown('*' + event.anchor)}, allowed is the value itself", event)
        if event.anchor is not None:
            self._refuse(f"an anchor: found {shown('&' + event.anchor)}, allowed is the value alone", event)
        if event.tag is not None:
            self._refuse(f"a tag: found {shown(str(event.tag))}, allowed is the value alone", event)

    def _items(self) -> Iterator[Node]:
        for at in itertools.count():
            event = next(self._events)
            if isinstance(event, SequenceEndEvent):
                return
            yield self._below(at, event)

    def _map(self) -> dict[str, Node]:
        children: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, children)
            children[key] = replace(self._below(key, next(self._events)), key=self._marked(event.start_mark))
        return children

    def _below(self, key: str | int, event: Event) -> Node:
        self._path.append(key)
        node = self._node(event)
        self._path.pop()
        return node

    def _key(self, event: Event, known: Mapping[str, Node]) -> str:
        self._check(event)
        if not isinstance(event, ScalarEvent):
            self._refuse("not a name: found a map or a list as a key, allowed is text", event)
        key = self._scalar(event)
        if not isinstance(key, str):
            self._refuse(f"not a name: found {shown(key)} as a key, allowed is text", event)
        if key in known:
            first = known[key].where.line
            self._refuse(f"a key twice: found {shown(key)}, first in line {first}, allowed is once", event)
        return key

    # -------------------------------------------------------------------------------------------------- scalars

    def _scalar(self, event: Any) -> str | int | float | bool | None:
        """Give what a scalar stands for by YAML 1.2; dates and other types beyond JSON's stay text."""
        tag = str(self._yaml.resolver.resolve(ScalarNode, event.value, event.implicit))
        construct = _CONSTRUCTORS.get(tag)
        if construct is None:
            return self._text_of(event)
        node = ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            value: int | float | bool | None = getattr(self._yaml.constructor, construct)(node)
        except ValueError:
            self._refuse(f"not a number: found {shown(event.value)}, allowed is a shorter one", event)
        return value

    def _text_of(self, event: Any) -> str:
        """Give a text, in which two halves of a character, as JSON writes those beyond 16 bits, have become one."""
        try:
            text: str = event.value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            self._refuse(f"not text: found {shown(event.value)}, with half a character, allowed are whole ones", event)
        return text


_CONSTRUCTORS = {
    "tag:yaml.org,2002:null": "construct_yaml_null",
    "tag:yaml.org,2002:bool": "construct_yaml_bool",
    "tag:yaml.org,2002:int": "construct_yaml_int",
    "tag:yaml.org,2002:float": "construct_yaml_float",
}
