"""How laws are tested: each must hold of a sound space, and catch faulty ones for the right reason."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing import BrokenLawError, Law
from tests.imagespaces.toys import Shades

__all__ = ["Fault", "Shapes", "each", "expect_caught"]


class Shapes(CircleSquare):
    """A sound space, finite and small, to be spoilt; wider than high, so that mixed-up axes show."""

    def __init__(self, *, height: int = 5, width: int = 6, extent: int = 4, **others: object) -> None:
        super().__init__(height=height, width=width, extent=extent, **others)  # type: ignore[arg-type]

    def parameters(self) -> dict[str, object]:
        names = ("height", "width", "extent", "gradient", "stream")
        return {name: getattr(self, name) for name in names} | {"dtype": self.dtype.name}


class Fault(NamedTuple):
    """A space that breaks a law, and a part of what the law must say about it."""

    law: Law
    space: ImageSpace
    reason: str


def each(*faults: Fault) -> pytest.MarkDecorator:
    """Run a test for each fault."""
    return pytest.mark.parametrize("fault", [pytest.param(fault, id=type(fault.space).__name__) for fault in faults])


def expect_caught(fault: Fault) -> None:
    """Expect that a law holds of the sound space that was spoilt, and names what is wrong with the faulty one."""
    sound = Shades() if isinstance(fault.space, Shades) else Shapes()
    fault.law(sound)
    assert fault.law.applies(fault.space)
    with pytest.raises(BrokenLawError, match=f"^{fault.law.name}: .*{re.escape(fault.reason)}") as caught:
        fault.law(fault.space)
    assert caught.value.space is fault.space
