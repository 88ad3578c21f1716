"""Pictures in NumPy's files."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from envspecs.specs.fields import Directory, Distinct, Flag, Side
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["ArraysSpec"]


class ArraysSpec(LoadedSpaceKind):
    """Pictures and perhaps labels in NumPy's files: `images` and `labels`, in one npz file or each in an npy file.

    Pictures are unsigned bytes, or floats from 0 to 1, `[N, h, w]` in gray or `[N, h, w, 3]` in colour; labels are
    integers `[N]` from 0 on.
    """

    runtime: ClassVar[str] = "imagespaces.loaded:Arrays"
    format: ClassVar[str] = "imagespaces.loaded.arrays:ArraysFormat"
    kind: Literal["arrays"] = Field(description="Pictures and labels in NumPy's files.")
    root: Directory = Field(description="The directory; a relative path starts at the folder of this file.")
    height: Side = Field(description="Rows that every picture is brought to.")
    width: Side = Field(description="Columns that every picture is brought to.")
    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+\.npz$", max_length=200)] | None = Field(
        None, description="The npz file in the directory; where left out, each array is an npy file of its own."
    )
    divided: Flag = Field(
        default=False,
        description="Whether the arrays are x_train, y_train, x_test and y_test, and so parts train and test.",
    )
    class_names: (
        Annotated[tuple[Annotated[str, StringConstraints(max_length=200)], ...], Field(min_length=1), Distinct()] | None
    ) = Field(None, description="What the classes are called; their numbers where left out.")
