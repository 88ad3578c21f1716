"""What every test shares: how Hypothesis searches, where banks are kept, data sets, and an installed plugin."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

__all__ = ["plugin_path"]

# Before NumPy is imported, as it is below: its threads wait for each other, busily, wherever tests run side by side.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from imagespaces.testing.profiles import register_profiles

# What a merge depends on is the same at every run.
register_profiles(derandomize=bool(os.environ.get("CI")))
# With other versions of dependencies fewer examples tell whether all is well.
settings.register_profile("brief", settings.get_profile("fast"), max_examples=10, derandomize=True, print_blob=True)

PLUGIN = Path(__file__).parents[1] / "examples" / "plugin_space"


@pytest.fixture(scope="session", autouse=True)
def cache_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep banks where nobody else's are, for subprocesses too."""
    directory = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMAGESPACES_CACHE", str(directory))
        yield directory


@pytest.fixture(scope="session", autouse=True)
def no_data() -> Iterator[None]:
    """Leave the data sets aside that whoever runs the tests has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("IMAGESPACES_DATA", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_options() -> Iterator[None]:
    """Let runs of pytest that tests start have none of the options of the one that they are part of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_ADDOPTS", raising=False)
        yield


@pytest.fixture(scope="session")
def written_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with tiny data sets, so that every task of the catalog can be made."""
    from tests.imagespaces.loaded.written import write_data_sets

    directory = tmp_path_factory.mktemp("data")
    write_data_sets(directory)
    return directory


@pytest.fixture
def data_at_hand(written_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have these data sets where they are looked for."""
    monkeypatch.setenv("IMAGESPACES_DATA", str(written_data))
    return written_data


@pytest.fixture(scope="session")
def plugin_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PYTHONPATH with which the plugin of the examples is installed, as by pip, which would need an index."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = tmp_path_factory.mktemp("site")
    about = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (about / "METADATA").write_text(metadata, encoding="utf-8")
    points = [
        line
        for group, names in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in names.items()))
    ]
    (about / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")
    return os.pathsep.join([str(site), str(PLUGIN)])
