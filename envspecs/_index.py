"""The catalog at a glance: each task's groups of variants.

Written from the catalog's files by ``python -m envspecs.indexing``; not to be edited.
"""

from __future__ import annotations

__all__ = ["INDEX"]

INDEX: dict[str, tuple[str, ...]] = {
    "ADE20K-v0": (
        "train test",
        "sparse",
    ),
    "ADE20KReconstruction-v0": (
        "train test",
        "sparse",
    ),
    "ADE20KSegmentation-v0": (
        "train test",
        "sparse",
    ),
    "AngleRegression-v0": (
        "sparse",
    ),
    "CIFAR10-v0": (
        "c2 c3 c4 c5 c6 c7 c8 c9 c10",
        "train test",
        "sparse",
    ),
    "CIFAR100-v0": (
        "train test",
        "sparse",
    ),
    "CIFAR10Loc-v0": (
        "train test",
        "sparse",
    ),
    "CIFAR10Search-v0": (
        "train test",
        "sparse",
    ),
    "COCO2014-v0": (
        "train test",
        "sparse",
    ),
    "CircleSquare-v0": (
        "s15 s20 s28 t32 t64",
        "nograd",
        "sparse",
    ),
    "CircleSquareFind-v0": (
        "s15 s20 t32 t64",
        "nograd",
    ),
    "CircleSquareHideAndSeek-v0": (
        "sparse",
    ),
    "CircleSquareHideAndSeekNoPrediction-v0": (
        "sparse",
    ),
    "CircleSquareInverted-v0": (
        "s15 s20 s28 t32 t64",
        "nograd",
        "sparse",
    ),
    "Coco2014Reconstruction-v0": (
        "train test",
        "sparse",
    ),
    "Count-v0": (
        "train test",
    ),
    "CountRegression-v0": (
        "train test",
    ),
    "Digits-v0": (
        "train test",
        "sparse",
    ),
    "DigitsClassification-v0": (
        "train test",
    ),
    "DigitsLoc-v0": (
        "train test",
        "sparse",
    ),
    "DigitsReconstruction-v0": (
        "train test",
    ),
    "DoubleCircleSquare-v0": (
        "s15 s20 s28 t32 t64",
        "nograd",
        "sparse",
    ),
    "FashionMNIST-v0": (
        "train test",
        "sparse",
    ),
    "Hue-v0": (
        "train test",
    ),
    "HueRegression-v0": (
        "sparse",
    ),
    "ImageNet-v0": (
        "train test",
        "sparse",
    ),
    "ImageNet1kClassification-v0": (
        "train test",
        "sparse",
    ),
    "ImageNet1kReconstruction-v0": (
        "train test",
        "sparse",
    ),
    "MNIST-v0": (
        "train test",
        "sparse",
    ),
    "MNISTLoc-v0": (
        "train test",
        "sparse",
    ),
    "MNISTSearch-v0": (
        "train test",
        "sparse",
    ),
    "OddOneOut-v0": (
        "train test",
    ),
    "Orientation-v0": (
        "train test",
    ),
    "Photos-v0": (
        "train test",
        "sparse",
    ),
    "PhotosClassification-v0": (
        "train test",
    ),
    "PhotosLoc-v0": (
        "train test",
        "sparse",
    ),
    "PhotosReconstruction-v0": (
        "train test",
    ),
    "PlaceRegression-v0": (
        "sparse",
    ),
    "SUN360-v0": (
        "train test",
        "sparse",
    ),
    "SVHN-v0": (
        "train test",
        "sparse",
    ),
    "SameDifferent-v0": (
        "train test",
    ),
    "SceneFind-v0": (
        "shown",
    ),
    "SceneReconstruction-v0": (
    ),
    "SceneSegmentation-v0": (
    ),
    "Shape-v0": (
        "train test",
    ),
    "Sun360Classification-v0": (
        "train test",
        "sparse",
    ),
    "Sun360Reconstruction-v0": (
        "train test",
        "sparse",
    ),
    "TestImageDirReconstruction-v0": (
        "sparse",
    ),
    "TinyImageNet-v0": (
        "train test",
        "sparse",
    ),
    "TinyImageNetLoc-v0": (
        "train test",
        "sparse",
    ),
    "TinyImageNetSearch-v0": (
        "train test",
        "sparse",
    ),
}
