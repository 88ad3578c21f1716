"""COCO: photographs of everyday scenes, with the outline of each object in them."""

from imagespaces.loaded.coco.layout import COCOFormat
from imagespaces.loaded.coco.space import COCO

__all__ = ["COCO", "COCOFormat"]
