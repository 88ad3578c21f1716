"""Fetching from the hub, of which a folder takes the place here."""

from __future__ import annotations

import fnmatch
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

import imagespaces.loaded.huggingface
from imagespaces.loaded import HuggingFace, MissingDataError
from imagespaces.loaded.huggingface.hub import NOTE, fetch
from tests.imagespaces.loaded.written.huggingface import write

SIZE: dict[str, Any] = {"height": 12, "width": 16}
REPO = "someone/pictures"


class Hub:
    """A hub with one data set, which keeps what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[dict[str, Any]] = []

    def __call__(self, repo_id: str, **options: Any) -> str:
        self.asked.append({"repo_id": repo_id} | options)
        if repo_id != REPO:
            raise OSError(101, "Network is unreachable")
        place = Path(options["local_dir"])
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and any(fnmatch.fnmatch(name, pattern) for pattern in options["allow_patterns"]):
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, place / name)
        (place / ".cache/huggingface").mkdir(parents=True)
        (place / ".cache/huggingface/note.lock").touch()
        return str(place)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    folder = tmp_path / "hub"
    write(folder)
    (folder / "pictures.py").write_text("raise SystemExit('run')", encoding="utf-8")
    (folder / "README.md").write_text("---\n---\n", encoding="utf-8")
    hub = Hub(folder)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", hub)
    monkeypatch.delenv("IMAGESPACES_DATA", raising=False)
    return hub


def held(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


TABLES = [
    "data/test-00000-of-00001.parquet",
    "data/train-00000-of-00002.parquet",
    "data/train-00001-of-00002.parquet",
]


def test_tables_are_fetched_once_and_code_never(hub: Hub, tmp_path: Path) -> None:
    root = tmp_path / "a/root"
    spaces = [HuggingFace(root=root, repo=REPO, revision="abc", download=True, **SIZE) for _ in range(2)]
    assert spaces[0] == spaces[1]
    assert spaces[0].size == 10
    assert held(root) == [NOTE, *TABLES]
    assert sorted(path.name for path in root.parent.iterdir()) == ["root"]
    (asked,) = hub.asked
    del asked["local_dir"]
    assert asked == {
        "repo_id": REPO,
        "repo_type": "dataset",
        "revision": "abc",
        "allow_patterns": ["**.parquet", "*.parquet"],
    }


def test_nothing_ever_trusts_remote_code() -> None:
    folder = Path(imagespaces.loaded.huggingface.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    assert len(sources) > 5
    assert not [source for source in sources if "trust_remote_code" in source or "load_dataset" in source]


def test_nothing_is_fetched_unless_that_is_asked_for(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(MissingDataError):
        HuggingFace(root=tmp_path / "a", repo=REPO, **SIZE)
    assert not hub.asked


def test_they_lie_under_the_directory_for_all_unless_it_is_named(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingDataError) as caught:
        HuggingFace(repo=REPO, download=True, **SIZE)
    assert str(caught.value).startswith(
        "files are missing: found neither root nor $IMAGESPACES_DATA, into which it could be fetched, allowed is "
    )
    assert not hub.asked
    monkeypatch.setenv("IMAGESPACES_DATA", str(tmp_path / "data"))
    space = HuggingFace(repo=REPO, download=True, **SIZE)
    assert space.root == str(tmp_path / "data/huggingface/someone/pictures")


def test_a_folder_of_the_data_set_can_be_fetched(hub: Hub, tmp_path: Path) -> None:
    write(hub.folder / "small")
    fetch(REPO, "main", "small", str(tmp_path / "a"))
    assert held(tmp_path / "a") == [NOTE, *(f"small/{name}" for name in TABLES)]
    space = HuggingFace(root=tmp_path / "a", repo=REPO, subset="small", download=True, **SIZE)
    assert space.size == 10


def test_files_of_ones_own_are_left_alone(hub: Hub, tmp_path: Path) -> None:
    write(tmp_path / "own")
    assert HuggingFace(root=tmp_path / "own", repo=REPO, download=True, **SIZE).size == 10
    assert not hub.asked


@pytest.mark.parametrize(
    ("repo", "revision", "subset"), [("other/pictures", "main", None), (REPO, "abc", None), (REPO, "main", "data")]
)
def test_what_was_fetched_is_not_taken_for_something_else(
    hub: Hub, tmp_path: Path, repo: str, revision: str, subset: str | None
) -> None:
    folder = str(tmp_path / "a")
    fetch(REPO, "main", None, folder)
    fetch(REPO, "main", None, folder)
    with pytest.raises(ValueError, match=r"^'") as caught:
        fetch(repo, revision, subset, folder)
    note = {"repo": repo, "revision": revision, "subset": subset}
    found = {"repo": REPO, "revision": "main", "subset": None}
    assert str(caught.value) == (
        f"{folder!r} must hold what is to be fetched, {json.dumps(note)}, got {json.dumps(found)}; "
        "remove it, or name another root"
    )
    assert len(hub.asked) == 1


def test_an_empty_folder_is_filled(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    fetch(REPO, "main", None, str(tmp_path / "a"))
    assert len(held(tmp_path / "a")) == 4
    assert hub.asked


def test_what_another_process_fetched_meanwhile_is_kept(hub: Hub, tmp_path: Path) -> None:
    folder = tmp_path / "a"

    def quicker(repo_id: str, **options: Any) -> str:
        write(folder)
        return hub(repo_id, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huggingface_hub, "snapshot_download", quicker)
        fetch(REPO, "main", None, str(folder))
    assert held(folder) == TABLES


@pytest.mark.parametrize(
    ("repo", "subset", "message"),
    [
        (
            "no/thing",
            None,
            "repo 'no/thing' at revision 'main' cannot be fetched: Network is unreachable",
        ),
        (REPO, "large", f"repo '{REPO}' must hold .parquet files in 'large', got none at revision 'main'"),
    ],
)
def test_what_cannot_be_fetched_is_named_and_leaves_nothing(
    hub: Hub, tmp_path: Path, repo: str, subset: str | None, message: str
) -> None:
    with pytest.raises(ValueError, match=r"^repo ") as caught:
        fetch(repo, "main", subset, str(tmp_path / "a/b"))
    assert str(caught.value) == message
    assert held(tmp_path / "a") == []
    assert len(hub.asked) == 1


def test_a_repository_without_tables_is_refused(hub: Hub, tmp_path: Path) -> None:
    shutil.rmtree(hub.folder / "data")
    with pytest.raises(ValueError, match=r"^repo ") as caught:
        fetch(REPO, "main", None, str(tmp_path / "a"))
    assert str(caught.value) == f"repo '{REPO}' must hold .parquet files, got none at revision 'main'"


def test_a_missing_client_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        fetch(REPO, "main", None, str(tmp_path / "a"))
    assert str(caught.value) == ("download needs huggingface_hub, got none: pip install 'imagespaces[huggingface]'")
