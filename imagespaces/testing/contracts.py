"""The laws of image spaces as a class to be subclassed, for pytest: no plugin is needed.

::

    from imagespaces.testing import SpaceContract
    from my_plugin import Stripes


    class TestStripes(SpaceContract):
        spaces = [Stripes(), Stripes(width=5)]

gives a test for each law and each of the spaces that it is about, such as ``test_law[any_order-Stripes(width=5)]``.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from imagespaces.space import ImageSpace
from imagespaces.testing.drawing import NOT_ALWAYS, check_drawn
from imagespaces.testing.given import check_space_given
from imagespaces.testing.law import BrokenLawError, Law, check_laws, describe
from imagespaces.testing.laws import LAWS
from imagespaces.testing.running import broken_law

if TYPE_CHECKING:
    import pytest
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy

__all__ = ["SpaceContract"]

_LONGEST = 60
"""How many characters of what a space is made of stand in the name of a test."""


class SpaceContract:
    """Subclass it under a name that pytest collects, and say which spaces are to keep the laws.

    Attributes:
        spaces: Spaces, or a map from what tests are to call them to spaces; or a method that gives either. They are
            made when tests are collected.
        strategy: A Hypothesis strategy that draws spaces: beside, or instead of, ``spaces``. For each law it draws a
            tenth of the examples that the profile names, since there are many laws.
        laws: What is to hold; laws of your own can be added.
        seed: What laws draw at random is drawn from it.
    """

    spaces: Any = ()
    strategy: ClassVar[SearchStrategy[ImageSpace] | None] = None
    laws: ClassVar[Sequence[Law]] = LAWS
    seed: ClassVar[int] = 0

    def test_law(self, law: Law, space: ImageSpace | SearchStrategy[ImageSpace]) -> None:
        """Check one law, of one space or of those that a strategy draws."""
        __tracebackhide__ = True
        if isinstance(space, ImageSpace):
            broken = broken_law(law, space, seed=self.seed)
        else:
            broken = self._broken_by_drawn(law, space)
        if broken is not None:
            cause = broken.__cause__  # told where it says more than the law's own reason
            raise broken.with_traceback(None) from (None if isinstance(cause, AssertionError) else cause)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make a test for each law and each space that it is about: pytest calls this.

        Raises:
            Collector.CollectError: If there are no spaces or laws, or what is given are none.
        """
        import pytest  # noqa: PLC0415 - it is there: it calls this

        if metafunc.function.__name__ != "test_law":
            return
        given = self.spaces() if callable(self.spaces) else self.spaces
        members = given.values() if isinstance(given, Mapping) else given
        if not isinstance(members, Collection) or not (members or self.strategy is not None):
            found = f"got spaces = {given!r}, strategy = {self.strategy!r}"
            raise pytest.Collector.CollectError(f"{type(self).__name__} must have spaces, or a strategy, {found}")
        try:
            spaces = _named(given)
            laws = check_laws(self.laws)
        except TypeError as error:
            raise pytest.Collector.CollectError(f"{type(self).__name__}: {error}") from error
        cases = [pytest.param(law, space, id=f"{law.name}-{name}") for law, space, name in self._cases(laws, spaces)]
        metafunc.parametrize(("law", "space"), cases)

    def _cases(self, laws: Sequence[Law], spaces: Mapping[str, ImageSpace]) -> Iterator[tuple[Law, object, str]]:
        """Give each law with the spaces that it is about, and what these are called."""
        for law in laws:
            yield from ((law, space, name) for name, space in spaces.items() if law.may_be_about(space))
            if self.strategy is not None:
                yield law, self.strategy, "drawn"

    def _broken_by_drawn(self, law: Law, strategy: SearchStrategy[ImageSpace]) -> BrokenLawError | None:
        """Check a law of spaces, and of instances, that Hypothesis draws, and give what it shrinks a broken one to."""
        import pytest  # noqa: PLC0415 - it runs this
        from hypothesis import strategies as st  # noqa: PLC0415 - only strategies need it

        from imagespaces.testing.strategies import seeds  # noqa: PLC0415 - the same

        @st.composite
        def held(draw: st.DrawFn) -> _Held:
            return _Held(check_space_given(draw(strategy)))

        def check(held: _Held, seed: int, data: st.DataObject) -> bool:
            space = held.space
            if not law.may_be_about(space):
                return False
            broken = law.broken_by(space, indices=_drawn_indices(space, data) if law.takes_indices else None, seed=seed)
            if broken is not None:
                raise broken
            return True

        name = f"{type(self).__module__}.{type(self).__qualname__}.{law.name}"
        try:
            drawn = check_drawn(check, name, held=held(), seed=seeds(), data=st.data())
        except BrokenLawError as broken:
            broken.__notes__ = [
                note for note in getattr(broken, "__notes__", []) if note == NOT_ALWAYS
            ]  # nothing of the search
            return broken
        if not drawn.about:
            pytest.skip(f"{law.name} is about {law.about}: none of {drawn.tried} spaces that were drawn is such")
        return None


class _Held:
    """A space that was drawn, for Hypothesis to show: the ``repr`` of a faulty one may fail.

    It is no dataclass, since Hypothesis looks into these.

    Args:
        space: The space.
    """

    def __init__(self, space: ImageSpace) -> None:
        self.space = space

    def __repr__(self) -> str:
        return describe(self.space)


def _drawn_indices(space: ImageSpace, data: st.DataObject) -> NDArray[np.int64] | None:
    """Draw instances to look at; None where the space can't say which it has: the law finds that as well."""
    from imagespaces.testing.strategies import index_lists  # noqa: PLC0415 - only strategies need Hypothesis

    try:
        some = index_lists(space) if space.factors else None
    except Exception:  # noqa: BLE001 - whatever is wrong with the space, the law meets it again
        return None
    return None if some is None else np.array(data.draw(some), np.int64)


def _named(spaces: Collection[ImageSpace] | Mapping[str, ImageSpace]) -> dict[str, ImageSpace]:
    """Give spaces by what their tests are called: each by its kind and what is not as it is unless given.

    Raises:
        TypeError: If one is no space.
    """
    if isinstance(spaces, Mapping):
        return {name: check_space_given(space) for name, space in spaces.items()}
    names = [_briefly(check_space_given(space)) for space in spaces]
    return {
        name if names.count(name) == 1 else f"{name}-{place}": space
        for place, (name, space) in enumerate(zip(names, spaces, strict=True))
    }


def _briefly(space: ImageSpace) -> str:
    """Give the expression that makes a space, without what is as it is unless given; where there is none, its class.

    >>> from imagespaces import CircleSquare
    >>> _briefly(CircleSquare(height=9))
    'CircleSquare(height=9)'
    """
    kind = type(space)
    try:
        usual = {name: each.default for name, each in inspect.signature(kind).parameters.items()}
        own = [
            f"{name}={value!r}" for name, value in space.parameters().items() if repr(value) != repr(usual.get(name))
        ]
    except Exception:  # noqa: BLE001 - whatever is wrong with the space, its laws are to be reported
        return kind.__name__
    given = ", ".join(own)
    return f"{kind.__name__}({given if len(given) <= _LONGEST else f'{given[:_LONGEST]}...'})"
