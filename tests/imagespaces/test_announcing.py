from __future__ import annotations

import pytest
from gymnasium.vector.utils import batch_space

from imagespaces import announcing
from imagespaces.announcing import announce
from imagespaces.batching import ImageBatch
from imagespaces.pixels import PixelBox


def test_gymnasium_and_hypothesis_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Novel(PixelBox):
        pass

    told = []
    monkeypatch.setattr(announcing, "offer", lambda kind, source: told.append((kind, source)))
    announce(Novel)
    assert isinstance(batch_space(Novel((2, 3, 1), "uint8", None), 2), ImageBatch)
    assert told == [(Novel, "imagespaces.testing.typed:spaces_of")]
