"""Task files: what may be read, and by which reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from envspecs.problems import Problem, SpecError, near_miss
from envspecs.toml_reader import read_toml
from envspecs.tree import Node, Place
from envspecs.yaml_reader import read_json, read_yaml

__all__ = ["MAX_FILE_BYTES", "READERS", "is_file_name", "read_file"]

MAX_FILE_BYTES = 1 << 20
"""The largest task file that is read."""

READERS: Mapping[str, Callable[[str, Place], Node]] = MappingProxyType(
    {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json, ".toml": read_toml}
)
"""Readers by the ending of a file's name."""


def is_file_name(text: str) -> bool:
    """Tell a task file from a catalog id, by its ending.

    >>> is_file_name("tasks/mine.yaml"), is_file_name("CircleSquare-v0")
    (True, False)
    """
    return Path(text).suffix.lower() in READERS


def read_file(path: str) -> Node:
    """Give what a task file holds, each value with its place.

    Args:
        path: The file; errors name it so.

    Raises:
        SpecError: If it can't be read, is too large, no UTF-8 text, or not of the format that its name ends in.
    """
    file = Place(path, folder=str(Path(path).absolute().parent))
    text = _text(path, file)
    if not text.strip():
        raise SpecError(
            [Problem("not a task spec: found nothing, allowed is a map that begins with 'envspec: 1'", place=file)]
        )
    return READERS[Path(path).suffix.lower()](text, file)


def _text(path: str, file: Place) -> str:
    """Give the text of a file.

    Raises:
        SpecError: If there is none.
    """
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"not text: found a byte at {error.start} that is not UTF-8, allowed is UTF-8 text"
    except FileNotFoundError:
        reason = f"no such file{near_miss(Path(path).name, _task_files_beside(path))}"
    except (OSError, ValueError) as error:
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
    raise SpecError([Problem(reason, place=file)])


def _task_files_beside(path: str) -> list[str]:
    folder = Path(path).parent
    return [file.name for file in folder.iterdir() if is_file_name(file.name)] if folder.is_dir() else []


def _bytes(path: str) -> bytes:
    """Read a file that is not too large.

    Raises:
        OSError: If there is no such file, or it can't be read.
        ValueError: If it is too large, or no plain file: a pipe or a device might never end.
    """
    file = Path(path)
    if file.exists() and not file.is_file():
        found = "a folder" if file.is_dir() else "a pipe or a device"
        raise ValueError(f"not a file: found {found}, allowed is a plain file")
    with file.open("rb") as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"too large: found {file.stat().st_size} bytes, allowed is up to {MAX_FILE_BYTES}")
    return data
