"""What relations speak of."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["AttributeName"]

AttributeName: TypeAlias = Literal[
    "shape", "size", "x", "y", "angle", "color", "hue", "saturation", "value", "texture", "depth"
]
"""An attribute of an object."""
