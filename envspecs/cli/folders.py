"""A task made of a folder of pictures."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from envspecs.build import build_space
from envspecs.cli.changes import changed
from envspecs.cli.failures import InputError
from envspecs.cli.terminal import note
from envspecs.loading import load
from envspecs.problems import SpecError
from envspecs.specs.spaces.image_folder import ImageFolderSpec
from envspecs.specs.task_spec import TaskSpec
from envspecs.words import counted
from imagespaces import ImageFolder

__all__ = ["MOST_CLASSES", "Album", "AlbumSpec", "folder_task"]

MOST_CLASSES = 1000
"""The most pictures that are told apart one by one."""


class Album(ImageFolder):
    """Pictures each of which is a class of its own, called by the name of its file."""

    @functools.wraps(ImageFolder.__init__)  # type: ignore[misc]  # its parameters are what equality and pickling go by
    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        stems = tuple(Path(path).stem for path in self.paths)
        self.class_names = stems if len(set(stems)) == len(stems) else self.paths

    def _labels(self, codes: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        return codes["picture"]


class AlbumSpec(ImageFolderSpec):
    """A folder whose pictures are told apart one by one; made by :func:`folder_task` alone, no kind of its own."""

    runtime: ClassVar[str] = "envspecs.cli.folders:Album"


def folder_task(folder: str, changes: Mapping[str, object]) -> TaskSpec:
    """Give the task of telling the classes of a folder's pictures or, where there are none, the pictures themselves.

    Args:
        folder: The folder.
        changes: Changes of the task by dotted path.

    Raises:
        InputError: If there is no such folder, or its pictures make no task.
        SpecError: If it is no task with these changes.
    """
    if not Path(folder).is_dir():
        raise InputError(f"envspecs: no such folder: {folder!r}")
    spec = changed(load(_task(Path(folder).resolve())), changes)
    try:
        space = build_space(spec)
    except SpecError as error:
        raise InputError(_without_a_file(error, folder)) from error
    count, classes = space.size or 0, space.class_names or ()
    pictures = counted(count, "picture")
    if len(classes) > 1:
        note(f"{folder}: {pictures} of {counted(len(classes), 'class')}, one for each sub-folder")
        return spec
    if not 2 <= count <= MOST_CLASSES:
        raise InputError(
            f"envspecs: {folder}: found {pictures} in {counted(len(classes), 'sub-folder')}, allowed are two "
            f"sub-folders or more, a class each, or from 2 to {MOST_CLASSES} pictures to be told apart one by one"
        )
    note(f"{folder}: {pictures} without two sub-folders to be classes, so each picture is a class of its own")
    return spec.model_copy(update={"space": AlbumSpec(**spec.space.model_dump())})


def _without_a_file(error: SpecError, folder: str) -> str:
    """Give what is wrong with a folder as its user sees it, who wrote no task file."""
    lines = [problem.message.replace("(on_error: skip)", "(--set space.on_error=skip)") for problem in error.problems]
    return "envspecs: " + "\n".join(f"{folder}: {line}" for line in lines)


def _task(folder: Path) -> dict[str, object]:
    """Give a task of pictures, as a task file would hold it. Looking costs nothing here, so that all gets looked at."""
    return {
        "envspec": 1,
        "id": re.sub(r"[^A-Za-z0-9_.]+", "-", folder.name).strip("-_.")[:100] or "pictures",
        "description": "Tell which class a picture is of, through a glimpse of a sixteenth of it.",
        "space": {"kind": "image_folder", "root": str(folder), "height": 128, "width": 128},
        "sensor": {"kind": "glimpse", "size": [32, 32], "motion": {"kind": "relative", "max_step": 0.4}},
        "task": {"kind": "classification", "loss": {"kind": "cross_entropy"}},
        "reward": {"action_cost": 0.0},
        "episode": {"max_steps": 28},
    }
