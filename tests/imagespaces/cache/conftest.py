"""A cache of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from imagespaces.cache import CACHE_VARIABLE


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache: where its entries lie."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "banks"
