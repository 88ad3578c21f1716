"""Two classes in place of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import check_integer
from imagespaces.draws import Draws, derive_key
from imagespaces.loaded.relabelling.base import Classed, class_numbers, renumbered

__all__ = ["Binarize", "BinarizeMethod", "misfitting"]

BinarizeMethod: TypeAlias = Literal["merge", "select_two", "random"]
"""How two classes are made of many; see :class:`Binarize`."""

_COUNTS = {"select_two": 2, "random": 0}
"""How many classes may be named, where not any number."""

_SHOWN = 3


@dataclass(frozen=True)
class Binarize:
    """Makes two classes of many: what a verifier is to decide between, when it says yes or no.

    ==============  =====================================================================================
    ``merge``       Every class goes into one of two. Half of them, drawn, become class 0 (of an odd number
                    the smaller half), and the others class 1. If classes are named, these become class 1,
                    and all others class 0.
    ``select_two``  Two classes are left: the first named one as class 0, the second as class 1, or two
                    that are drawn.
    ``random``      Every picture is of class 0 or 1 at random, whatever it shows: nothing can be learned
                    but by heart.
    ==============  =====================================================================================

    What is drawn depends on the stream and on the number of a class among all, or on what a picture is called; not on
    which pictures there are, nor on their order, nor on the machine.

    Args:
        method: ``"merge"``, ``"select_two"`` or ``"random"``.
        classes: By name or number; drawn unless given.
        stream: Another stream, other draws.

    Raises:
        ValueError: If the method is another, the number of classes named does not fit it, or the stream is no integer.

    >>> import numpy as np
    >>> farm = Classed(np.array([0, 1, 2, 3]), ("cat", "cow", "dog", "hen"))
    >>> Binarize("merge")(farm)
    Classed(labels=array([1, 1, 0, 0]), names=('dog + hen', 'cat + cow'), pictures=())
    >>> Binarize("merge", ["dog"])(farm)
    Classed(labels=array([0, 0, 1, 0]), names=('cat + cow + hen', 'dog'), pictures=())
    >>> Binarize("select_two", ["dog", "cat"])(farm)
    Classed(labels=array([ 1, -1,  0, -1]), names=('dog', 'cat'), pictures=())
    """

    method: BinarizeMethod
    classes: Sequence[str | int] | None = None
    stream: int = 0

    def __post_init__(self) -> None:
        """Check what was given, and keep the classes as a tuple."""
        if self.method not in get_args(BinarizeMethod):
            raise ValueError(
                f"method must be one of {', '.join(map(repr, get_args(BinarizeMethod)))}, got {self.method!r}"
            )
        check_integer("stream", self.stream)
        if self.classes is not None:
            object.__setattr__(self, "classes", tuple(self.classes))
            misfit = misfitting(self.method, len(self.classes))
            if misfit:
                raise ValueError(f"classes must be {misfit}, got {self.classes}")

    def __call__(self, classed: Classed) -> Classed:
        """Give the two classes.

        Raises:
            ValueError: If there are fewer than two, there is none that is named, or none that is not.
        """
        count = len(classed.names)
        if count < 2:
            raise ValueError(f"two classes can be made of two or more, got {count}: {classed.names}")
        if self.method == "random":
            return classed._replace(labels=self._drawn_labels(classed), names=("0", "1"))
        named = None if self.classes is None else class_numbers(self.classes, classed.names)
        if self.method == "select_two":
            zero, one = ([number] for number in named or self._order(count)[:2])
        elif named is None:
            order = self._order(count)
            zero, one = sorted(order[: count // 2]), sorted(order[count // 2 :])
        else:
            zero, one = [number for number in range(count) if number not in named], named
        if not zero:
            raise ValueError(f"classes must leave one that is not named, got all of {classed.names}")
        become = dict.fromkeys(zero, 0) | dict.fromkeys(one, 1)
        return renumbered(classed, become, (_joined(zero, classed.names), _joined(one, classed.names)))

    def _order(self, count: int) -> list[int]:
        """Draw an order of classes."""
        draws = Draws(derive_key("classes", self.stream), np.arange(count))
        ranks: list[int] = np.argsort(draws.uniform(f"binarize/{self.method}")[:, 0], kind="stable").tolist()
        return ranks

    def _drawn_labels(self, classed: Classed) -> NDArray[np.int64]:
        """Draw a class for each picture that is not left out."""
        if len(classed.pictures) != len(classed.labels):
            found = f"{len(classed.pictures)} names of {len(classed.labels)}"
            raise ValueError(f"random classes are drawn by what pictures are called, got {found}")
        addresses = np.fromiter(map(_address, classed.pictures), np.uint64, len(classed.labels))
        drawn = Draws(derive_key("classes", self.stream), addresses).integers("binarize/random", 2)
        return np.where(classed.labels < 0, -1, drawn)


def misfitting(method: str, count: int) -> str | None:
    """Say how many classes may be named for a method; None if so many may.

    >>> misfitting("select_two", 3), misfitting("select_two", 2)
    ('two for select_two', None)
    """
    if method in _COUNTS:
        allowed = {2: "two", 0: "left out"}[_COUNTS[method]]
        return None if count == _COUNTS[method] else f"{allowed} for {method}"
    return None if count else f"one or more for {method}"


def _address(name: str) -> int:
    """Give the address of a picture's draws: BLAKE2b, 8 bytes, of what it is called."""
    encoded = name.encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(encoded, digest_size=8, person=b"picture").digest(), "little")


def _joined(numbers: Sequence[int], names: tuple[str, ...]) -> str:
    """Say what a class is called that is made of some; of many only the first.

    >>> _joined([0, 2, 3, 4], ("a", "b", "c", "d", "e"))
    'a + c + 2 more'
    """
    shown = [names[number] for number in numbers]
    rest = [] if len(shown) <= _SHOWN else [f"{len(shown) - _SHOWN + 1} more"]
    return " + ".join((shown[: _SHOWN - 1] if rest else shown) + rest)
