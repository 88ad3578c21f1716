"""The laws of image spaces hold for stripes."""

from __future__ import annotations

import pytest

from imagespaces.testing import check_space
from stripes_plugin import Stripes


@pytest.mark.parametrize(
    "space",
    [Stripes(), Stripes(height=5, width=9, max_period=3, stream=1), Stripes(dtype="uint8")],
    ids=["defaults", "small", "bytes"],
)
def test_laws(space: Stripes) -> None:
    check_space(space)
