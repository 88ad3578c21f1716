"""Discrete states as images, with the arguments and methods of MDP Playground."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from imagespaces.arguments import check_size
from imagespaces.bank import Gallery, gallery
from imagespaces.compat.mdp_playground.layout import Layout
from imagespaces.compat.mdp_playground.state_images import StateImages
from imagespaces.generated import Polygons
from imagespaces.generated.skins import check_directory
from imagespaces.transforms import Flip, Rotate, Scale, Shift, Transform

__all__ = ["Custom", "ImageMultiDiscrete"]

Custom = Literal["textures", "images"]
"""What becomes of pictures: they fill the polygons, or are shown in their stead."""

_NAMES = ("rotate", "flip", "scale", "shift")
_WORDS = re.compile(rf"(?:{'|'.join(_NAMES)}|none|[\s,])*")


class ImageMultiDiscrete(StateImages):
    """Images of (multi-)discrete states: state n is a polygon of n + 3 sides, the dimensions side by side.

    It stands where ``mdp_playground.spaces.image_multi_discrete.ImageMultiDiscrete`` stood, and is drawn by
    :class:`~imagespaces.Polygons`, which is at hand as :attr:`space`: with batches, addresses, labels and masks.

    Args:
        state_space_sizes: The number of states of each dimension.
        width: Columns of the image of one dimension; a whole image has as many for each.
        height: Rows.
        circle_radius: Pixels from a polygon's centre to its corners, before it is scaled.
        transforms: Which of ``rotate``, ``flip``, ``scale`` and ``shift`` happen to each polygon at random, whenever an
            image is made; with or without commas. ``"none"``, or nothing, for none.
        sh_quant: Shifts are multiples of so many pixels; None for any.
        scale_range: The least and the largest scale; equal ratios are equally likely.
        ro_quant: Angles are multiples of so many degrees; None for any.
        seed: Seed of the transforms and of :meth:`sample`, or a generator. 0 is a seed.
        use_custom_images: ``"textures"`` fills polygons with pictures, ``"images"`` shows pictures instead, in the
            square that the circle holds; None for plain polygons. Images are then in colour.
        cust_path: The directory of the pictures, the n-th one in alphabetical order for state n.
        dtype: ``"uint8"``, 0 to 255, or ``"float32"``, 0 to 1.
        layout: ``"whc"``, the width first, or ``"hwc"``.
        antialias: Whether a pixel that is covered in part is dimmer. If not, edges are hard, as they were, and many
            polygons of a small radius look alike.

    Raises:
        TypeError: If a path is none.
        ValueError: If an argument is not allowed, polygons do not fit the frame or become too small, two states have
            the same image, or there are too few pictures.

    >>> space = ImageMultiDiscrete([3, 4], width=60, circle_radius=18, seed=0)
    >>> space.get_image_representation([2, 0]).shape
    (120, 100, 1)
    """

    def __init__(  # noqa: PLR0917 - the order that MDP Playground has
        self,
        state_space_sizes: Sequence[int] | NDArray[np.integer[Any]],
        width: int = 100,
        height: int = 100,
        circle_radius: float = 20,
        transforms: str = "rotate, flip, scale, shift",
        sh_quant: float | None = 1,
        scale_range: Sequence[float] | None = (0.5, 1.5),
        ro_quant: float | None = 1,
        seed: int | np.random.Generator | None = None,
        use_custom_images: Custom | None = None,
        cust_path: str | os.PathLike[str] | None = None,
        dtype: DTypeLike = np.uint8,
        *,
        layout: Layout = "whc",
        antialias: bool = True,
    ) -> None:
        self.state_space_sizes = _check_sizes(state_space_sizes)
        self.width, self.height, self.circle_radius = check_size("width", width), height, circle_radius
        self.transforms = transforms
        self.sh_quant, self.scale_range, self.ro_quant = sh_quant, scale_range, ro_quant
        self.use_custom_images, self.cust_path = use_custom_images, _check_custom(use_custom_images, cust_path)
        self.antialias = antialias
        super().__init__(self._polygons(self.state_space_sizes, dtype), layout, seed)

    def get_image_representation(self, multi_discrete_state: ArrayLike) -> NDArray[Any]:
        """Give an image of a state, with transforms drawn anew: ``[W, H, C]``, or as the layout says.

        Args:
            multi_discrete_state: The state of each dimension; one integer where there is one dimension.

        Raises:
            ValueError: If it is not an integer in range for each dimension.
        """
        given = np.atleast_1d(np.asarray(multi_discrete_state, dtype=object))
        sizes = self.state_space_sizes
        if given.shape != (len(sizes),):
            raise ValueError(
                f"a state must have one number for each of the dimensions {sizes}, got {multi_discrete_state!r}"
            )
        numbers = [
            _check_state(f"of dimension {place} ", *each) for place, each in enumerate(zip(given, sizes, strict=True))
        ]
        return self._draw(self._whole, sum(number * math.prod(sizes[:place]) for place, number in enumerate(numbers)))

    def get_concatenated_image(self, multi_discrete_state: ArrayLike) -> NDArray[Any]:
        """Give an image of a state: the older name of :meth:`get_image_representation`."""
        return self.get_image_representation(multi_discrete_state)

    def generate_image(self, discrete_state: int | np.integer[Any]) -> NDArray[Any]:
        """Give an image of one dimension alone, with transforms drawn anew.

        Args:
            discrete_state: 0 up to the states of the largest dimension.

        Returns:
            ``[W, H]``, or ``[W, H, 3]`` where there are pictures; or as the layout says.

        Raises:
            ValueError: If it is no integer in range.
        """
        image = self._draw(self._panel, _check_state("", discrete_state, max(self.state_space_sizes)))
        return image if self.use_custom_images else image[..., 0]

    @cached_property
    def _whole(self) -> Gallery:
        return gallery(self.space, 1)

    @cached_property
    def _panel(self) -> Gallery:
        return gallery(self._polygons([max(self.state_space_sizes)], self.dtype), 1)

    def _polygons(self, sizes: list[int], dtype: DTypeLike) -> Polygons:
        return Polygons(
            states=sizes,
            height=self.height,
            width=self.width * len(sizes),
            radius=self.circle_radius,
            antialias=self.antialias,
            channels=3 if self.use_custom_images else 1,
            textures=self.cust_path if self.use_custom_images == "textures" else None,
            pictures=self.cust_path if self.use_custom_images == "images" else None,
            transforms=self._moves(),
            dtype=dtype,
        )

    def _moves(self) -> list[Transform]:
        """Give the transforms that are named; what the others would need is not looked at."""
        named = _check_transforms(self.transforms)
        makers: dict[str, Callable[[], Transform]] = {
            "rotate": lambda: Rotate(quantum=self.ro_quant),
            "flip": Flip,
            "scale": lambda: Scale(_check_scales(self.scale_range)),
            "shift": lambda: Shift(quantum=self.sh_quant),
        }
        return [makers[name]() for name in _NAMES if name in named]


def _check_sizes(sizes: Any) -> list[int]:
    if isinstance(sizes, str) or np.ndim(sizes) != 1 or not len(sizes):
        raise ValueError(f"state_space_sizes must be a list of the number of states of each dimension, got {sizes!r}")
    return [check_size("state_space_sizes", size) for size in sizes]


def _check_state(where: str, state: Any, size: int) -> int:
    if isinstance(state, bool) or not isinstance(state, (int, np.integer)) or not 0 <= state < size:
        raise ValueError(f"a state {where}must be an integer from 0 to {size - 1}, got {state!r}")
    return int(state)


def _check_transforms(text: Any) -> frozenset[str]:
    if not isinstance(text, str) or not _WORDS.fullmatch(text):
        raise ValueError(f"transforms must be a text that names {', '.join(_NAMES)} or none, got {text!r}")
    return frozenset(re.findall("|".join(_NAMES), text))


def _check_scales(scales: Any) -> float | tuple[float, float]:
    """Give a range as :class:`Scale` knows it, where a range of one value is that value."""
    if isinstance(scales, str) or np.shape(scales) != (2,):
        raise ValueError(f"scale_range must be (least, largest), got {scales!r}")
    least, largest = scales
    return least if least == largest else (least, largest)


def _check_custom(use: Any, path: Any) -> str | None:
    """Give the absolute path of the pictures; None where there are none."""
    if use is not None and use not in get_args(Custom):
        raise ValueError(f"use_custom_images must be 'textures', 'images' or None, got {use!r}")
    if use is not None and path is None:
        raise ValueError(f"cust_path must be the directory of the {use}, got None")
    return check_directory("cust_path", path)
