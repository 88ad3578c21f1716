from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.transforms import Pose, Shear
from imagespaces.transforms.parameters import ends

RANGES = st.one_of(
    st.floats(-0.9, 0.9),
    st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9)).map(sorted).map(tuple).filter(lambda pair: pair[0] < pair[1]),
)


def test_x_grows_with_y_and_y_with_x() -> None:
    pose = Shear().move(Pose.identity(1), {"shear_x": np.array([0.5]), "shear_y": np.array([0.25])})
    assert pose.linear[0].tolist() == [[1, 0.5], [0.25, 1]]


@given(RANGES, RANGES, st.floats(0, 1), st.floats(0, 1))
def test_gains_bound_the_singular_values(
    x: float | tuple[float, float], y: float | tuple[float, float], across: float, down: float
) -> None:
    shear = Shear(x, y)
    slants = [low + share * (high - low) for (low, high), share in zip((ends(x), ends(y)), (across, down), strict=True)]
    changes = np.linalg.svd(np.array([(1, slants[0]), (slants[1], 1)]))[1]
    assert shear.gains.least - 1e-9 <= changes.min()
    assert changes.max() <= shear.gains.most + 1e-9
    assert shear.gains.least > 0


def test_other_slants_are_refused() -> None:
    allowed = r"a number from -0.9 to 0.9, or a pair \(low, high\) of such with low < high"
    with pytest.raises(ValueError, match=rf"^y must be {allowed}, got 1$"):
        Shear(y=1)
