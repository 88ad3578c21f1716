"""What the models of all spaces have in common whose images are read from the files of a data set."""

from __future__ import annotations

import operator
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import product
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import Field, model_validator

from envspecs.problems import shown
from envspecs.specs.base import WHOLE, SpaceKind, refusals
from envspecs.specs.choices import AnyRelabelling
from envspecs.specs.fields import Channels, Directory, Distinct, Flag, Name, Side
from envspecs.specs.varied import Partition, Transforms, parts_of

__all__ = ["LoadedSpaceKind"]


class LoadedSpaceKind(SpaceKind):
    """Pictures of a data set, brought to one size; its parts are splits, unless a partition divides them otherwise.

    Attributes:
        format: The class that tells of the files (:class:`imagespaces.loaded.formats.DataFormat`), as
            ``"module:name"``. The fields that a model has beside these here are its keyword arguments.
    """

    files_field: ClassVar[str] = "root"
    format: ClassVar[str]

    root: Directory | None = Field(
        None,
        description="The directory; a relative path starts at the folder of this file. "
        "Where left out, it is looked for in $IMAGESPACES_DATA.",
    )
    parts: Annotated[tuple[Name, ...], Field(min_length=1), Distinct()] | None = Field(
        None, description="Which parts of the data set are read, as splits; all where left out."
    )
    height: Side | None = Field(None, description="Rows that every picture is brought to; its own where left out.")
    width: Side | None = Field(None, description="Columns that every picture is brought to; its own where left out.")
    channels: Channels | None = Field(
        None,
        description="1 for gray, 3 for red, green and blue; those of the data set where left out.",
        json_schema_extra={"unit": "channels"},
    )
    resize: Literal["crop", "squash"] = Field(
        "crop", description="Whether a picture of other proportions is cut to its centre, or squeezed."
    )
    on_error: Literal["raise", "skip"] = Field(
        "raise", description="Whether a broken picture is an error, or is left out and counted in the log."
    )
    verify: Flag = Field(
        default=True,
        description="Whether pictures that are too many to be kept in memory are all decoded once, "
        "so that broken ones are known before any is shown.",
    )
    classes: tuple[AnyRelabelling, ...] = Field((), description="What is made of the classes, one after another.")
    partition: Partition = None
    transforms: Transforms = ()

    @classmethod
    def data_sets(cls) -> tuple[LoadedSpaceKind, ...]:
        """Give a model for each data set that is looked for under $IMAGESPACES_DATA, in a fixed order.

        They are told apart by the fields of the kind that are one of some words or numbers. A kind that needs anything
        else to be given, such as the directory, or whose files can be had nowhere, reads the user's own: it knows none.
        """
        by_files: dict[tuple[str, str], LoadedSpaceKind] = {}
        for model in map(cls._unchecked, _choices(cls)):
            with suppress(ValueError):  # not every field goes with every data set
                by_files.setdefault(model.known_by, model)
        return tuple(model for model in by_files.values() if "://" in model.described().source_page)

    @classmethod
    def _unchecked(cls, fields: Mapping[str, Any]) -> LoadedSpaceKind:
        """Give a model that tells of a data set, though sizes of pictures may be missing."""
        return cls.model_construct(kind=get_args(cls.model_fields["kind"].annotation)[0], **fields)

    @property
    def known_by(self) -> tuple[str, str]:
        """What its data set is known by: the folder, and the files that are expected there."""
        described = self.described()
        return described.folder, described.expected_files

    def described(self) -> Any:
        """Give what tells of the files."""
        own = type(self).model_fields.keys() - LoadedSpaceKind.model_fields.keys()
        return pkgutil.resolve_name(self.format)(**{name: getattr(self, name) for name in own if name != "kind"})

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The size that every picture is brought to; 1 where it is still missing."""
        given, own = (self.height, self.width, self.channels), self.described().native_shape
        rows, columns, layers = (size or known or 1 for size, known in zip(given, own, strict=True))
        return rows, columns, layers

    @property
    def split_names(self) -> tuple[str, ...]:
        """The parts that are read, or those of the partition."""
        if self.partition is not None:
            return parts_of(self.partition)
        return WHOLE, *(self.described().part_names if self.parts is None else self.parts)

    @model_validator(mode="after")
    def _of_the_data_set(self) -> LoadedSpaceKind:
        if self.on_error == "skip" and not self.verify:
            raise refusals(self, verify="found false, allowed is true where broken pictures are left out")
        described = self.described()
        known = described.part_names
        unknown = next((part for part in self.parts or () if part not in known), None)
        if unknown is not None:
            allowed = f"one of {', '.join(map(repr, known))}" if known else "none: the data set is not divided"
            raise refusals(self, parts=f"no such part: found {shown(unknown)}, allowed is {allowed}")
        for name, size in zip(("height", "width"), described.native_shape[:2], strict=True):
            if getattr(self, name) is None and size is None:
                found = "found none, allowed is a size in pixels, for pictures have sizes of their own"
                raise refusals(self, **{name: f"missing: {found}"})
        return self

    def look(self) -> tuple[str, ...] | None:
        """List the files; the classes are known only once they are read.

        Raises:
            ValueError: If files are missing.
        """
        from imagespaces.loaded.roots import find_root  # noqa: PLC0415 - decoders take long to import

        described = self.described()
        parts = described.part_names if self.parts is None else self.parts
        described.listing(find_root(described, self.root), parts)
        return None


def _choices(model: type[LoadedSpaceKind]) -> Iterator[dict[str, Any]]:
    """Give all that the fields can be that are one of some words or numbers; nothing where others are required."""
    fields = {name: field for name, field in model.model_fields.items() if name != "kind"}
    words = {
        name: sorted(get_args(field.annotation), key=partial(operator.ne, field.default))  # the default first
        for name, field in fields.items()
        if get_origin(field.annotation) is Literal and name not in LoadedSpaceKind.model_fields
    }
    if not any(field.is_required() and name not in words for name, field in fields.items()):
        yield from (dict(zip(words, each, strict=True)) for each in product(*words.values()))
