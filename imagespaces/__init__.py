"""Spaces of images for agents that look: generated or loaded, addressed by index, seeded and batched."""

from typing import TYPE_CHECKING

from imagespaces.factors import Finite, Interval
from imagespaces.generated import CircleSquare, DoubleCircleSquare, Polygons
from imagespaces.instances import Instance, Instances
from imagespaces.space import ImageSpace

__all__ = [
    "CircleSquare",
    "DoubleCircleSquare",
    "Finite",
    "ImageFolder",
    "ImageSpace",
    "Instance",
    "Instances",
    "Interval",
    "Polygons",
]

if TYPE_CHECKING:
    from imagespaces.loaded import ImageFolder
else:  # type checkers would take any name for one that is imported later

    def __getattr__(name: str) -> object:
        """Import what reads files when it is asked for: its decoders take time to import."""
        if name != "ImageFolder":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}, allowed are {', '.join(__all__)}")
        from imagespaces import loaded  # noqa: PLC0415 - see above

        found = globals()[name] = getattr(loaded, name)
        return found


def __dir__() -> list[str]:
    """List also what is imported when it is asked for."""
    return sorted({*globals(), *__all__})
