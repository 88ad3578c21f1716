"""Reading pickled arrays without unpickling: nothing is imported and nothing is called, whatever a file says.

A pickle is a program for a small machine with a stack. Here is a machine that knows only the instructions that put
together numbers, bytes, text, lists, tuples, dicts and arrays of unsigned bytes. The names that such arrays are pickled
with stand for functions of this module, which check what they are given; no other name is known. Python's own
:mod:`pickletools` takes the instructions apart. Each puts at most one small thing on the stack, and their number is
bounded; so is the work.

Written by Python 2 or 3, by any NumPy, in protocols 2 to 4, and 5 as far as that says nothing new.
"""

from __future__ import annotations

import math
import pickletools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import reason_of

__all__ = ["MAX_INSTRUCTIONS", "UnpicklingError", "unpickled"]

MAX_INSTRUCTIONS = 1 << 20
"""A pickle may have so many instructions: five times those of CIFAR-100's training set."""

_MAX_KEY = 100


class UnpicklingError(ValueError):
    """A pickle is damaged, or asks for what is not allowed; the message says what."""


class _Mark:
    """Where on the stack a list, tuple or dict begins."""


@dataclass(frozen=True)
class _Name:
    """Stands for a name that arrays are pickled with, and for nothing else."""

    module: str
    name: str


@dataclass(eq=False)
class _Array:
    """An array while it is put together."""

    values: NDArray[np.uint8] | None = None


class _Bytes:
    """The type of unsigned bytes."""


_MARK = _Mark()
_BYTES = _Bytes()
_ARRAY = _Name("numpy", "ndarray")
_TYPE = _Name("numpy", "dtype")
_ENCODE = _Name("_codecs", "encode")
_NEW = tuple(_Name(f"numpy.{core}.multiarray", "_reconstruct") for core in ("core", "_core"))
_NAMES: Mapping[tuple[str, ...], _Name] = {
    (known.module, known.name): known for known in (_ARRAY, _TYPE, _ENCODE, *_NEW)
}


def unpickled(data: bytes) -> object:
    """Give what is pickled: numbers, bytes, text, lists, tuples, dicts and arrays of unsigned bytes.

    Text that Python 2 wrote as ``str`` comes as ``str``, one character a byte.

    Args:
        data: The pickle, and nothing after it.

    Raises:
        UnpicklingError: If it is damaged, or asks for anything else, such as to call a function.

    >>> import pickle
    >>> unpickled(pickle.dumps({"labels": [1, 2], "data": np.eye(2, dtype=np.uint8)}))
    {'labels': [1, 2], 'data': array([[1, 0],
           [0, 1]], dtype=uint8)}
    >>> unpickled(pickle.dumps(print))
    Traceback (most recent call last):
        ...
    imagespaces.loaded.unpickling.UnpicklingError: a pickle must be made of ..., got 'builtins.print' at byte ...
    """
    machine = _Machine(len(data))
    try:
        for instruction, argument, place in pickletools.genops(data):
            machine.do(instruction.name, argument, place or 0)
    except UnpicklingError:
        raise
    except (ValueError, IndexError, KeyError, TypeError, Warning) as error:  # cut short, or not what it should be
        raise UnpicklingError(f"a pickle must be whole, got a damaged one: {reason_of(error)[:200]}") from error
    return _plain(machine.result)


def _plain(thing: object) -> object:
    """Give arrays in place of what stands for them, two levels deep: a dict, and what is in it."""
    if isinstance(thing, dict):
        return {key: _finished(value) for key, value in thing.items()}
    return _finished(thing)


def _finished(thing: object) -> object:
    return thing.values if isinstance(thing, _Array) else thing


