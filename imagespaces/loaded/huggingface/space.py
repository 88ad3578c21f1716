"""Pictures in tables, as a space."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from imagespaces.loaded.huggingface.format import HuggingFaceFormat
from imagespaces.loaded.huggingface.hub import fetch
from imagespaces.loaded.huggingface.tables import need_pyarrow
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.roots import DATA_VARIABLE, absolute, missing

__all__ = ["HuggingFace"]


class HuggingFace(LoadedSpace):
    """Pictures in tables, as Hugging Face's data sets keep them: Parquet files, or what ``save_to_disk`` writes.

    Which part a file is of its name says: ``train-00000-of-00002.parquet``, ``test.parquet``, or anything in a folder
    ``train``. Pictures are cells with the bytes of a file, or with the path of one from the root; both are decoded as
    the pictures of a folder are. What classes are called is read from the files, where they say it; else each value of
    the column of labels is a class, those of all parts in order, so that a class has one number in all of them.

    Nothing is fetched unless ``download`` is True. Then the Parquet files of ``repo`` are fetched, once, into ``root``,
    or unless that is given into ``$IMAGESPACES_DATA/huggingface/<repo>``; never code. What has no Parquet files often
    has them in the revision ``refs/convert/parquet``.

    It takes what every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`), with ``height`` and
    ``width``, and needs the extra ``huggingface``.

    Args:
        part_names: The parts that the data set comes in, in its order; ``()`` where all tables are one.
        image_column: The column with the pictures.
        label_column: The column with their classes; None without classes.
        subset: The folder with the tables, where the directory holds several data sets.
        repo: What the data set is called on the hub, as ``"ylecun/mnist"``.
        revision: Which version of it is fetched; best a commit, which can't change.
        download: Whether it may be fetched.
        options: See :class:`~imagespaces.loaded.LoadedSpace`.

    Raises:
        ModuleNotFoundError: If the extra is not installed.
        MissingDataError: If the files are not there, or some of them are not.
        ValueError: If an argument is not allowed, or the files are not what they should be.
        TypeError: If the root is no path.
    """

    inert = LoadedSpace.inert | {"subset", "repo", "revision"}

    def __init__(
        self,
        *,
        part_names: Sequence[str] = ("train", "test"),
        image_column: str = "image",
        label_column: str | None = "label",
        subset: str | None = None,
        repo: str | None = None,
        revision: str = "main",
        download: bool = False,
        **options: Unpack[LoadedOptions],
    ) -> None:
        self.part_names = _names(part_names)
        self.image_column, self.label_column = image_column, label_column
        self.subset, self.repo, self.revision, self.download = subset, repo, revision, download
        described = HuggingFaceFormat(
            self.part_names, image_column, label_column, subset, repo, revision, download=download
        )
        need_pyarrow()
        if described.download and described.repo is not None:
            fetch(described.repo, revision, subset, _destination(described, options.get("root")))
        super().__init__(described, **options)


def _names(part_names: Sequence[str]) -> tuple[str, ...]:
    """Give the names of the parts that there are.

    Raises:
        ValueError: If one is empty or there twice, or they are a text.
    """
    names = tuple(part_names)
    if isinstance(part_names, str) or len(set(names)) != len(names) or not all(names):
        raise ValueError(f"part_names must be different names, got {part_names!r}")
    return names


def _destination(described: HuggingFaceFormat, root: str | os.PathLike[str] | None) -> str:
    """Give the directory that a data set is fetched into.

    Raises:
        MissingDataError: If it is not known.
    """
    if root is not None:
        return absolute(root)
    if DATA_VARIABLE not in os.environ:
        raise missing(described, f"neither root nor ${DATA_VARIABLE}, into which it could be fetched")
    return absolute(Path(os.environ[DATA_VARIABLE], *described.folder.split("/")))
