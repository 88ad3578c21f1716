"""The space of COCO's pictures."""

from __future__ import annotations

from typing import Literal, Unpack, get_args

from imagespaces.arguments import check_flag
from imagespaces.loaded.coco.layout import COCOFormat, Told, Year
from imagespaces.loaded.loaded_space import LoadedOptions, one_of
from imagespaces.loaded.segmented import SegmentedSpace

__all__ = ["COCO"]


class COCO(SegmentedSpace):
    """COCO: photographs of everyday scenes, 123,287 in all, with outlines of the objects in them.

    In 2014 they are 82,783 to train on and 40,504 to validate, in 2017 118,287 and 5,000. The directory holds
    ``train2017/*.jpg``, ``val2017/*.jpg``, ``annotations/instances_train2017.json`` and so on, of one year or both.

    A picture's label is the category of its largest object, by the area that the annotations tell, crowds apart;
    pictures without objects are then left out. Masks are made of either of two kinds of annotations:

    - ``"instances"``: outlines of the objects of 80 categories. Where they overlap, the smaller one is seen. Pixels of
      no object are of one more class, ``background``; those of crowds are −1. pycocotools fills the outlines.
    - ``"panoptic"``: a png for each picture that tells things and stuff apart, 133 categories, and nothing is of the
      ground; −1 where there is no segment, and in crowds. The pngs lie in ``annotations/panoptic_train2017``.

    Files of annotations are read as a whole: the largest, of 448 MiB, takes a few GiB while it is. Pictures come in
    the order of their names.

    Args:
        year: 2014 or 2017, which divide the same pictures.
        annotations: What tells of the pictures.
        label_from: ``"largest"``, or None for no labels and all pictures.
        masks: Whether the classes of pixels are read; without them pycocotools is not needed.
        options: What every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`); at least ``height``
            and ``width``.

    Raises:
        ModuleNotFoundError: If outlines are to be filled, and pycocotools is not installed.
        ValueError: If an argument is not allowed, or the files are not what they should be; as
            :class:`~imagespaces.loaded.MissingDataError` if some are not there, and as
            :class:`~imagespaces.loaded.faults.PictureError` if a picture or its map can't be read.

    Lin et al., "Microsoft COCO: Common Objects in Context", ECCV 2014; Kirillov et al., "Panoptic Segmentation", 2019.
    """

    def __init__(
        self,
        *,
        year: Year = 2017,
        annotations: Told = "instances",
        label_from: Literal["largest"] | None = "largest",
        masks: bool = True,
        **options: Unpack[LoadedOptions],
    ) -> None:
        self.year: Year = one_of("year", year, get_args(Year))
        self.annotations = one_of("annotations", annotations, get_args(Told))
        self.label_from = one_of("label_from", label_from, ("largest", None))
        self.masks = check_flag("masks", masks)
        super().__init__(COCOFormat(year, annotations, label_from, masks), **options)
