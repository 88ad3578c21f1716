"""Scenes of named objects, and the words that they are described with (a ``repr`` evaluates here)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from imagespaces.arguments import check_flag, check_size
from imagespaces.factors import Partitioner
from imagespaces.generated.scenes import (
    Above,
    Annotations,
    Circle,
    Count,
    Cross,
    Distractors,
    Drawn,
    Ellipse,
    Glyph,
    Hsv,
    LeftOf,
    Line,
    OddOneOut,
    RegularPolygon,
    Relation,
    Ring,
    Same,
    SceneObject,
    Star,
)
from imagespaces.generated.scenes.annotations import annotate, union
from imagespaces.generated.scenes.colours import ColorChoice, check_color
from imagespaces.generated.scenes.painting import paint
from imagespaces.generated.scenes.placement import Frame
from imagespaces.generated.scenes.script import Production, Script
from imagespaces.generated.scenes.stage import Cast
from imagespaces.pixels import from_bytes
from imagespaces.space import ImageSpace
from imagespaces.transforms import Gains, Geometric, Photometric, Shift, Transform

__all__ = [
    "Above",
    "Circle",
    "Count",
    "Cross",
    "Distractors",
    "Drawn",
    "Ellipse",
    "Glyph",
    "Hsv",
    "LeftOf",
    "Line",
    "OddOneOut",
    "RegularPolygon",
    "Ring",
    "Same",
    "Scene",
    "SceneObject",
    "Star",
]

_HALF = 128  # of 255
_CHECKED_STATES = 4096


class Scene(ImageSpace):
    """Images of named objects, whose shapes, sizes, places, angles, colours, textures and depths vary as is said.

    What is said of an attribute makes it a factor or not: see :class:`SceneObject`. Objects that have no place are
    placed: without ``overlap`` in distinct cells of a grid, which a draw deals out, anywhere in their cell; with it, or
    where there is but one object, anywhere in the frame. Either the request can be satisfied for every draw, or it is
    refused when the space is made, saying what can't fit. Nothing is ever cut by the frame.

    Objects are drawn with soft edges. Geometric transforms are put to each object, about its own centre, with draws of
    its own: ``ball.rotate``.

    A finite scene without overlap has a different image for each state. That is checked when the space is made, by
    digest, for up to 4,096 states. With overlap, or where a distractor that varies is not always there, two states may
    look the same: ``may_repeat`` tells.

    Args:
        height: Rows.
        width: Columns.
        objects: The objects by name. Of two of one depth the later one is drawn over the earlier one.
        distractors: Other objects, by number: ``distractor0``, …; drawn over the others.
        background: The colour behind everything: as of an object, but the factors are ``background`` or
            ``background.hue``, ….
        overlap: Whether objects may hide each other.
        cells: Rows and columns of the grid that objects are placed in. Unless given, it is chosen so that there are
            about two cells for each object; then it depends on how many objects there are.
        label: What the class is: a finite factor, or a relation, which the state tells: :class:`Same`, :class:`Count`,
            :class:`LeftOf`, :class:`Above`, :class:`OddOneOut`.
        channels: 3 for red, green and blue; 1 for the gray of these.
        transforms: What is done to objects and images; see :mod:`imagespaces.transforms`. All but
            :class:`~imagespaces.transforms.Shift`, and backgrounds only on black.
        partition: How factor values are divided among named splits.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        TypeError: If something is no object or no transform.
        ValueError: If an argument is not one of those allowed, objects can't be placed or are too small, nothing
            varies, or two states have the same image.

    >>> ball = SceneObject("circle", size=0.3, color=["red", "green"])
    >>> space = Scene(objects={"ball": ball, "box": SceneObject("square")}, label="ball.color")
    >>> space.num_states, space.class_names, space.size
    (2, ('red', 'green'), None)
    >>> space.annotations([0]).boxes.shape
    (1, 2, 4)
    """

    _source_dtype = "uint8"
    _poses = True

    label: str | Relation | None  # type: ignore[assignment]  # relations are labels here

    def __init__(
        self,
        *,
        height: int = 64,
        width: int = 64,
        objects: Mapping[str, SceneObject],
        distractors: Distractors | None = None,
        background: ColorChoice = "black",
        overlap: bool = False,
        cells: tuple[int, int] | None = None,
        label: str | Relation | None = None,
        channels: int = 3,
        transforms: Sequence[Transform] = (),
        partition: Partitioner | None = None,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.objects, self.distractors = dict(objects), distractors
        self.background = check_color("background", background)
        self.overlap = check_flag("overlap", overlap)
        self.cells = _check_cells(cells)
        relation = label if isinstance(label, Relation) else None
        moves = [transform for transform in transforms if isinstance(transform, Geometric)]
        self._moves = bool(moves)
        script = self._script(Frame(check_size("height", height), check_size("width", width)), channels, relation)
        self._scene = Production(script, _gains(moves), turns=self._moves)
        self.may_repeat = self.overlap or self._scene.may_lack
        super().__init__(
            height,
            width,
            channels,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=self._scene.domain,
            label=None if relation else label,  # type: ignore[arg-type]
            partition=partition,
            transforms=transforms,
            bodies=[f"{name}." for name in self._scene.names],
        )
        self.label = label
        self._check_transforms()
        if self._scene.bound:
            self.class_names = self._scene.bound.class_names
        self._check_states()

    def annotations(self, indices: ArrayLike) -> Annotations:
        """Tell where each object is, how much of it is seen, and how many there are, in the instances of indices.

        Photometric transforms, such as occluding boxes, change none of that.

        Args:
            indices: ``[B]``, as for :meth:`instances`.

        Raises:
            ValueError: If an index is out of range.
            TypeError: If the indices are not integers.
        """
        cast, order = self._cast(self.factor_values(indices))
        return annotate(self._scene.names, cast, order, self._scene.stage.outlines, (self.height, self.width))

    # --------------------------------------------------------------------------------------------------- rendering

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        cast, _ = self._cast(values)
        lines = np.tile(self._scene.ground.levels(values), (1, self.width))[:, None]  # copied faster than single pixels
        images = np.empty((cast.present.shape[1], *self.shape), np.uint8)
        images.reshape(len(images), self.height, self.width * self.channels)[:] = lines
        paint(images, cast, self._scene.stage.outlines)
        return images

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        return self._union(values) >= _HALF

    def _coverage(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return from_bytes(self._union(values))

    def _union(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        cast, _ = self._cast(values)
        return union(cast, self._scene.stage.outlines, (self.height, self.width))

    def _cast(self, values: Mapping[str, NDArray[Any]]) -> tuple[Cast, NDArray[np.int64]]:
        """Give the objects of ``B`` instances, the deepest first, and which they are."""
        poses = {name: self._pose(values, f"{name}.") for name in self._scene.names} if self._moves else None
        return self._scene.stage.at(values, poses)

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        if self._scene.bound is None:
            return super()._labels(codes)
        count = len(next(iter(codes.values())))
        return np.broadcast_to(self._scene.bound.labels(codes), count).copy()

    def __eq__(self, other: object) -> bool:
        """Compare kind and parameters; the order of the objects is one."""
        return super().__eq__(other) and isinstance(other, Scene) and list(self.objects) == list(other.objects)

    __hash__ = None  # like Gymnasium's spaces, which can change

    # ---------------------------------------------------------------------------------------------- what it is made of

    def _script(self, frame: Frame, channels: int, relation: Relation | None) -> Script:
        """Say what is to be drawn."""
        return Script(
            frame,
            _check_channels(channels),
            self.objects,
            self.distractors,
            self.background,
            self.overlap,
            self.cells,
            relation,
        )

    def _check_states(self) -> None:
        """Expect several images, and of few states that no two are alike."""
        if not self.factors:
            names = ", ".join(self.objects)
            raise ValueError(f"something in a scene must vary, got one value for each attribute of {names}")
        if self.size is not None and not self.may_repeat and self.size <= _CHECKED_STATES:
            _ = self._state_index

    def _check_transforms(self) -> None:
        """Refuse what a scene does itself, or can't do."""
        for transform in self.transforms:
            if isinstance(transform, Shift):
                shown = f"a scene moves its objects itself: say so with x and y, got {transform!r}"
                raise ValueError(shown)  # noqa: TRY004 - it is a transform, but not one for scenes
            if isinstance(transform, Photometric) and transform.needs_masks and self.background != "black":
                raise ValueError(f"{transform!r} needs the background 'black', got {self.background!r}")


def _gains(moves: Sequence[Geometric]) -> Gains:
    return Gains(math.prod(move.gains.least for move in moves), math.prod(move.gains.most for move in moves))


def _check_channels(channels: int) -> int:
    if channels not in {1, 3}:
        raise ValueError(f"channels must be 1 for gray or 3 for red, green and blue, got {channels!r}")
    return int(channels)


def _check_cells(cells: Any) -> tuple[int, int] | None:
    if cells is None:
        return None
    if not isinstance(cells, Sequence) or len(cells) != 2:
        raise ValueError(f"cells must be (rows, columns) or None, got {cells!r}")
    return check_size("rows", cells[0]), check_size("columns", cells[1])
