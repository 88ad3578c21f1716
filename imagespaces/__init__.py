"""Spaces of images for agents that look: generated or loaded, addressed by index, seeded and batched."""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "CircleSquare",
    "Digits",
    "DoubleCircleSquare",
    "Finite",
    "ImageFolder",
    "ImageSpace",
    "Instance",
    "Instances",
    "Interval",
    "Photos",
    "Points",
    "Polygons",
    "Scene",
    "SceneObject",
]

_LATER = {
    "CircleSquare": "imagespaces.generated",
    "Digits": "imagespaces.loaded",
    "DoubleCircleSquare": "imagespaces.generated",
    "Finite": "imagespaces.factors",
    "ImageFolder": "imagespaces.loaded",
    "ImageSpace": "imagespaces.space",
    "Instance": "imagespaces.instances",
    "Instances": "imagespaces.instances",
    "Interval": "imagespaces.factors",
    "Photos": "imagespaces.loaded",
    "Points": "imagespaces.generated.points",
    "Polygons": "imagespaces.generated",
    "Scene": "imagespaces.generated.scene",
    "SceneObject": "imagespaces.generated.scene",
}
"""Where the public names are. Each is imported when it is asked for: Hypothesis imports this package, for its entry
point, wherever it is installed, and decoders of files and all that scenes are made of take time."""

if TYPE_CHECKING:
    from imagespaces.factors import Finite, Interval
    from imagespaces.generated import CircleSquare, DoubleCircleSquare, Polygons
    from imagespaces.generated.points import Points
    from imagespaces.generated.scene import Scene, SceneObject
    from imagespaces.instances import Instance, Instances
    from imagespaces.loaded import Digits, ImageFolder, Photos
    from imagespaces.space import ImageSpace
else:  # type checkers would take any name for one that is imported later

    def __getattr__(name: str) -> object:
        """Import what is asked for."""
        if name not in _LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}, allowed are {', '.join(__all__)}")
        found = globals()[name] = getattr(import_module(_LATER[name]), name)
        return found


def __dir__() -> list[str]:
    """List also what has not been asked for."""
    return sorted({*globals(), *__all__})
