"""Pictures in tar archives, as the library webdataset writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Unpack

import numpy as np

from imagespaces.loaded.faults import Fault
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import lines_of
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.records import Records, Sources
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan
from imagespaces.loaded.synsets import MAX_CLASSES
from imagespaces.loaded.tar_samples import LabelReader, Samples

__all__ = ["WebDataset", "WebDatasetFormat"]

ARCHIVE = ".tar"
COMPRESSED = tuple(f"{ARCHIVE}{ending}" for ending in (".gz", ".bz2", ".xz", ".zst", ".lz4"))
NAMES = "classnames.txt"


@dataclass(frozen=True)
class WebDatasetFormat:
    """Tar archives in a directory.

    Args:
        shards: For each part the pattern of its archives' names, as ``train-*.tar``; not divided unless given.
        label_field: The field that says of which class a picture is, where maps in JSON tell.
        names: What the classes are called; as ``classnames.txt`` says unless given, a line each, else their numbers.
    """

    shards: Mapping[str, str] | tuple[tuple[str, str], ...] | None = None
    label_field: str = "label"
    names: Sequence[str] | None = None

    folder = "webdataset"
    native_shape = (None, None, 3)
    source_page = "wherever you keep them"

    def __post_init__(self) -> None:
        """Keep what can change as tuples, which can be keys."""
        object.__setattr__(self, "shards", tuple(dict(self.shards or ()).items()))
        object.__setattr__(self, "names", None if self.names is None else tuple(self.names))

    @property
    def part_names(self) -> tuple[str, ...]:
        """The parts that there are patterns of."""
        return tuple(dict(self.shards or ()))

    @property
    def expected_files(self) -> str:
        """Archives."""
        patterns = dict(self.shards or ()).values() or [f"*{ARCHIVE}"]
        return f"archives {', '.join(patterns)}, in which each picture stands beside its class (cls or json)"

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the archives of some parts, and the file of names.

        Raises:
            MissingDataError: If a part has none.
            ValueError: If one is compressed, or of two parts.
        """
        scan = Scan(root)
        scan.pictures("", (ARCHIVE, *COMPRESSED))
        if self.names is None:
            scan.text(NAMES, NAMES)
        found = scan.listing()
        plain = {file.name: file for file in found.files if file.name.lower().endswith(ARCHIVE)}
        for file in found.files:
            if file.name not in plain and file.name.rpartition(".")[0] not in plain:
                allowed = f"archives {ARCHIVE!r} alone, for what is compressed can't be read from the middle"
                raise ValueError(f"root must hold {allowed}, got {file.name!r} in {root!r}")
        chosen = [file for part in parts or ("",) for file in self._of_part(part, list(plain.values()), root)]
        if len(set(chosen)) < len(chosen):
            twice = next(file.name for file in chosen if chosen.count(file) > 1)
            raise ValueError(f"shards must give each archive to one part, got two for {twice!r} in {root!r}")
        return Listing((*chosen, *(file for _, file in found.texts)), found.faults, found.ignored)

    def _of_part(self, part: str, files: Sequence[ListedFile], root: str) -> list[ListedFile]:
        pattern = dict(self.shards or ()).get(part, "*")
        chosen = [file for file in files if fnmatchcase(file.name, pattern)]
        if not chosen:
            raise missing(self, f"no archive {pattern if part else ARCHIVE!r} in {root!r}")
        return chosen

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:
        """Go through the headers of all archives.

        Raises:
            ValueError: If there is no picture, or a file of names is none.
        """
        names = self._names(listing)
        reader = LabelReader(self.label_field, {name: number for number, name in enumerate(names or ())})
        shards = [file for file in listing.files if file.name != NAMES]
        samples, ends = Samples(), [0]
        for part in parts or ("",):
            for shard in self._of_part(part, shards, root):
                samples.add(shard, reader)
            ends.append(len(samples))
        return _records(samples, dict(zip(parts, pairwise(ends), strict=False)), names, listing.faults)

    def _names(self, listing: Listing) -> Sequence[str] | None:
        file = next((file for file in listing.files if file.name == NAMES), None)
        names = self.names if file is None else [line.text for line in lines_of(file)]
        if names is not None and not 0 < len(set(names)) == len(names) <= MAX_CLASSES:
            found = f"{len(names)}, {len(set(names))} of them different"
            given = "names" if file is None else repr(NAMES)
            raise ValueError(f"{given} must be different, 1 to {MAX_CLASSES}, got {found}")
        return names


def _records(
    samples: Samples, parts: Mapping[str, tuple[int, int]], names: Sequence[str] | None, faults: Sequence[Fault]
) -> Records:
    """Put samples together; those without a class are faults where others have one.

    Args:
        samples: All that were found.
        parts: The first sample of each part, and the one after its last.
        names: What the classes are called, or None.
        faults: What is known already not to be readable.
    """
    labels = np.array(samples.labels, np.int64)
    labelled = names is not None or bool((labels >= 0).any())
    kept = np.flatnonzero(labels >= 0) if labelled else np.arange(len(labels))
    nameless = [] if not labelled else np.flatnonzero(labels < 0).tolist()
    unclassed = [Fault(samples.picture(number).name, "has no class, and others have one") for number in nameless]
    if labelled and names is None:
        names = [str(number) for number in range(int(labels.max()) + 1)]
    return Records(
        Sources(len(kept), lambda at: samples.picture(int(kept[at]))),
        parts={part: int(((kept >= first) & (kept < end)).sum()) for part, (first, end) in parts.items()},
        labels=labels[kept] if labelled else None,
        class_names=None if names is None else tuple(names),
        faults=(*faults, *samples.faults, *unclassed),
    )


class WebDataset(LoadedSpace):
    """Pictures in tar archives that lie in a directory; none is unpacked.

    Members that stand together and share a name up to its first dot are a sample: a picture (jpg, jpeg, png, webp) and
    its class, as ``cls``, a number or name as text, or as ``json``, a map with a field for it. Other members are passed
    over. Where no sample has a class there are none.

    Archives come in the order of their names, samples in the order in which they stand. Compressed archives are
    refused, since nothing can be read from their middle; links and special files in archives are refused.

    Args:
        shards: For each part the pattern of its archives' names, such as ``{"train": "train-*.tar"}``; all archives are
            one data set without parts unless given.
        label_field: The field of maps in ``json`` that says the class.
        names: What the classes are called; as a file ``classnames.txt`` says, a line each, unless given, else their
            numbers.
        options: What every space of a data set takes. Pictures have sizes of their own: ``height`` and ``width`` must
            be given.
    """

    def __init__(
        self,
        *,
        shards: Mapping[str, str] | None = None,
        label_field: str = "label",
        names: Sequence[str] | None = None,
        **options: Unpack[LoadedOptions],
    ) -> None:
        self.shards = None if shards is None else dict(shards)
        self.label_field = label_field
        self.names = None if names is None else tuple(names)
        super().__init__(WebDatasetFormat(self.shards, label_field, self.names), **options)
