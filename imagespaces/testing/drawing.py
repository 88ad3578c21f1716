"""Checking a law of what Hypothesis draws, for contracts: as little as many laws allow, and each by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["NOT_ALWAYS", "Drawn", "check_drawn"]

NOT_ALWAYS = "This was found once, and not when the same was looked at again."
"""What is noted of an error that comes and goes."""

_SHARE = 10
"""For each law so much less is drawn than the profile says, since there are many."""


@dataclass
class Drawn:
    """What was drawn for a law.

    Attributes:
        tried: How many were drawn.
        about: How many of them the law was about.
    """

    tried: int = 0
    about: int = 0


def check_drawn(check: Callable[..., bool], name: str, **strategies: SearchStrategy[Any]) -> Drawn:
    """Check a law of what strategies draw, by Hypothesis.

    Args:
        check: Takes what is drawn by name, raises where the law is broken, and tells whether it was about it.
        name: What the law is called, of all that are checked: by it Hypothesis remembers what failed, and derives what
            it draws where that is to be the same at every run.
        strategies: What draws each argument.

    Raises:
        BaseException: Whatever the check raises, of the smallest example; of two faults the one that was found first.
            Where it does not do so always, :data:`NOT_ALWAYS` is noted.
    """
    from hypothesis import Phase, given, settings  # noqa: PLC0415 - only strategies need it
    from hypothesis.errors import FlakyFailure  # noqa: PLC0415 - the same

    drawn = Drawn()

    def holds(**subjects: Any) -> None:
        __tracebackhide__ = True
        drawn.tried += 1
        drawn.about += check(**subjects)

    holds._hypothesis_internal_add_digest = name.encode()  # type: ignore[attr-defined]  # noqa: SLF001 - as its plugin
    usual = settings()
    few = settings(
        max_examples=max(1, usual.max_examples // _SHARE),
        deadline=None,  # images are small and large
        phases=set(usual.phases) - {Phase.explain},  # the law's reason explains it
        report_multiple_bugs=False,  # two in one report hide each other's reasons
    )
    try:
        few(given(**strategies)(holds))()
    except FlakyFailure as failures:
        once = failures.exceptions[0]
        once.__notes__ = [NOT_ALWAYS]
        raise once from once.__cause__
    return drawn
