"""Pictures in tar archives."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from envspecs.specs.fields import Distinct, Name, NamedMap
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["WebDatasetSpec"]

Pattern = Annotated[str, StringConstraints(pattern=r"^[^/]+\.tar$", max_length=200)]
"""What names of archives are like, with * and ?."""

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""What a class or a field is called."""


class WebDatasetSpec(LoadedSpaceKind):
    """Pictures in tar archives, each beside its class, as the library webdataset writes them."""

    runtime: ClassVar[str] = "imagespaces.loaded:WebDataset"
    format: ClassVar[str] = "imagespaces.loaded.webdataset:WebDatasetFormat"
    kind: Literal["webdataset"] = Field(description="Tar archives of pictures and their classes in a directory.")
    shards: Annotated[dict[Name, Pattern], NamedMap(), Field(min_length=1)] | None = Field(
        None,
        description="The parts, each with the pattern of its archives' names, such as train-*.tar; "
        "all archives are one part where left out.",
    )
    label_field: Word = Field("label", description="The field that says the class, where a map in JSON does.")
    names: Annotated[tuple[Word, ...], Distinct(), Field(min_length=1, max_length=32768)] | None = Field(
        None, description="What the classes are called; as classnames.txt says, else their numbers, where left out."
    )
