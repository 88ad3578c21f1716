"""Pictures in tables."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from envspecs.specs.fields import Distinct, Flag, Name
from envspecs.specs.loaded import LoadedSpaceKind
from envspecs.specs.refusing import refusal

__all__ = ["HuggingFaceSpec"]

_Column = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class HuggingFaceSpec(LoadedSpaceKind):
    """Pictures in the tables of a Hugging Face data set: Parquet files, or what `save_to_disk` writes.

    Nothing is fetched unless `download` is true, and never code.
    """

    runtime: ClassVar[str] = "imagespaces.loaded:HuggingFace"
    format: ClassVar[str] = "imagespaces.loaded.huggingface:HuggingFaceFormat"
    kind: Literal["huggingface"] = Field(description="Pictures in tables, as Hugging Face's data sets keep them.")
    part_names: Annotated[tuple[Name, ...], Distinct()] = Field(
        ("train", "test"), description="The parts that the data set comes in; none where all tables are one."
    )
    image_column: _Column = Field("image", description="The column with the pictures.")
    label_column: _Column | None = Field("label", description="The column with their classes; null without classes.")
    subset: Name | None = Field(
        None, description="The folder with the tables, where the directory holds several data sets."
    )
    repo: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)?$")] | None
    ) = Field(None, description="What the data set is called on the hub, as owner/name.")
    revision: _Column = Field("main", description="Which version of it is fetched; best a commit, which can't change.")
    download: Flag = Field(
        default=False, description="Whether the tables are fetched from the hub if they are not there."
    )

    @field_validator("download")
    @classmethod
    def _has_what_is_fetched(cls, download: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - the field's value
        if download and "repo" in info.data and info.data["repo"] is None:
            raise refusal("nothing to fetch: found true without repo, allowed is a repo beside it")
        return download

    def look(self) -> tuple[str, ...] | None:
        """List the files, unless they may be fetched: that happens when the space is built.

        Raises:
            ValueError: If files are missing.
        """
        return None if self.download else super().look()
