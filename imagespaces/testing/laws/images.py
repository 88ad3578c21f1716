"""Every image, label, mask and factor value is what the space declares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imagespaces.masks import NO_CLASS
from imagespaces.pixels import convert
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_alike, expect_refusal, expect_same
from imagespaces.testing.excuses import MAY_REPEAT
from imagespaces.testing.law import classed, has_instances, law, posed

__all__ = [
    "bytes_are_rounded",
    "declared_shape",
    "factor_values",
    "labels_agree",
    "labels_show",
    "masks_fit",
    "shapes_stay_inside",
    "values_make_the_image",
]


@law(has_instances, one_by_one=True)
def declared_shape(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Every image has the declared shape and type, is in range, and so is in the space."""
    expect_alike(space.shape, (space.height, space.width, space.channels), "the shape of the space")
    images = space.instances(indices).images
    expect(
        images.shape == (len(indices), *space.shape) and images.dtype == space.dtype,
        f"images are {images.dtype} {list(images.shape)}, declared are {space.dtype} {[len(indices), *space.shape]}",
    )
    for index, image in zip(indices.tolist(), images, strict=True):
        expect(image in space, f"the image at {index}, from {image.min()} to {image.max()}, is not in the space")


@law(has_instances, one_by_one=True)
def values_make_the_image(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Images and masks are a function of the factors' values alone, row by row; ``images`` gives the images alone."""
    many = space.instances(indices)
    expect_same(space.images(indices), many.images, "what `images` gives")
    order = np.arange(len(indices))[::-1]
    values = {name: each[order] for name, each in many.factors.items()}
    expect_same(convert(space.render(values), space.dtype), many.images[order], "what is rendered of the values")
    masks = space.render_masks(values)
    expect((masks is None) == (many.masks is None), "values have masks and instances have not, or the reverse")
    if masks is not None and many.masks is not None:
        expect_same(masks, many.masks[order], "the masks of the values")


@law(has_instances, one_by_one=True)
def bytes_are_rounded(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Every space offers both types: uint8 is rint(255 × float32), and all else is the same."""
    floats, integers = (again(space, dtype=dtype).instances(indices) for dtype in ("float32", "uint8"))
    expect_same(integers.images, np.rint(floats.images * np.float32(255)).astype(np.uint8), "the image in uint8")
    for name in space.factors:
        expect_same(integers.factors[name], floats.factors[name], f"factor {name!r} in uint8")


@law(has_instances, one_by_one=True)
def masks_fit(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Masks are as large as the images: bool, or int16 from −1 to the number of the last class; or there are none."""
    masks, names = space.instances(indices).masks, space.mask_names
    expect((masks is not None) == space.has_masks, f"masks are {type(masks)} where has_masks is {space.has_masks}")
    expect(names is None or space.has_masks, f"mask_names are {names} where there are no masks")
    if masks is None:
        return
    kind = np.bool_ if names is None else np.int16
    expect_same(np.zeros_like(masks), np.zeros((len(indices), space.height, space.width), kind), "a mask")
    if names is not None:
        outside = masks[(masks < NO_CLASS) | (masks >= len(names))]
        expect(not outside.size, f"a mask has class {outside[:1]}, which is none of the {len(names)} classes {names}")


@law(has_instances, one_by_one=True)
def factor_values(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Each instance tells the value of every factor, and the factor has it; it is known without rendering too."""
    factors, alone = space.instances(indices).factors, space.factor_values(indices)
    expect_alike(sorted(factors), sorted(space.factors), "the names of the instances' factors")
    expect_alike(sorted(alone), sorted(factors), "the names that factor_values gives")
    for name, values in factors.items():
        expect(values.shape == indices.shape, f"factor {name!r} has values {list(values.shape)}, not {[len(indices)]}")
        known = space.factors[name].contains(values)
        expect(known.all(), f"factor {name!r} takes the value {values[~known][:1]}, which is none of its own")
        expect_same(alone[name], values, f"what factor_values gives of {name!r}")


@law(has_instances, one_by_one=True)
def labels_agree(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """``labels`` gives what the instances give, each the number of a class; without classes it is refused."""
    names, labels = space.class_names, space.instances(indices).labels
    if names is None or labels is None:
        expect(names is None and labels is None and space.num_classes is None, f"labels {labels} of classes {names}")
        expect_refusal(space.labels, indices, error=ValueError, shows=repr(space))
        return
    expect_alike(space.num_classes, len(names), "the number of classes")
    expect_same(labels, space.labels(indices), "the label")
    expect_alike(labels.dtype.name, "int64", "the type of labels")
    outside = labels[(labels < 0) | (labels >= len(names))]
    expect(not outside.size, f"label {outside[:1]} is none of the {len(names)} classes {names}")


@law(classed)
def labels_show(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Images of different classes differ, unless ``may_repeat = True``: what is to be told apart can be seen."""
    many, names = space.instances(indices), space.class_names
    seen: dict[bytes, int] = {}
    for row, image in enumerate(many.images):
        first = seen.setdefault(image.tobytes(), row)
        if many.labels is not None and names is not None and many.labels[first] != many.labels[row]:
            pair = " and ".join(f"{indices[each]} ({names[many.labels[each]]!r})" for each in (first, row))
            raise AssertionError(f"the images at {pair} are the same; {MAY_REPEAT}")


@law(posed, one_by_one=True)
def shapes_stay_inside(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Shapes that are moved before they are drawn stay in the frame: no mask reaches the edge of the image."""
    masks = space.instances(indices).masks
    if masks is not None:
        for index, mask in zip(indices.tolist(), masks, strict=True):
            edges = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
            expect(not any(edge.any() for edge in edges), f"at {index} a shape reaches the edge, which cuts it")
