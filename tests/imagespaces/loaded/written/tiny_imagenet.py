"""A Tiny ImageNet of three classes, in the directory layout of its archive."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.imagespaces.loaded.cases import encoded, noise
from tests.imagespaces.loaded.cases import write as put

__all__ = ["ANNOTATIONS", "IDS", "NAMES", "jpeg", "train_names", "val_names", "write"]

IDS = ("n02124075", "n01443537", "n04067472")
"""As wnids.txt has them, in no order."""

NAMES = ("goldfish", "Egyptian cat", "reel")
"""What the classes are called, in the order of their ids."""

WORDS = (
    "n00001740\tentity\n"
    "n01443537\tgoldfish, Carassius auratus\n"
    "n02124075\tEgyptian cat\n"
    "n04067472\treel\n"
)  # fmt: skip

ANNOTATIONS = tuple((f"val_{number}.JPEG", IDS[number * 2 % 3]) for number in (0, 1, 2, 10, 3, 11))


def jpeg(number: int) -> bytes:
    """The file of a number: 64 × 64, some gray, as some of the real ones are."""
    rough = noise(8, 8, 1 if number % 4 == 3 else 3, seed=number)
    return encoded(np.kron(rough, np.ones((8, 8, 1), np.uint8)), format="JPEG", quality=90)


def train_names() -> list[str]:
    """The files to train on, in the order of classes and names."""
    return [f"train/{each}/images/{each}_{number}.JPEG" for each in sorted(IDS) for number in (0, 1, 10, 2)]


def val_names() -> list[str]:
    """The files to validate, in the order of their annotations."""
    return [f"val/images/{name}" for name, _ in ANNOTATIONS]


def write(folder: Path) -> None:
    """Write all files, those that are not read too."""
    pictures = [*train_names(), *val_names(), "test/images/test_0.JPEG"]
    boxes = {
        f"train/{each}/{each}_boxes.txt": "".join(f"{each}_{number}.JPEG\t0\t10\t63\t58\n" for number in (0, 1, 10, 2))
        for each in IDS
    }
    texts = {
        "wnids.txt": "".join(f"{each}\n" for each in IDS),
        "words.txt": WORDS,
        "val/val_annotations.txt": "".join(f"{name}\t{each}\t0\t32\t44\t62\n" for name, each in ANNOTATIONS),
        **boxes,
    }
    put(folder, {name: jpeg(number) for number, name in enumerate(pictures)})
    put(folder, {name: text.encode() for name, text in texts.items()})
