"""What scenes are described with: objects, what can be said of them, and relations among them that are classes."""

from imagespaces.generated.scenes.annotations import Annotations
from imagespaces.generated.scenes.attributes import Drawn
from imagespaces.generated.scenes.colours import COLORS, Hsv
from imagespaces.generated.scenes.objects import Distractors, SceneObject
from imagespaces.generated.scenes.orders import Above, LeftOf
from imagespaces.generated.scenes.relations import Count, OddOneOut, Relation, Same
from imagespaces.generated.scenes.shapes import (
    SHAPES,
    Circle,
    Cross,
    Ellipse,
    Glyph,
    Line,
    RegularPolygon,
    Ring,
    Shape,
    Star,
)
from imagespaces.generated.scenes.textures import TEXTURES

__all__ = [
    "COLORS",
    "SHAPES",
    "TEXTURES",
    "Above",
    "Annotations",
    "Circle",
    "Count",
    "Cross",
    "Distractors",
    "Drawn",
    "Ellipse",
    "Glyph",
    "Hsv",
    "LeftOf",
    "Line",
    "OddOneOut",
    "RegularPolygon",
    "Relation",
    "Ring",
    "Same",
    "SceneObject",
    "Shape",
    "Star",
]
