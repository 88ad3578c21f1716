"""Spaces of images for agents that look: generated or loaded, addressed by index, seeded and batched."""

from typing import TYPE_CHECKING, Any

from imagespaces.factors import Finite, Interval
from imagespaces.generated import CircleSquare, DoubleCircleSquare
from imagespaces.instances import Instance, Instances
from imagespaces.space import ImageSpace

if TYPE_CHECKING:
    from imagespaces.loaded import ImageFolder

__all__ = [
    "CircleSquare",
    "DoubleCircleSquare",
    "Finite",
    "ImageFolder",
    "ImageSpace",
    "Instance",
    "Instances",
    "Interval",
]


def __getattr__(name: str) -> Any:
    """Import what reads files when it is asked for: decoders take time to import."""
    if name == "ImageFolder":
        from imagespaces.loaded import ImageFolder  # noqa: PLC0415 - see above

        globals()[name] = ImageFolder
        return ImageFolder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List also what is imported when it is asked for."""
    return sorted({*globals(), *__all__})
