"""Where the cache lies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from imagespaces.cache import CACHE_VARIABLE, cache_directory
from imagespaces.cache.directories import entry_directory


def test_a_directory_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.chdir(tmp_path)
    for named, found in {"/x": Path("/x"), "~/x": Path("/home/ada/x"), "x": tmp_path / "x"}.items():
        monkeypatch.setenv(CACHE_VARIABLE, named)
        assert cache_directory() == found
        assert entry_directory() == found / "banks"


@pytest.mark.parametrize(
    ("system", "variables", "found"),
    [
        ("linux", {}, "/home/ada/.cache/imagespaces"),
        ("linux", {"XDG_CACHE_HOME": "/var/cache/ada"}, "/var/cache/ada/imagespaces"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/ada/.cache/imagespaces"),
        ("darwin", {"XDG_CACHE_HOME": "/var/cache/ada"}, "/home/ada/Library/Caches/imagespaces"),
        ("win32", {"LOCALAPPDATA": "/c/local"}, "/c/local/imagespaces"),
        ("win32", {}, "/home/ada/AppData/Local/imagespaces"),
    ],
)
@pytest.mark.parametrize("named", ["", None])
def test_else_it_is_where_the_system_has_its_caches(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], found: str, named: str | None
) -> None:
    for variable in (CACHE_VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    if named is not None:
        monkeypatch.setenv(CACHE_VARIABLE, named)
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setattr(sys, "platform", system)
    assert cache_directory() == Path(found)


def test_a_user_without_a_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", nowhere)
    message = r"^\[Errno 2\] \$IMAGESPACES_CACHE must name a directory where the user has none: '~'$"
    with pytest.raises(OSError, match=message):
        cache_directory()
