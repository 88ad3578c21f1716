from __future__ import annotations

import numpy as np

from imagespaces.factors import Interval
from imagespaces.transforms import Fixed
from imagespaces.transforms.channel_levels import level_names, level_parameters, levels_of


def test_each_channel_has_a_level_of_its_own() -> None:
    assert level_names("ground", 2) == ["ground_0", "ground_1"]
    assert level_parameters("ground", 0.5, 1) == (Fixed("ground", 0.5),)
    assert level_parameters("ground", (0.0, 1.0), 3)[2] == Interval("ground_blue", 0.0, 1.0)
    values = {
        "ground_red": np.array([0.1, 0.2]),
        "ground_green": np.array([0.3, 0.4]),
        "ground_blue": np.array([0.5, 0.6]),
    }
    levels = levels_of("ground", values, 3)
    assert levels.shape == (2, 1, 1, 3)
    np.testing.assert_allclose(levels[:, 0, 0], [(0.1, 0.3, 0.5), (0.2, 0.4, 0.6)], rtol=1e-6)
