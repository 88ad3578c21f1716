"""Every task of the catalog whose pictures are there is played, or refused by name."""

from __future__ import annotations

import numpy as np
import pytest

import envspecs
from envspecs.datasets import data_sets
from envspecs.playing import UnplayableError
from envspecs.playing.painting import paint
from tests.envspecs.playing.games import game_of, pressed

FROM_FILES = {name for data_set in data_sets() for name in data_set.tasks if not name.startswith(("Digits", "Photos"))}
OWN = "TestImageDirReconstruction-v0"
"""A task about pictures of the user's own."""

BASES = [name for name in envspecs.catalog() if name.count("-") == 1 and name not in {*FROM_FILES, OWN}]
UNPLAYABLE = ("Reconstruction", "Segmentation")


@pytest.mark.parametrize("name", BASES)
def test_task_of_the_catalog(name: str) -> None:
    if any(kind in name for kind in UNPLAYABLE):
        with pytest.raises(UnplayableError, match=r"^it asks for .* values, allowed are a class and up to 8 numbers$"):
            game_of(name)
        return
    game = pressed(game_of(name), "right D 1 m / 0 enter")
    during = paint(game.view)
    after = paint(pressed(game, "escape enter").view)
    assert game.view.ending is not None
    assert not np.array_equal(during, after)
    assert {"return", "length"} <= {*game.record.statistics()}
