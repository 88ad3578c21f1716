"""What a law is, and which spaces it applies to."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import check_integer
from imagespaces.factors import ExplicitSplit
from imagespaces.space import ImageSpace
from imagespaces.testing.given import asked_for, check_instances, check_space_given
from imagespaces.testing.raising import reason_of

__all__ = [
    "BrokenLawError",
    "Law",
    "always",
    "bankable",
    "check_laws",
    "classed",
    "computed",
    "describe",
    "divided_by_regions",
    "finite",
    "has_instances",
    "law",
    "posed",
    "small",
    "some_indices",
    "transformable",
    "unbounded",
]

_SMALL_BYTES = 16 << 20
"""All images of a space of up to this size are rendered by the laws that look at each."""

_DRAWN = 6

_KNOWN = frozenset({"indices", "seed"})
"""What a law may ask for."""


class BrokenLawError(AssertionError):
    """A law does not hold of a space.

    Attributes:
        law: The law's name.
        space: The space.
        reason: What was found.
        example: Code that finds it again, of a ``space``; empty where there is none.
        place: Where in the law it was found: what was raised, and lines of the law's file.
        indices: The instances that the law looked at; None where it takes none.
    """

    def __init__(  # noqa: PLR0917 - as it is pickled
        self,
        law: str,
        space: ImageSpace,
        reason: str,
        example: str = "",
        place: tuple[str, ...] = (),
        indices: tuple[int, ...] | None = None,
    ) -> None:
        again = f"\n  example: {example}" if example else ""
        super().__init__(f"{law}: {reason}{again}\n  space: {describe(space)}")
        self.law, self.space, self.reason, self.example, self.place = law, space, reason, example, place
        self.indices = indices

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.law, self.space, self.reason, self.example, self.place, self.indices)


class Law:
    """An invariant of image spaces: a named function that raises where it does not hold.

    Args:
        check: Takes a space and, where it asks for them by name, ``indices`` (int64 ``[B]``, at least one) and a
            ``seed``; raises AssertionError with the reason. Its name and docstring become the law's.
        applies: Tells which spaces the law is about; its docstring says so in words, as "Take …".
        one_by_one: Whether the law looks at each instance by itself, and quickly: it is shown all of a small space.

    Attributes:
        name: The function's name.
        statement: What holds, in words: the first line of the function's docstring.
        applies: As given.
        one_by_one: As given.

    Raises:
        TypeError: If the function asks for something else.

    >>> from imagespaces import CircleSquare
    >>> from imagespaces.testing.laws import any_order
    >>> any_order.applies(CircleSquare())
    True
    >>> any_order(CircleSquare(), indices=[3, 1, 4])
    """

    __name__: str
    __qualname__: str

    def __init__(
        self, check: Callable[..., None], applies: Callable[[ImageSpace], bool], *, one_by_one: bool = False
    ) -> None:
        update_wrapper(self, check)
        self.name = check.__name__
        self.statement = inspect.cleandoc(check.__doc__ or self.name).partition("\n")[0]
        self.applies, self.one_by_one = applies, one_by_one
        self._check = check
        self._asks = asked_for(check, _KNOWN, "a space and, if it needs them, indices and a seed")

    def __call__(self, space: ImageSpace, *, indices: Sequence[int] | None = None, seed: int = 0) -> None:
        """Check the law.

        Args:
            space: A space that the law applies to.
            indices: Instances to look at; by default the first, the last and some between.
            seed: What is drawn at random is drawn from it.

        Raises:
            BrokenLawError: If the law does not hold.
            TypeError: If the space is none, or an index is no integer.
            ValueError: If the law is not about the space, the seed is negative, or there are no such indices.
        """
        __tracebackhide__ = True
        check_space_given(space)
        if not self.may_be_about(space):
            raise ValueError(f"{self.name} is about {self.about}, got {describe(space)}")
        check_integer("seed", seed, least=0)
        looked_at = None if indices is None or not self.takes_indices else check_instances(indices, space)
        broken = self.broken_by(space, indices=looked_at, seed=seed)
        if broken is not None:
            raise broken

    def broken_by(
        self, space: ImageSpace, *, indices: NDArray[np.int64] | None = None, seed: int = 0
    ) -> BrokenLawError | None:
        """Check the law of what is known to be right, and give what was found; None where it holds.

        Args:
            space: As for a call, and so on.
            indices: As above; int64 ``[B]``.
            seed: As above.
        """
        looked_at = indices
        try:
            given: dict[str, Any] = {"seed": seed} if self.takes_seed else {}
            if self.takes_indices:
                looked_at = some_indices(space, seed) if indices is None else indices
                given["indices"] = looked_at.copy()
            self._check(space, **given)
        except Exception as error:  # noqa: BLE001 - whatever it is, it breaks the law
            again = self.example(None if indices is None else indices.tolist(), seed)
            seen = None if looked_at is None else tuple(looked_at.tolist())
            broken = BrokenLawError(self.name, space, reason_of(error), again, self._place(error), seen)
            broken.__cause__ = error
            return broken
        return None

    def may_be_about(self, space: ImageSpace) -> bool:
        """Tell whether the law is about a space: where that can't be told it may be, and says what is wrong."""
        try:
            return bool(self.applies(space))
        except Exception:  # noqa: BLE001 - whatever is wrong with the space, the law meets it again
            return True

    @property
    def about(self) -> str:
        """Which spaces the law is about, in words."""
        words = inspect.cleandoc(self.applies.__doc__ or "").partition("\n")[0]
        return words.removeprefix("Take ").removesuffix(".") or "some spaces"

    @property
    def takes_indices(self) -> bool:
        """Whether the law looks at instances that it is given."""
        return "indices" in self._asks

    @property
    def takes_seed(self) -> bool:
        """Whether anything is drawn from a seed."""
        return "seed" in self._asks

    def example(self, indices: Sequence[int] | None, seed: int) -> str:
        """Give the code of a call of the law: by its name, for laws of this library as one of ``laws``."""
        given = ["space"]
        if self.takes_indices and indices is not None:
            given.append(f"indices={[int(index) for index in indices]}")
        if self.takes_seed:
            given.append(f"seed={seed}")
        within = "laws." if self.__module__.startswith("imagespaces.testing.laws.") else ""
        return f"{within}{self.name}({', '.join(given)})"

    def _place(self, error: Exception) -> tuple[str, ...]:
        """Give where in the law's file an error was raised: what is found again there is the same fault."""
        own = self._check.__code__.co_filename
        lines = (str(frame.lineno) for frame in traceback.extract_tb(error.__traceback__) if frame.filename == own)
        return (type(error).__name__, *lines)

    def __reduce__(self) -> str:
        """Pickle and copy by name, as functions are."""
        return self.__qualname__

    def __repr__(self) -> str:
        return f"<law {self.name}>"


