"""An ImageNet of three classes, in every layout in which its pictures are handed around."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from tests.imagespaces.loaded.cases import encoded, noise
from tests.imagespaces.loaded.cases import write as put

__all__ = ["IDS", "NAMES", "VAL", "jpeg", "train_names", "write", "write_kaggle", "write_val"]

IDS = ("n01440764", "n02012849", "n03126707")
NAMES = ("tench", "crane (n02012849)", "crane (n03126707)")
WORDS = ("tench, Tinca tinca", "crane", "crane")

VAL = (2, 0, 1, 1, 2)
"""The class of each picture to validate, in the order of their names."""

NUMBERS = (3, 429, 17)
"""What the classes are called in the ground truth, where numbers are not in the order of ids."""


def jpeg(number: int) -> bytes:
    """The file of a number; each has a size of its own."""
    rough = noise(4 + number % 3, 5, 3, seed=number)
    return encoded(np.kron(rough, np.ones((8, 8, 1), np.uint8)), format="JPEG", quality=90)


def train_names() -> list[str]:
    """The files to train on, in the order of classes and names."""
    return [f"train/{each}/{each}_{number}.JPEG" for each in IDS for number in (10, 2, 33)]


def val_name(number: int) -> str:
    """A file to validate, as the challenge calls it."""
    return f"ILSVRC2012_val_{number + 1:08d}.JPEG"


def write(folder: Path) -> None:
    """Write class folders, and what the classes are called."""
    put(folder, {name: jpeg(number) for number, name in enumerate(train_names())})
    write_val(folder, "folders")
    lines = [f"{each} {words}\n" for each, words in zip(IDS, WORDS, strict=True)]
    put(folder, {"LOC_synset_mapping.txt": "".join(lines).encode()})


def write_val(folder: Path, layout: str, home: str = "") -> None:
    """Write the pictures to validate: into class folders, or into one folder and a list of what they show."""
    inner = {name: f"{IDS[label]}/" if layout == "folders" else "" for name, label in zip(_names(), VAL, strict=True)}
    put(folder, {f"{home}val/{inner[name]}{name}": jpeg(100 + number) for number, name in enumerate(_names())})
    put(folder, {name: text.encode() for name, text in LISTS.get(layout, dict)().items()})


def _names() -> list[str]:
    return [val_name(number) for number in range(len(VAL))]


def _told() -> list[tuple[str, int]]:
    """Pictures and classes in an order that is not that of their names."""
    return sorted(zip(_names(), VAL, strict=True), key=lambda row: (row[1], row[0]))


LISTS = {
    "numbers": lambda: {"val.txt": "".join(f"{name} {label}\n" for name, label in _told())},
    "ids": lambda: {"val.txt": "".join(f"{name} {IDS[label]}\n" for name, label in _told())},
    "solution": lambda: {
        "LOC_val_solution.csv": "ImageId,PredictionString\n"
        + "".join(
            f"{name.removesuffix('.JPEG')},{IDS[label]} 85 1 49 27 {IDS[label]} 1 2 3 4 \n" for name, label in _told()
        )
    },
    "truth": lambda: {
        "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt": "".join(
            f"{NUMBERS[label]}\n" for label in VAL
        ),
        "ILSVRC2012_devkit_t12/data/map_clsloc.txt": "".join(
            f"{each} {number} {words.split(',')[0]}\n" for each, number, words in zip(IDS, NUMBERS, WORDS, strict=True)
        ),
    },
}


def write_kaggle(folder: Path) -> None:
    """Write all as Kaggle's archive has it."""
    home = "ILSVRC/Data/CLS-LOC/"
    put(folder, {f"{home}{name}": jpeg(number) for number, name in enumerate(train_names())})
    write_val(folder, "solution", home)
    index = {str(number): [each, name] for number, (each, name) in enumerate(zip(IDS, WORDS, strict=True))}
    put(folder, {"imagenet_class_index.json": json.dumps(index).encode()})
