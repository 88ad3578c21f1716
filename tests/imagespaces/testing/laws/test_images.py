from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import Instances, Polygons
from imagespaces.pixels import from_bytes
from imagespaces.testing import BrokenLawError
from imagespaces.testing.excuses import MAY_REPEAT
from imagespaces.testing.laws.images import (
    bytes_are_rounded,
    declared_shape,
    factor_values,
    labels_agree,
    labels_show,
    masks_fit,
    shapes_stay_inside,
    values_make_the_image,
)
from imagespaces.transforms import Rotate, Shift
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught
from tests.imagespaces.toys import Regions

Values = Mapping[str, NDArray[Any]]


class WidthFirst(Shapes):
    """Gives images on their side."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values).swapaxes(1, 2)


class Resized(Shapes):
    """Says that it is higher than its images."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.height = 7


class Coloured(Shapes):
    """Gives three channels and declares one."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values).repeat(3, axis=-1)


class Glaring(Shapes):
    """Leaves the range."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values) * np.float32(1.5)


class Undefined(Shapes):
    """Divides by zero somewhere."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        images = super()._images(values)
        images[:, 0, 0] = np.nan
        return images


class Truncated(Shapes):
    """Cuts where it should round."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        floats = Shapes().instances(indices).images
        return many if self.dtype == np.float32 else replace(many, images=(floats * 255).astype(np.uint8))


class CoarseFactors(Shapes):
    """Tells other values of its factors in bytes."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        halved = {name: values // (1 if self.dtype == np.float32 else 2) for name, values in many.factors.items()}
        return replace(many, factors=halved)


class Drifting(Shapes):
    """Lets the place in the batch enter what is rendered."""

    def render(self, values: Values) -> NDArray[Any]:
        images = super().render(values)
        images[0] /= 2
        return images


class OtherImages(Shapes):
    """Gives other images by themselves."""

    def images(self, indices: Any) -> NDArray[Any]:
        return from_bytes(np.zeros((len(indices), *self.shape), np.uint8))


class Unmasked(Shapes):
    """Has masks of instances, not of values."""

    def render_masks(self, values: Values) -> None:
        return None

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        return replace(super().instances(indices, split), masks=Shapes().instances(indices).masks)


class MasksByPlace(Shapes):
    """Lets the place in the batch enter its masks."""

    def render_masks(self, values: Values) -> Any:
        masks = np.asarray(super().render_masks(values))
        masks[0] ^= True
        return masks


class GrayMasks(Shapes):
    """Gives masks of numbers."""

    def render_masks(self, values: Values) -> Any:
        return super().render_masks(values).astype(np.float32)  # type: ignore[union-attr]


class LooseMasks(Shapes):
    """Gives masks with a channel."""

    def render_masks(self, values: Values) -> Any:
        return super().render_masks(values)[..., None]  # type: ignore[index]


class FlagsOfClasses(Shapes):
    """Names classes of pixels, and tells where objects are."""

    mask_names = ("ground", "object")


class TooManyClasses(Regions):
    """Gives more classes than there are names."""

    def render_masks(self, values: Values) -> Any:
        return np.asarray(super().render_masks(values)) + np.int16(1)


class BelowNoClass(Regions):
    """Gives −2."""

    def render_masks(self, values: Values) -> Any:
        return np.asarray(super().render_masks(values)) - np.int16(1)


class SilentMasks(Shapes):
    """Gives masks, and says that there are none."""

    has_masks = False


class NamesAlone(Regions):
    """Names classes of pixels, and has no masks."""

    has_masks = False

    def render_masks(self, values: Values) -> None:
        """None."""


class FromOne(Shapes):
    """Counts places from 1 on."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        return replace(many, factors=many.factors | {"x": many.factors["x"] + 1})  # type: ignore[operator]


class Columns(Shapes):
    """Gives values of factors in a column."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        return replace(many, factors=many.factors | {"x": many.factors["x"][:, None]})  # type: ignore[operator]


class Contrary(Shapes):
    """Tells other values of the factors alone than with the instances."""

    def factor_values(self, indices: Any) -> dict[str, NDArray[Any]]:
        values = super().factor_values(indices)
        return values | {"x": 5 - values["x"]}


class Unnamed(Shapes):
    """Leaves a factor out."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        return replace(many, factors={"x": many.factors["x"]})


class Inverted(Shapes):
    """Gives other labels than its instances have."""

    def labels(self, indices: Any) -> NDArray[np.int64]:
        return 1 - super().labels(indices)


class Miscounted(Shapes):
    """Counts a class too many."""

    num_classes = 3


class Narrow(Shapes):
    """Gives labels of 32 bits."""

    def _labels(self, codes: Values) -> Any:
        return super()._labels(codes).astype(np.int32)


class Unlisted(Shapes):
    """Has more labels than names."""

    def _labels(self, codes: Values) -> NDArray[np.int64]:
        return super()._labels(codes) + 1


