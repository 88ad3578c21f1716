"""A plugin for imagespaces: images of stripes, darker corners, a sensor that sees whole rows, and telling a factor."""

from stripes_plugin.space import Stripes
from stripes_plugin.transform import Vignette

__all__ = ["Stripes", "Vignette"]
