"""A plugin for imagespaces: images of stripes, a sensor that sees whole rows, and the task of telling a factor."""

from stripes_plugin.space import Stripes

__all__ = ["Stripes"]
