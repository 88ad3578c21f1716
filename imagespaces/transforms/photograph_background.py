"""A scene behind the objects."""

from __future__ import annotations

from dataclasses import dataclass

from imagespaces.transforms.bundled import PHOTOGRAPHS
from imagespaces.transforms.picture_background import PictureBackground

__all__ = ["PhotographBackground"]


@dataclass(frozen=True)
class PhotographBackground(PictureBackground):
    """Show a part of a photograph behind the objects, one of those that scikit-image brings along.

    Factors ``photograph_background``, which of them, ``photograph_background_scale``, and ``photograph_background_x``
    and ``…_y``: where the part is, as shares of the room that it has in the picture.

    Args:
        pictures: ``"astronaut"``, ``"camera"``, ``"chelsea"`` (a cat), ``"coffee"``, ``"hubble_deep_field"`` and
            ``"rocket"``, one or more, each shown equally often.
        scale: The part's size as a share of the largest one that the picture holds: a number, or a range; 0.01 to 1.

    Raises:
        ValueError: If a name is unknown, or the range does not fit.

    >>> PhotographBackground(["coffee", "rocket"], scale=1)
    PhotographBackground(pictures=('coffee', 'rocket'), scale=1.0)
    """

    pictures: tuple[str, ...] = PHOTOGRAPHS

    @property
    def name(self) -> str:
        """The name of its factors."""
        return "photograph_background"

    @property
    def known(self) -> tuple[str, ...]:
        """The photographs that there are."""
        return PHOTOGRAPHS