class Nameless(Shapes):
    """Has labels without names."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.class_names = None

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        return replace(super().instances(indices, split), labels=np.zeros(len(indices), np.int64))


class Chatty(Shapes):
    """Answers with labels although it has none."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.class_names = None

    def labels(self, indices: Any) -> NDArray[np.int64]:
        return np.zeros(len(indices), np.int64)


@each(
    Fault(declared_shape, WidthFirst(), "images are float32 [8, 6, 5, 1], declared are float32 [8, 5, 6, 1]"),
    Fault(declared_shape, Resized(), "the shape of the space is (5, 6, 1) (tuple), not (7, 6, 1) (tuple)"),
    Fault(declared_shape, Coloured(), "images are float32 [8, 5, 6, 3], declared are float32 [8, 5, 6, 1]"),
    Fault(declared_shape, Glaring(), "to 1.5, is not in the space"),
    Fault(declared_shape, Undefined(), "the image at 0, from nan to nan, is not in the space"),
    Fault(bytes_are_rounded, Truncated(), "the image in uint8 differs"),
    Fault(bytes_are_rounded, CoarseFactors(), "factor 'shape' in uint8 differs"),
    Fault(values_make_the_image, OtherImages(), "what `images` gives differs"),
    Fault(values_make_the_image, Drifting(), "what is rendered of the values differs"),
    Fault(values_make_the_image, Unmasked(), "values have masks and instances have not, or the reverse"),
    Fault(values_make_the_image, MasksByPlace(), "the masks of the values differs"),
    Fault(masks_fit, GrayMasks(), "a mask is float32 [8, 5, 6], not bool [8, 5, 6]"),
    Fault(masks_fit, FlagsOfClasses(), "a mask is bool [8, 5, 6], not int16 [8, 5, 6]"),
    Fault(masks_fit, TooManyClasses(), "a mask has class [3], which is none of the 3 classes ('sky', 'sea', 'sand')"),
    Fault(masks_fit, BelowNoClass(), "a mask has class [-2], which is none of the 3 classes ('sky', 'sea', 'sand')"),
    Fault(masks_fit, SilentMasks(), "masks are <class 'numpy.ndarray'> where has_masks is False"),
    Fault(masks_fit, NamesAlone(), "mask_names are ('sky', 'sea', 'sand') where there are no masks"),
    Fault(masks_fit, LooseMasks(), "a mask is bool [8, 5, 6, 1], not bool [8, 5, 6]"),
    Fault(factor_values, FromOne(), "factor 'x' takes the value [6], which is none of its own"),
    Fault(
        factor_values, Unnamed(), "the names of the instances' factors is ['x'] (list), not ['shape', 'x', 'y'] (list)"
    ),
    Fault(factor_values, Columns(), "factor 'x' has values [8, 1], not [8]"),
    Fault(factor_values, Contrary(), "what factor_values gives of 'x' differs"),
    Fault(labels_agree, Miscounted(), "the number of classes is 3 (int), not 2 (int)"),
    Fault(labels_agree, Narrow(), "the type of labels is 'int32' (str), not 'int64' (str)"),
    Fault(labels_agree, Inverted(), "the label differs in 8 of 8 values, first at [0]: 0, not 1"),
    Fault(labels_agree, Unlisted(), "label [2] is none of the 2 classes ('square', 'circle')"),
    Fault(labels_agree, Nameless(), "of classes None"),
    Fault(labels_agree, Chatty(), "must raise ValueError, gave array("),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


class Blind(Shapes):
    """Draws nothing but black."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return np.zeros_like(super()._images(values))


def test_labels_that_do_not_show_are_caught() -> None:
    expect_caught(Fault(labels_show, Blind(), f"are the same; {MAY_REPEAT}\n"))
    with pytest.raises(
        BrokenLawError, match=r"^labels_show: the images at 0 \('square'\) and 3 \('circle'\) are the same"
    ):
        labels_show(Blind(), indices=[0, 2, 3])
    labels_show(Blind(), indices=[0, 2])


class Leaving(Polygons):
    """Draws into a corner of the image, and so out of it."""

    corner: tuple[int, int]

    def _masks(self, values: Values) -> NDArray[np.bool_]:
        masks = super()._masks(values)
        masks[:, self.corner[0], self.corner[1]] = True
        return masks


@pytest.mark.parametrize("corner", [(0, 9), (-1, 9), (9, 0), (9, -1)])
def test_shapes_that_leave_the_frame_are_caught(corner: tuple[int, int]) -> None:
    posed: dict[str, Any] = {"states": 2, "height": 24, "width": 24, "radius": 8, "transforms": [Rotate(), Shift()]}
    shapes_stay_inside(Polygons(**posed))
    faulty = Leaving(**posed)
    faulty.corner = corner
    with pytest.raises(BrokenLawError, match=r"^shapes_stay_inside: at 0 a shape reaches the edge, which cuts it\n"):
        shapes_stay_inside(faulty)
    assert not shapes_stay_inside.applies(Shapes())
