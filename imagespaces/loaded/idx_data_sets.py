"""The data sets that come as IDX files: what their files and classes are called."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from imagespaces.names import IdxName

__all__ = ["DATA_SETS", "IdxDataSet", "spellings"]


@dataclass(frozen=True)
class IdxDataSet:
    """A data set of gray pictures of 28 × 28 pixels.

    Attributes:
        title: What it is called by those who made it.
        page: Where its files can be had.
        class_names: What its classes are called.
        stems: What the names of the files of each part begin with.
        folder: What its directory is called.
        first_label: The number of the first class in its files.
        transposed: Whether its files hold pictures column by column.
        md5: The checksums that it publishes, by file.
    """

    title: str
    page: str
    class_names: tuple[str, ...]
    stems: Mapping[str, str] = field(default_factory=lambda: {"train": "train", "test": "t10k"})
    folder: str = ""
    first_label: int = 0
    transposed: bool = False
    md5: Mapping[str, str] = field(default_factory=dict)


def spellings(stem: str, what: str, rank: int) -> tuple[str, ...]:
    """Give the names that a file may have: unpacked or packed, with a hyphen or a dot.

    >>> spellings("t10k", "labels", 1)[:2]
    ('t10k-labels-idx1-ubyte', 't10k-labels.idx1-ubyte')
    """
    plain = [f"{stem}-{what}{sign}idx{rank}-ubyte" for sign in "-."]
    return (*plain, *(f"{name}.gz" for name in plain))


_DIGITS = tuple(string.digits)
_UPPER, _LOWER = tuple(string.ascii_uppercase), tuple(string.ascii_lowercase)
# Small letters that look like their capitals are one class with them; these do not.
_UNLIKE = tuple("abdefghnqrt")


def _emnist(split: str, class_names: tuple[str, ...], first_label: int = 0) -> IdxDataSet:
    return IdxDataSet(
        title=f"EMNIST's {split} split",
        page="https://www.nist.gov/itl/products-and-services/emnist-dataset",
        class_names=class_names,
        stems={part: f"emnist-{split}-{part}" for part in ("train", "test")},
        folder="emnist",  # for all splits, as they come in one archive
        first_label=first_label,
        transposed=True,
    )


DATA_SETS: Mapping[IdxName, IdxDataSet] = {
    "mnist": IdxDataSet("MNIST", "http://yann.lecun.com/exdb/mnist/", _DIGITS),
    "fashion_mnist": IdxDataSet(
        title="Fashion-MNIST",
        page="https://github.com/zalandoresearch/fashion-mnist",
        class_names=(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
        md5={  # the table in its README
            "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
            "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
            "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
        },
    ),
    "kmnist": IdxDataSet(
        title="Kuzushiji-MNIST",
        page="http://codh.rois.ac.jp/kmnist/",
        class_names=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    ),
    "emnist_balanced": _emnist("balanced", _DIGITS + _UPPER + _UNLIKE),
    "emnist_byclass": _emnist("byclass", _DIGITS + _UPPER + _LOWER),
    "emnist_bymerge": _emnist("bymerge", _DIGITS + _UPPER + _UNLIKE),
    "emnist_digits": _emnist("digits", _DIGITS),
    "emnist_letters": _emnist("letters", _UPPER, first_label=1),
    "emnist_mnist": _emnist("mnist", _DIGITS),
}
"""All of them."""