def law(applies: Callable[[ImageSpace], bool], *, one_by_one: bool = False) -> Callable[[Callable[..., None]], Law]:
    """Make a law of a function.

    Args:
        applies: Tells which spaces the law is about.
        one_by_one: Whether the law looks at each instance by itself, and quickly: it is shown all of a small space.

    >>> from imagespaces import CircleSquare
    >>> @law(finite)
    ... def something_shows(space, indices):
    ...     "No image is black."
    ...     assert space.images(indices).any(axis=(1, 2, 3)).all(), "an image is black"
    >>> something_shows(CircleSquare(gradient=False), indices=[0, 7])
    """
    return lambda check: Law(check, applies, one_by_one=one_by_one)


def check_laws(laws: Iterable[Law]) -> tuple[Law, ...]:
    """Give laws that were named.

    Raises:
        TypeError: If one is something else, as a function that was not made one.
    """
    each = tuple(laws)
    for found in each:
        if not isinstance(found, Law):
            raise TypeError(f"laws must be of Law, as imagespaces.testing.law makes of a function, got {found!r}")
    return each


def some_indices(space: ImageSpace, seed: int) -> NDArray[np.int64]:
    """Give indices that are worth a look, int64 ``[B]``: the ends, those about the number of states, random ones."""
    bound = 2**63 if space.size is None else space.size
    states = space.num_states
    edges = {0, bound - 1, states - 1, min(states, bound - 1)}
    drawn = np.random.default_rng(seed).integers(bound, size=_DRAWN, dtype=np.uint64)
    return np.array([*sorted(edges), *drawn], np.int64)


def describe(space: ImageSpace) -> str:
    """Give the ``repr`` of a space, or say of a faulty one that it has none."""
    try:
        return repr(space)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the space, its laws are to be reported
        return f"a {type(space).__name__} (its repr raises {type(error).__name__}: {error})"


# ------------------------------------------------------------------------------------------ which spaces a law is about


def always(_space: ImageSpace) -> bool:
    """Take any space, also the space of all images of a shape."""
    return True


def has_instances(space: ImageSpace) -> bool:
    """Take spaces of particular images."""
    return bool(space.factors)


def finite(space: ImageSpace) -> bool:
    """Take spaces of finitely many images."""
    return space.size is not None


def unbounded(space: ImageSpace) -> bool:
    """Take spaces of particular images without end."""
    return has_instances(space) and space.size is None


def small(space: ImageSpace) -> bool:
    """Take finite spaces of which all images can be looked at."""
    return space.size is not None and space.size * _image_bytes(space) <= _SMALL_BYTES


def computed(space: ImageSpace) -> bool:
    """Take small spaces whose states promise different images: those that are loaded may hold one twice."""
    return small(space) and not space.may_repeat


def bankable(space: ImageSpace) -> bool:
    """Take small spaces whose images an environment renders once."""
    return small(space) and (space.size or 0) * _image_bytes(space) <= space.bank_limit


def transformable(space: ImageSpace) -> bool:
    """Take spaces of particular images that can be transformed."""
    return has_instances(space) and "transforms" in space.parameters()


def posed(space: ImageSpace) -> bool:
    """Take spaces that move what they draw, before it is drawn, and tell where it is."""
    return space._poses and space.knows_objects  # noqa: SLF001 - what a subclass says of itself


def divided_by_regions(space: ImageSpace) -> bool:
    """Take spaces whose splits are written down as regions of factor values."""
    return isinstance(space.partition, ExplicitSplit)


def classed(space: ImageSpace) -> bool:
    """Take spaces of classes whose states promise different images."""
    return space.class_names is not None and not space.may_repeat


def _image_bytes(space: ImageSpace) -> int:
    return int(np.prod(space.shape)) * space.dtype.itemsize
