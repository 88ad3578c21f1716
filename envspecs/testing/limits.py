"""How much of an environment a law looks at: less than it likes, where that is enough to break it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imagespaces.arguments import check_integer

__all__ = ["UNLIMITED", "Limits"]


@dataclass(frozen=True)
class Limits:
    """How much of an environment a law looks at.

    Attributes:
        steps: How many actions are taken at most; None for as many as the law likes.
        num_envs: How many environments a vector has at most; None as above.
        at_rest: Whether actions are all the same, zeros or the first choice, rather than drawn.

    Raises:
        ValueError: If a number is not positive.

    >>> Limits(steps=1, at_rest=True).given
    {'steps': 1, 'at_rest': True}
    """

    steps: int | None = None
    num_envs: int | None = None
    at_rest: bool = False

    def __post_init__(self) -> None:
        for name in ("steps", "num_envs"):
            if getattr(self, name) is not None:
                check_integer(name, getattr(self, name), least=1)

    @property
    def given(self) -> dict[str, Any]:
        """The limits that there are, by name."""
        return {name: value for name, value in vars(self).items() if value is not None and value is not False}

    def steps_of(self, wanted: int, at_least: int = 0) -> int:
        """Give how many steps are taken where a law likes to take so many, and needs a few."""
        return wanted if self.steps is None else min(wanted, max(self.steps, at_least))

    def envs_of(self, wanted: int) -> int:
        """Give how many environments there are where a law likes to have so many."""
        return wanted if self.num_envs is None else min(wanted, self.num_envs)


UNLIMITED = Limits()
"""As much as a law likes."""
