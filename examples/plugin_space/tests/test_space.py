"""The laws of image spaces hold for stripes."""

from __future__ import annotations

from imagespaces.testing import SpaceContract
from imagespaces.testing.strategies import image_spaces
from stripes_plugin import Stripes, Vignette


class TestStripes(SpaceContract):
    """Those listed, and those that Hypothesis draws."""

    spaces = Stripes(), Stripes(height=3, max_period=3), Stripes(transforms=[Vignette()], dtype="uint8")
    strategy = image_spaces(kinds=["stripes"], max_pixels=100)
