"""Image spaces whose constructors do not keep what they are given, the mistake that is made first."""

from __future__ import annotations

from functools import partial
from typing import Any

from imagespaces import CircleSquare
from imagespaces.testing import laws
from tests.faults.fault import SpaceFault

__all__ = ["MAKING_FAULTS"]

of_shapes = partial(SpaceFault, of="circle_square", original=CircleSquare(height=5, width=6, extent=4))


class Forgetful(CircleSquare):
    """Does not keep one of its parameters."""

    def __init__(
        self,
        *,
        height: int = 28,
        width: int = 28,
        extent: int = 8,
        gradient: bool = True,
        shade: float = 1.0,
        dtype: str = "float32",
        stream: int = 0,
        seed: Any = None,
    ) -> None:
        sizes = {"height": height, "width": width, "extent": extent}
        super().__init__(**sizes, gradient=gradient and shade > 0, dtype=dtype, stream=stream, seed=seed)


class HandingOn(CircleSquare):
    """Hands on what it is given, without saying what that may be."""

    def __init__(self, *, shade: float = 1.0, **others: Any) -> None:
        super().__init__(**others)
        self.shade = shade


MAKING_FAULTS: tuple[SpaceFault, ...] = (
    of_shapes(laws.parameters_are_kept, Forgetful, says="Forgetful must keep its parameter 'shade' as an attribute of"),
    of_shapes(laws.parameters_are_kept, HandingOn, says="must name each of its parameters, got (*, shade=1.0, **other"),
)
"""All of them, each with the law that must catch it."""
