"""Pictures of a directory, one for each state, that are laid on what is drawn."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from imagespaces.kernels.warping import stamp

__all__ = ["Skins", "check_directory"]


class Skins:
    """The first pictures of a directory, in the order of their paths, brought to squares.

    Args:
        root: The directory; its pictures are read as :class:`~imagespaces.ImageFolder` reads them.
        count: How many are needed.
        side: Rows and columns that they are brought to.
        channels: 1 for gray, 3 for red, green and blue.
        reach: From the middle of a picture to its sides, in the units of the bodies that it is laid on.

    Raises:
        ValueError: If the directory can't be listed or holds too few pictures, one of them can't be read, or there are
            other channels.

    Attributes:
        state: A digest that changes when a file of the directory does.
    """

    def __init__(self, root: str, count: int, side: int, channels: int, reach: float) -> None:
        from imagespaces.loaded.folder import ImageFolder  # noqa: PLC0415 - decoders take time to import

        if channels not in {1, 3}:
            raise ValueError(f"channels must be 1 or 3 where pictures are shown, got {channels}")
        layers = cast("Literal[1, 3]", channels)
        self._reach = reach
        self._pictures = ImageFolder(root=root, height=side, width=side, channels=layers, resize="squash")
        self.state = self._pictures.bank_key()[-1]
        if (found := self._pictures.num_states) < count:
            raise ValueError(f"{root!r} must hold a picture for each of {count} states, got {found}")

    def lay(
        self,
        which: NDArray[np.int64],
        linear: NDArray[np.float64],
        centres: NDArray[np.float64],
        shape: tuple[int, ...],
    ) -> NDArray[np.uint8]:
        """Lay pictures ``which`` ``[B]`` into frames: uint8 ``[B, H, W, C]``.

        Args:
            which: int64 ``[B]``.
            linear: ``[B, 2, 2]``: what a vector of a body becomes, in pixels.
            centres: ``[B, 2]``, where the middle goes.
            shape: (height, width) of the frames.
        """
        return stamp(self._pictures.pixels(which), linear * self._reach, centres, (shape[0], shape[1]))


def check_directory(name: str, root: str | os.PathLike[str] | None) -> str | None:
    """Give the absolute path of a directory; None for none.

    Raises:
        TypeError: If it is no path.
    """
    if root is None:
        return None
    if not isinstance(root, (str, os.PathLike)):
        raise TypeError(f"{name} must be a path or None, got {root!r}")
    return str(Path(root).absolute())
