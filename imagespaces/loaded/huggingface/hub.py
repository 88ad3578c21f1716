"""Fetching the tables of a data set from the Hugging Face Hub, only where that is asked for: data alone, no code."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from imagespaces.loaded.faults import reason_of
from imagespaces.loaded.huggingface.layout import PARQUET

__all__ = ["NOTE", "fetch"]

NOTE = ".fetched.json"
"""The file that tells what was fetched into a folder; hidden, so that no reader looks at it."""


def fetch(repo: str, revision: str, subset: str | None, folder: str) -> None:
    """Fetch the Parquet files of a data set into a folder, unless something is in it.

    They are fetched beside it and moved at the end, so that the folder is never there with a part of them. With them
    goes a note of what they are, so that no other version is taken for the one that is asked for.

    Args:
        repo: What the data set is called on the hub, as ``"ylecun/mnist"``.
        revision: A commit, which can't change, or a branch or tag.
        subset: The folder of the repository that is fetched; all of it unless given.
        folder: Where to, absolute.

    Raises:
        ModuleNotFoundError: If the hub's client is not installed.
        ValueError: If it can't be fetched, has no Parquet files, or something else was fetched into the folder.
    """
    note = json.dumps({"repo": repo, "revision": revision, "subset": subset})
    if Path(folder).is_dir() and any(Path(folder).iterdir()):
        _check_note(folder, note)
        return
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415 - an extra, and only for those who ask for it
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "download needs huggingface_hub, got none: pip install 'imagespaces[huggingface]'", name=error.name
        ) from error
    wanted = [f"**{PARQUET}", f"*{PARQUET}"] if subset is None else [f"{subset}/**{PARQUET}", f"{subset}/*{PARQUET}"]
    Path(folder).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=Path(folder).parent, prefix=".fetching-") as beside:
        place = Path(beside, "data")
        try:
            snapshot_download(
                repo, repo_type="dataset", revision=revision, allow_patterns=wanted, local_dir=os.fspath(place)
            )
        except Exception as error:  # whatever the network and the hub raise
            raise ValueError(f"repo {repo!r} at revision {revision!r} cannot be fetched: {reason_of(error)}") from error
        shutil.rmtree(place / ".cache", ignore_errors=True)  # notes of the client
        if not any(place.rglob(f"*{PARQUET}")):
            inside = "" if subset is None else f" in {subset!r}"
            raise ValueError(f"repo {repo!r} must hold {PARQUET} files{inside}, got none at revision {revision!r}")
        (place / NOTE).write_text(note, encoding="utf-8")
        _move(place, Path(folder))


def _check_note(folder: str, note: str) -> None:
    """Compare what was fetched into a folder, if anything was, with what is asked for."""
    try:
        found = Path(folder, NOTE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    if found != note:
        raise ValueError(
            f"{folder!r} must hold what is to be fetched, {note}, got {found[:400]}; remove it, or name another root"
        )


def _move(place: Path, folder: Path) -> None:
    """Put a folder where it belongs, unless another process was quicker."""
    try:
        place.replace(folder)
    except OSError:
        if not any(folder.iterdir()):
            raise
