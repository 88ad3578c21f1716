"""Specs of the cross-entropy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from envspecs.build import build
from envspecs.specs.losses.cross_entropy import CrossEntropySpec


@pytest.mark.parametrize(("normalized", "blind"), [(True, 1.0), (False, math.log(4))])
def test_it_is_normalized_where_the_spec_says_so(normalized: bool, blind: float) -> None:
    loss = build(CrossEntropySpec(kind="cross_entropy", normalized=normalized))
    assert float(loss(np.zeros(4), np.array(2))) == pytest.approx(blind)


def test_it_is_normalized_by_default() -> None:
    assert CrossEntropySpec(kind="cross_entropy").normalized
