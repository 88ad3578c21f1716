"""What all spaces share whose images are read from the files of a data set.

A format says which files there are and what they hold (:class:`~imagespaces.loaded.formats.DataFormat`). Where the data
set lies, which parts of it are read, to what size pictures are brought, what becomes of broken ones, which classes are
chosen, and how all is divided, decoded, kept and shared is told here, once for all.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Literal, TypedDict, get_args

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.arguments import MisfitError, check_size
from imagespaces.factors import Finite, Partitioner
from imagespaces.loaded.content import Content, OnError
from imagespaces.loaded.fitting import Resize
from imagespaces.loaded.formats import DataFormat
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.obtaining import obtain
from imagespaces.loaded.parts import PICTURE, Parts
from imagespaces.loaded.pictures import Form
from imagespaces.loaded.reading import read_aside
from imagespaces.loaded.relabelling import Classed, Relabelling, relabel
from imagespaces.loaded.roots import find_root
from imagespaces.loaded.sharing import Shared
from imagespaces.loaded.wanted import Wanted
from imagespaces.pixels import convert
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["LoadedOptions", "LoadedSpace", "one_of"]

_NEVER = object()  # equal to no argument
_shared: Shared[Content] = Shared()


class LoadedOptions(TypedDict, total=False):
    """The arguments that every space of a data set takes; see :class:`LoadedSpace`."""

    root: str | os.PathLike[str] | None
    parts: Sequence[str] | None
    height: int | None
    width: int | None
    channels: Literal[1, 3] | None
    resize: Resize
    on_error: OnError
    verify: bool
    classes: Sequence[Relabelling]
    partition: Partitioner | None
    transforms: Sequence[Transform]
    dtype: DTypeLike
    stream: int
    seed: int | np.random.Generator | None


class LoadedSpace(ImageSpace):
    """Pictures of a data set, all brought to one size; index = place of the picture, the parts one after another.

    Up to ``bank_limit`` bytes the decoded pictures are kept, once per process and as long as no file changes.

    A subclass keeps what its format is made of as attributes, and gives the format.

    Args:
        format: What the files are like.
        root: The directory. Unless given it is ``$IMAGESPACES_DATA/<folder>``.
        parts: Which parts of the data set are read, in this order; all unless given. Each is a split.
        height: Rows; unless given those that the pictures have, where all have the same.
        width: Columns, likewise.
        channels: 1 for gray, 3 for red, green and blue, likewise.
        resize: ``"crop"`` cuts out the centre of a picture of other proportions, ``"squash"`` squeezes it.
        on_error: ``"raise"`` makes pictures that can't be read an error that names them; ``"skip"`` leaves them out,
            and counts them in a warning of the log.
        verify: Whether pictures that are more than are kept are all decoded once, before they are used for the first
            time, so that broken ones are known; otherwise each is told when it is shown.
        classes: What is made of the data set's classes, one after another, such as that some are left out.
        partition: How all pictures that are read are divided among named splits, instead of the parts.
        transforms: What is done to the images.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of what is random about the transforms.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        MissingDataError: If the files are not there.
        ValueError: If an argument is not allowed, or the files are not what they should be; as
            :class:`~imagespaces.loaded.faults.PictureError` if a picture can't be read.
        TypeError: If the root is no path.
    """

    _source_dtype = "uint8"
    may_repeat = True
    bank_limit: ClassVar[int] = 4 << 30
    inert = ImageSpace.inert | {"root", "on_error", "verify"}

    def __init__(
        self,
        format: DataFormat,  # noqa: A002 - the field's word for it
        *,
        root: str | os.PathLike[str] | None = None,
        parts: Sequence[str] | None = None,
        height: int | None = None,
        width: int | None = None,
        channels: Literal[1, 3] | None = None,
        resize: Resize = "crop",
        on_error: OnError = "raise",
        verify: bool = True,
        classes: Sequence[Relabelling] = (),
        partition: Partitioner | None = None,
        transforms: Sequence[Transform] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self._format = format
        self.parts = _chosen(parts, format.part_names)
        self.resize = one_of("resize", resize, get_args(Resize))
        self.on_error = one_of("on_error", on_error, get_args(OnError))
        self.verify = bool(verify)
        if self.on_error == "skip" and not verify:
            raise ValueError(f"verify must be True where broken pictures are skipped, got {verify!r}")
        self.classes = tuple(classes)
        form = self._form(height, width, channels)
        ImageSpace(*form.shape, dtype=dtype, stream=stream)  # what is wrong with these is told before files are read
        self.root = find_root(format, root)
        listing = format.listing(self.root, self.parts)
        self._state, self._copy_state = listing.digest, (len(listing.files), listing.copy_digest)
        self._content = self._collected(listing, form)
        classed = self._classed()
        chosen = None if classed is None else np.flatnonzero(classed.labels >= 0)
        self._numbers = chosen if self.classes else None  # of the pictures that are left, where some are not
        count = self._content.count if self._numbers is None else len(self._numbers)
        super().__init__(
            *form.shape,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=(Finite(PICTURE, range(count)),),
            partition=partition or self._native_partition(),
            transforms=transforms,
        )
        self.partition = partition
        self.class_names = None if classed is None else classed.names
        self._classes = np.zeros(0, np.int64) if classed is None else classed.labels[classed.labels >= 0]

    def _form(self, height: int | None, width: int | None, channels: int | None) -> Form:
        sizes = zip((height, width, channels), self._format.native_shape, strict=True)
        rows, columns, layers = (own if size is None else size for size, own in sizes)
        if rows is None or columns is None:
            found = f"height {height} and width {width}"
            raise ValueError(f"height and width must be given where pictures have sizes of their own, got {found}")
        one_of("channels", layers, (1, 3))
        return Form(check_size("height", rows), check_size("width", columns), int(layers or 0), self.resize)

    def _collected(self, listing: Listing, form: Form) -> Content:
        wanted = Wanted(self._format, self.root, self.parts, form, self.on_error, self.verify, self.bank_limit)
        return _shared.get((wanted, self._state), partial(obtain, wanted, listing, self._state))

    def _classed(self) -> Classed | None:
        """Give the class of every picture as it is asked for, −1 for those that are left out; None without classes."""
        content = self._content
        if content.labels is None or content.class_names is None:
            if self.classes:
                found = f"{self.classes} and none"
                raise MisfitError(f"classes can be chosen where there are any, got {found}", ("classes",))
            return None
        return relabel(Classed(content.labels, content.class_names, content.names), self.classes)

    def _native_partition(self) -> Parts | None:
        content = self._content
        if not content.parts:
            return None
        ends = np.cumsum([0, *content.parts.values()])
        bounds = ends if self._numbers is None else np.searchsorted(self._numbers, ends)
        return Parts(dict(zip(content.parts, np.diff(bounds).tolist(), strict=True)), content.where)

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        return self._classes[codes[PICTURE]]

    def _places(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        """Give the numbers of pictures among all that were read."""
        numbers = values[PICTURE]
        return np.asarray(numbers if self._numbers is None else self._numbers[numbers])

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        return self._content.images(self._places(values))

    def maker(self) -> Callable[[int], NDArray[Any]] | None:
        """Give what makes the image of an index ahead of need; None where the pictures are kept."""
        return None if self._content.pixels is not None else self._made_aside

    def _made_aside(self, index: int) -> NDArray[Any]:
        indices = np.array([index])
        values = self._values(self.domain.codes(indices % self.num_states), indices)
        (number,) = self._places(values).tolist()
        picture = read_aside(self._content.form, self._content.sources[number]).pixels
        image = convert(self._pipeline.render(picture[None], values, self._coverage), self.stored_dtype)[0]
        return np.asarray(image)

    def stored_pixels(self) -> NDArray[np.uint8] | None:
        """Give all pictures that were read, uint8 ``[N, H, W, C]``, read-only; None where they are not kept."""
        return None if self.transforms else self._content.pixels

    def stored_rows(self) -> NDArray[np.int64] | None:
        """Give the rows of :meth:`stored_pixels` by state, ``[size]``; None where they are the states."""
        return self._numbers

    def bank_key(self) -> tuple[object, ...]:
        """Tell this space from one of the same directory after a file has changed."""
        return *super().bank_key(), self._state

    def parameters(self) -> dict[str, Any]:
        """Give what the space was made of: its constructor's arguments, less the seed."""
        own = inspect.signature(type(self)).parameters.values()
        named = [parameter.name for parameter in own if parameter.kind is inspect.Parameter.KEYWORD_ONLY]
        names = dict.fromkeys([*named, *LoadedOptions.__annotations__])
        return {name: getattr(self, name) for name in names if name != "seed"} | {"dtype": self.dtype.name}

    def __repr__(self) -> str:
        """Give an expression that makes an equal space; what few spaces say is said where it is not the usual."""
        usual = {"parts": self._format.part_names, "classes": (), "partition": None, "transforms": (), "verify": True}
        said = {name: value for name, value in self.parameters().items() if value != usual.get(name, _NEVER)}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in said.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy as the recipe, with a digest of what the directory held."""
        return *super().__reduce__(), self._copy_state

    def __setstate__(self, state: Any) -> None:
        """Compare what the directory holds with what it held where the space was pickled.

        Raises:
            ValueError: If the names or sizes of files have changed.
        """
        if self._copy_state != state:
            found = f"{self._copy_state[0]} files of other names or sizes"
            raise ValueError(f"root {self.root!r} must hold what it held when the space was pickled, got {found}")


def one_of(name: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    """Give a value that must be one of some.

    Raises:
        ValueError: If it is another.
    """
    if isinstance(value, bool) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}")
    return value


def _chosen(parts: Sequence[str] | None, names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the parts that are to be read, in the order asked for."""
    if parts is None or (not names and tuple(parts) == ()):
        return names
    if isinstance(parts, str) or not parts or len(set(parts)) != len(parts) or not set(parts) <= set(names):
        allowed = f"different ones of {', '.join(map(repr, names))}" if names else "None: the data set is not divided"
        raise ValueError(f"parts must be {allowed}, got {parts!r}")
    return tuple(parts)