class _Machine:
    """Has a stack, and remembers what it is told to.

    What is on the stack is not printed nor compared with anything but constants: it may refer to itself, or be made of
    so many references to the same that looking at all of it never ends.

    Args:
        size: The bytes of the pickle.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._left = MAX_INSTRUCTIONS
        self._copied = 0
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self.result: object = None

    def do(self, name: str, argument: Any, place: int) -> None:
        """Carry out one instruction.

        Raises:
            UnpicklingError: If it is not known, or what it is given is not allowed, or there were too many.
        """
        self._left -= 1
        if self._left < 0:
            raise UnpicklingError(f"a pickle must have at most {MAX_INSTRUCTIONS} instructions, got more")
        if name in _VALUES:
            self._stack.append(argument)
        elif name in _FRESH:
            self._stack.append(_FRESH[name]())
        elif name in _STEPS:
            _STEPS[name](self, argument, place)
        elif name not in _NOTHING:
            raise _refused(f"the instruction {name}", place)

    def keep(self, number: int | None) -> None:
        """Remember what is on top of the stack."""
        self._memo[len(self._memo) if number is None else number] = self._stack[-1]

    def recall(self, number: int) -> None:
        """Put what is remembered on the stack."""
        self._stack.append(self._memo[number])

    def above_mark(self) -> list[Any]:
        """Take all from the stack that is above the last mark, and the mark."""
        at = len(self._stack) - 1
        while self._stack[at] is not _MARK:
            at -= 1
            if at < 0:
                raise IndexError(f"no mark among {len(self._stack)} values")
        found = self._stack[at + 1 :]
        del self._stack[at:]
        return found

    def take(self, count: int) -> list[Any]:
        """Take so many from the stack."""
        if count > len(self._stack):
            raise IndexError(f"{count} of {len(self._stack)}")
        found = self._stack[len(self._stack) - count :]
        del self._stack[len(self._stack) - count :]
        return found

    def put(self, thing: object) -> None:
        """Put something on the stack."""
        self._stack.append(thing)

    def extend(self, items: list[Any]) -> None:
        """Add to the list on top of the stack."""
        top = self._stack[-1]
        if type(top) is not list:
            raise TypeError(f"a list is extended, got {type(top).__name__}")
        top.extend(items)

    def update(self, flat: list[Any]) -> None:
        """Add keys and values, in turn, to the dict on top of the stack."""
        top = self._stack[-1]
        if type(top) is not dict or len(flat) % 2:
            raise TypeError(f"a dict is given keys and values, got {type(top).__name__} and {len(flat)}")
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            if not isinstance(key, (str, bytes)) or len(key) > _MAX_KEY:  # so that comparing them takes no time
                raise TypeError(f"keys are text of up to {_MAX_KEY} characters, got {type(key).__name__}")
            top[key] = value

    def stop(self, place: int) -> None:
        """End, with what is on the stack."""
        if place + 1 != self._size:
            raise ValueError(f"{self._size - place - 1} bytes after its end")
        (self.result,) = self._stack

    def encode(self, text: object) -> bytes:
        """Give text, one character a byte, as bytes; each text once, so that no more is copied than there is."""
        if not isinstance(text, str):
            raise TypeError(f"text is encoded, got {type(text).__name__}")
        self._copied += len(text)
        if self._copied > self._size:
            raise ValueError(
                f"text of {self._copied} characters is encoded, more than the file's {self._size} bytes can hold"
            )
        return text.encode("latin-1")

    def name(self, parts: Sequence[object], place: int) -> None:
        """Put what stands for a name, which is that of a module and one in it, on the stack."""
        words = [part[:_MAX_KEY] if isinstance(part, str) else type(part).__name__ for part in parts]
        known = _NAMES.get(tuple(words))
        if known is None:
            raise _refused(repr(".".join(words)), place)
        self.put(known)

    def call(self, place: int) -> None:
        """Make what a known name makes of its arguments."""
        called, arguments = self.take(2)
        given = arguments if type(arguments) is tuple else ()
        if called in _NEW and len(given) == 3 and given[0] is _ARRAY:
            self.put(_Array())
        elif called is _TYPE and given and given[0] in ("u1", b"u1"):
            self.put(_BYTES)
        elif called is _ENCODE and len(given) == 2 and given[1] == "latin1":
            self.put(self.encode(given[0]))
        else:
            known = f"{called.module}.{called.name}" if isinstance(called, _Name) else type(called).__name__
            raise _refused(f"a call of {known} with other arguments than arrays are pickled with", place)

    def fill(self, place: int) -> None:
        """Give an array its values, and a type its byte order."""
        (state,) = self.take(1)
        top = self._stack[-1]
        if isinstance(top, _Array) and top.values is None:
            top.values = self._values(state, place)
        elif top is not _BYTES or not _is_usual(state):
            raise _refused(f"a change of {type(top).__name__.strip('_')}", place)

    def _values(self, state: object, place: int) -> NDArray[np.uint8]:
        """Give the array of a state: version, shape, type, whether the first axis changes fastest, values."""
        if type(state) is not tuple or len(state) != 5:
            raise _refused("an array without a state", place)
        _, shape, kind, first_fastest, raw = state
        raw = self.encode(raw) if isinstance(raw, str) else raw  # as Python 2 wrote bytes
        sizes = shape if type(shape) is tuple and all(type(size) is int and size >= 1 for size in shape) else None
        if kind is not _BYTES or not isinstance(raw, bytes) or sizes is None or len(sizes) > 4:
            raise _refused("an array of another kind", place)
        if math.prod(sizes) != len(raw):
            raise _refused(f"an array of shape {list(sizes)} with {len(raw)} values", place)
        return np.frombuffer(raw, np.uint8).reshape(sizes, order="F" if first_fastest is True else "C")


def _refused(found: str, place: int) -> UnpicklingError:
    allowed = "numbers, bytes, text, lists, tuples, dicts and arrays of unsigned bytes alone"
    return UnpicklingError(f"a pickle must be made of {allowed}, got {found} at byte {place}")


def _is_usual(state: object) -> bool:
    """Say whether the state of a type is that of plain unsigned bytes: version 3, no byte order, and nothing else."""
    return type(state) is tuple and len(state) >= 2 and state[1] in ("|", b"|") and not any(state[2:5])


# --------------------------------------------------------------------------------------------------------- instructions

_NOTHING = frozenset({"PROTO", "FRAME"})
_VALUES = frozenset(
    {"BININT", "BININT1", "BININT2", "INT", "BINSTRING", "SHORT_BINSTRING", "BINUNICODE", "SHORT_BINUNICODE"}
    | {"BINUNICODE8", "BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "LONG1", "BINFLOAT"}
)
_FRESH: Mapping[str, Callable[[], object]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
    "EMPTY_TUPLE": tuple,
    "MARK": lambda: _MARK,
}
_Step: TypeAlias = Callable[[_Machine, Any, int], None]
_STEPS: Mapping[str, _Step] = {
    "BINPUT": lambda machine, number, _: machine.keep(number),
    "LONG_BINPUT": lambda machine, number, _: machine.keep(number),
    "MEMOIZE": lambda machine, _, __: machine.keep(None),
    "BINGET": lambda machine, number, _: machine.recall(number),
    "LONG_BINGET": lambda machine, number, _: machine.recall(number),
    "TUPLE1": lambda machine, _, __: machine.put(tuple(machine.take(1))),
    "TUPLE2": lambda machine, _, __: machine.put(tuple(machine.take(2))),
    "TUPLE3": lambda machine, _, __: machine.put(tuple(machine.take(3))),
    "TUPLE": lambda machine, _, __: machine.put(tuple(machine.above_mark())),
    "APPEND": lambda machine, _, __: machine.extend(machine.take(1)),
    "APPENDS": lambda machine, _, __: machine.extend(machine.above_mark()),
    "SETITEM": lambda machine, _, __: machine.update(machine.take(2)),
    "SETITEMS": lambda machine, _, __: machine.update(machine.above_mark()),
    "GLOBAL": lambda machine, names, place: machine.name(names.split(" ", 1), place),
    "STACK_GLOBAL": lambda machine, _, place: machine.name(machine.take(2), place),
    "REDUCE": lambda machine, _, place: machine.call(place),
    "BUILD": lambda machine, _, place: machine.fill(place),
    "STOP": lambda machine, _, place: machine.stop(place),
}
