"""Real pictures from a directory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.factors import Finite
from imagespaces.loaded.classes import classes_of
from imagespaces.loaded.content import OnError, read_directory
from imagespaces.loaded.fitting import Resize
from imagespaces.loaded.pictures import Form
from imagespaces.space import ImageSpace

__all__ = ["ImageFolder"]


class ImageFolder(ImageSpace):
    """Pictures in a directory, all brought to one size.

    A sub-folder is a class, with all that lies in it at any depth; where pictures lie in the directory itself, none may
    lie in sub-folders, and there are no labels. Index = place of the file, sorted by path: part by part, as bytes.

    Files are found by their endings (bmp, jpeg, jpg, png, tif, tiff, webp) and decoded by their content; others and
    hidden ones are ignored. Of several frames the first counts, the EXIF orientation is honoured, 16 bits keep their
    high byte, what is transparent is white, and gray is the luma of ITU-R BT.601 (:mod:`imagespaces.loaded.colours`).
    Pictures are resampled with Lanczos' filter (:mod:`imagespaces.loaded.fitting`).

    All files are decoded when the space is made, in a few threads, so that a broken one is known before anything runs.
    Refused are files that are damaged or cut short, more than 2²⁶ pixels, more than 512 MiB, special files, and links
    that lead out of the directory or to folders.

    Up to ``bank_limit`` bytes the pixels are kept, once per process: spaces of one directory share them as long as it
    does not change, and so do forked processes. Those that were used last stay in memory until others are.

    Args:
        root: The directory. A relative path is completed when the space is made.
        height: Rows.
        width: Columns.
        channels: 1 for gray, 3 for red, green and blue.
        resize: ``"crop"`` cuts out the centre of a picture of other proportions, ``"squash"`` squeezes it.
        on_error: ``"raise"`` makes pictures that can't be read an error that names them; ``"skip"`` leaves them out,
            and counts them in a warning of the log.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Without effect, since nothing is drawn.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        TypeError: If the root is no path.
        ValueError: If an argument is not allowed, the root is no directory, or it holds no picture, or some in
            sub-folders and some not; as :class:`~imagespaces.loaded.faults.PictureError` if a picture can't be read.
    """

    _source_dtype = "uint8"
    may_repeat = True
    bank_limit: ClassVar[int] = 4 << 30

    def __init__(
        self,
        *,
        root: str | os.PathLike[str],
        height: int,
        width: int,
        channels: Literal[1, 3] = 3,
        resize: Resize = "crop",
        on_error: OnError = "raise",
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.root = _absolute(root)
        self.resize = _one_of("resize", resize, get_args(Resize))
        self.on_error = _one_of("on_error", on_error, get_args(OnError))
        _one_of("channels", channels, (1, 3))
        ImageSpace(height, width, channels, dtype=dtype)  # what is wrong with these is told before all files are read
        form = Form(height, width, channels, self.resize)
        self._content = read_directory(self.root, form, self.on_error, self.bank_limit)
        self.paths = tuple(file.name for file in self._content.files)
        """The file of each index: its path from the root, with ``/`` between the parts."""
        pictures = Finite("picture", range(len(self.paths)))
        super().__init__(height, width, channels, dtype=dtype, stream=stream, seed=seed, factors=(pictures,))
        classes = classes_of(self.paths)
        self.class_names = None if classes is None else classes.names
        self._classes = np.zeros(0, np.int64) if classes is None else classes.labels

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        return self._classes[codes["picture"]]

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        return self._content.images(values["picture"])

    def stored_pixels(self) -> NDArray[np.uint8] | None:
        """Give all pictures, uint8 ``[size, H, W, C]``, read-only; None where they take more than ``bank_limit``."""
        return self._content.pixels

    def bank_key(self) -> tuple[object, ...]:
        """Tell this space from one of the same directory after a file has changed."""
        return *super().bank_key(), self._content.state

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy as the recipe, with a digest of what the directory held."""
        return *super().__reduce__(), self._content.digest

    def __setstate__(self, state: Any) -> None:
        """Compare what the directory holds with what it held where the space was pickled.

        Raises:
            ValueError: If the names or sizes of files have changed.
        """
        if self._content.digest != state:
            found = f"{len(self.paths)} pictures of other names or sizes"
            raise ValueError(f"root {self.root!r} must hold what it held when the space was pickled, got {found}")


def _absolute(root: str | os.PathLike[str]) -> str:
    if not isinstance(root, (str, os.PathLike)):
        raise TypeError(f"root must be a path, got {root!r}")
    return str(Path(root).absolute())


def _one_of(name: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    if isinstance(value, bool) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}")
    return value
