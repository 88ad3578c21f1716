"""A surface behind the objects."""

from __future__ import annotations

from dataclasses import dataclass

from imagespaces.transforms.bundled import TEXTURES
from imagespaces.transforms.picture_background import PictureBackground

__all__ = ["TextureBackground"]


@dataclass(frozen=True)
class TextureBackground(PictureBackground):
    """Show a part of a surface behind the objects: brick, grass or gravel, those that scikit-image brings along.

    Factors ``texture_background``, which of them, ``texture_background_scale``, and ``texture_background_x`` and
    ``…_y``: where the part is, as shares of the room that it has in the picture.

    Args:
        pictures: ``"brick"``, ``"grass"`` and ``"gravel"``, one or more, each shown equally often.
        scale: The part's size as a share of the largest one that the picture holds: a number, or a range; 0.01 to 1.

    Raises:
        ValueError: If a name is unknown, or the range does not fit.

    >>> TextureBackground("grass")
    TextureBackground(pictures=('grass',), scale=(0.3, 1.0))
    """

    pictures: tuple[str, ...] = TEXTURES

    @property
    def name(self) -> str:
        """The name of its factors."""
        return "texture_background"

    @property
    def known(self) -> tuple[str, ...]:
        """The surfaces that there are."""
        return TEXTURES
