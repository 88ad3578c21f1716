from __future__ import annotations

from collections.abc import Iterator

import pytest

import imagespaces.plugins
from envspecs import registry
from imagespaces.plugins import PluginError, forget, looked_up_once


@pytest.fixture
def _nothing_kept_beyond(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(imagespaces.plugins, "_forgetting", list(imagespaces.plugins._forgetting))
    yield
    forget()


@pytest.mark.usefixtures("_nothing_kept_beyond")
def test_each_group_is_looked_up_once_until_all_are_forgotten() -> None:
    asked = []

    @looked_up_once
    def look(group: str) -> int:
        asked.append(group)
        return len(asked)

    assert [look("spaces"), look("spaces"), look("tasks"), look("spaces")] == [1, 1, 2, 1]
    forget()
    assert look("spaces") == 3


def test_there_is_one_error_and_one_way_to_look_anew() -> None:
    assert registry.PluginError is PluginError
    assert registry.forget is forget
    before = registry.kinds("envspecs.losses")
    assert registry.kinds("envspecs.losses") is before
    forget()
    assert registry.kinds("envspecs.losses") is not before
