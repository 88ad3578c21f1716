"""CIFAR-10 and CIFAR-100: small photographs of things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, Unpack, get_args

from imagespaces.loaded.cifar_classes import COARSE, FINE, TEN
from imagespaces.loaded.cifar_files import read_binary, read_pickled
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace, one_of
from imagespaces.loaded.named_files import list_named
from imagespaces.loaded.records import Records
from imagespaces.loaded.stacks import Stack, put_together

__all__ = ["Cifar", "CifarFormat"]

CifarName: TypeAlias = Literal["cifar10", "cifar100"]
Level: TypeAlias = Literal["fine", "coarse"]


class _About(NamedTuple):
    """What tells the two data sets apart.

    Attributes:
        title: What it is called by those who made it.
        binary: The directory of its binary version.
        python: The directory of its version for Python.
        files: The files of each part, as in the version for Python.
        label_bytes: How many bytes of a row of its binary files say of what class it is.
    """

    title: str
    binary: str
    python: str
    files: Mapping[str, tuple[str, ...]]
    label_bytes: int


_ABOUT: Mapping[CifarName, _About] = {
    "cifar10": _About(
        title="CIFAR-10",
        binary="cifar-10-batches-bin",
        python="cifar-10-batches-py",
        files={"train": tuple(f"data_batch_{number}" for number in range(1, 6)), "test": ("test_batch",)},
        label_bytes=1,
    ),
    "cifar100": _About(
        title="CIFAR-100",
        binary="cifar-100-binary",
        python="cifar-100-python",
        files={"train": ("train",), "test": ("test",)},
        label_bytes=2,
    ),
}
_CLASSES: Mapping[tuple[CifarName, Level], tuple[str, ...]] = {
    ("cifar10", "fine"): TEN,
    ("cifar100", "fine"): FINE,
    ("cifar100", "coarse"): COARSE,
}
_KEYS: Mapping[Level, tuple[str, ...]] = {"fine": ("labels", "fine_labels"), "coarse": ("coarse_labels",)}


@dataclass(frozen=True)
class CifarFormat:
    """Photographs of 32 × 32 pixels and their classes, many to a file.

    Attributes:
        dataset: Which of the two.
        level: Whether classes are classes or, of CIFAR-100, superclasses.
    """

    dataset: CifarName = "cifar10"
    level: Level = "fine"

    part_names = ("train", "test")
    native_shape = (32, 32, 3)
    source_page = "https://www.cs.toronto.edu/~kriz/cifar.html"

    @property
    def folder(self) -> str:
        """``cifar/`` and the data set."""
        return f"cifar/{self.dataset}"

    @property
    def expected_files(self) -> str:
        """Either version's directory."""
        about = _ABOUT[self.dataset]
        return f"the folder {about.binary} or {about.python} of {about.title}, or what is in one"

    @property
    def num_classes(self) -> int:
        """How many classes the data set has."""
        return len(_CLASSES[self.dataset, self.level])

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the files of the parts, in order; the binary version is preferred."""
        about = _ABOUT[self.dataset]
        names = [name for part in parts for name in about.files[part]]
        places = [(f"{about.binary}/", ".bin"), (f"{about.python}/", ""), ("", ".bin"), ("", "")]
        return list_named(self, root, [[f"{folder}{name}{end}" for folder, end in places] for name in names])

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Read the files."""
        waiting = iter(listing.files)
        files = _ABOUT[self.dataset].files
        stacks = {part: [self._stack(next(waiting)) for _ in files[part]] for part in parts}
        return put_together(stacks, _CLASSES[self.dataset, self.level])

    def _stack(self, file: ListedFile) -> Stack:
        classes = len(_CLASSES[self.dataset, self.level])
        if not file.name.endswith(".bin"):
            return read_pickled(file, _KEYS[self.level], classes)
        before = _ABOUT[self.dataset].label_bytes
        return read_binary(file, before, 0 if self.level == "coarse" else before - 1, classes)


class Cifar(LoadedSpace):
    """CIFAR-10 and CIFAR-100: photographs of 32 × 32 pixels, of 10 or 100 classes.

    The root holds the directory of the binary version or of the version for Python as their archives unpack it, or is
    that directory. Parts are ``train`` and ``test``. Files for Python are pickles, which can run any program where they
    are unpickled; here they are not: :mod:`imagespaces.loaded.unpickling` puts together nothing but arrays, lists and
    text, and refuses all else.

    Args:
        dataset: Which of the two.
        level: ``"fine"`` for classes or, of CIFAR-100, ``"coarse"`` for its 20 superclasses.
        **options: What every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`).

    Raises:
        MissingDataError: If files are missing.
        ValueError: If an argument is not allowed, or a file is not what it should be.
    """

    def __init__(
        self, *, dataset: CifarName = "cifar10", level: Level = "fine", **options: Unpack[LoadedOptions]
    ) -> None:
        self.dataset = one_of("dataset", dataset, get_args(CifarName))
        self.level = one_of("level", level, ("fine",) if dataset == "cifar10" else get_args(Level))
        super().__init__(CifarFormat(self.dataset, self.level), **options)
