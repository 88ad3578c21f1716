"""Pictures in a directory."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.fields import Channels, Side
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["ImageFolderSpec"]


class ImageFolderSpec(LoadedSpaceKind):
    """Pictures in a directory, brought to one size; its sub-folders, where it has any, are the classes."""

    runtime: ClassVar[str] = "imagespaces:ImageFolder"
    format: ClassVar[str] = "imagespaces.loaded.folder:FolderFormat"
    kind: Literal["image_folder"] = Field(description="Pictures (png, jpeg, webp, bmp, tiff) in a directory.")
    height: Side = Field(description="Rows that every picture is brought to.")
    width: Side = Field(description="Columns that every picture is brought to.")
    channels: Channels = Field(
        3, description="1 for gray, 3 for red, green and blue.", json_schema_extra={"unit": "channels"}
    )

    @property
    def labelling(self) -> str:
        """Classes are folders."""
        return f"one sub-folder per class in {self._directory()!r}"

    def look(self) -> tuple[str, ...] | None:
        """Give the names of the sub-folders that hold pictures; None where other classes are made of them.

        Raises:
            ValueError: If there is no picture, some lie in sub-folders and some not or, where none may be left out,
                something that is named as a picture can't be one.
        """
        from imagespaces.loaded.folder import look_into  # noqa: PLC0415 - decoders take long to import

        found = look_into(self._directory(), self.on_error)
        return None if self.classes else found

    def _directory(self) -> str:
        """Give the directory that is named, or that of the user.

        Raises:
            MissingDataError: If there is neither.
        """
        from imagespaces.loaded.roots import find_root  # noqa: PLC0415 - as above

        return find_root(self.described(), None) if self.root is None else self.root
