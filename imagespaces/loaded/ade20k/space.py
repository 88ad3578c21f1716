"""The space of ADE20K's pictures."""

from __future__ import annotations

from typing import Unpack, get_args

from imagespaces.arguments import check_flag
from imagespaces.loaded.ade20k.layout import ADE20KFormat, Annotations
from imagespaces.loaded.loaded_space import LoadedOptions, one_of
from imagespaces.loaded.segmented import SegmentedSpace

__all__ = ["ADE20K"]


class ADE20K(SegmentedSpace):
    """ADE20K: 20,210 pictures of scenes to train on and 2,000 to validate (25,574 in the full one), of many sizes.

    Labels are the scenes, such as ``bathroom``, in the order of their names; masks the objects that pixels show, from
    0, and −1 where none is told. There are two layouts:

    - ``"150"``, the scene parsing benchmark, in the directory ``ADEChallengeData2016``: 150 classes of pixels, with all
      others ignored, called as ``objectInfo150.txt`` has it; scenes from ``sceneCategories.txt``, no labels without it.
    - ``"objects"``, the full data set, in the directory ``ADE20K_2021_17_01``: pixels are of the object that stands in
      ``objects.txt`` at the number that red and green tell. Scenes are folders. The release of 2016 has no such list,
      but in a file of MATLAB, which is not read: where it is written by hand, that release is read as well. Parts of
      objects and instances are not read.

    A map is a png as large as its picture, whose EXIF orientation is put to both. Maps are brought to the size of the
    pictures without mixing classes.

    Args:
        annotations: Which of the two.
        masks: Whether the classes of pixels are read; without them pictures load in half the time.
        options: What every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`); at least ``height``
            and ``width``.

    Raises:
        ValueError: If an argument is not allowed, or the files are not what they should be; as
            :class:`~imagespaces.loaded.MissingDataError` if some are not there, and as
            :class:`~imagespaces.loaded.faults.PictureError` if a picture or its map can't be read.

    Zhou et al., "Scene Parsing through ADE20K Dataset", CVPR 2017.
    """

    def __init__(
        self, *, annotations: Annotations = "150", masks: bool = True, **options: Unpack[LoadedOptions]
    ) -> None:
        self.annotations = one_of("annotations", annotations, get_args(Annotations))
        self.masks = check_flag("masks", masks)
        super().__init__(ADE20KFormat(annotations, masks), **options)
