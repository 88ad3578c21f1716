"""Which classes there are, and of which each row is: as the file says, or as the values of its column tell.

Hugging Face's data sets say in the metadata of their files what classes are called (the feature ``ClassLabel``); labels
are then their numbers. Other columns of integers, truth values or text make a class of each value, in order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.huggingface.tables import need_pyarrow
from imagespaces.loaded.synsets import MAX_CLASSES

__all__ = ["check_kind", "class_names", "classes_of_values", "values_of"]

_KEY = b"huggingface"


def class_names(metadata: Mapping[bytes, bytes] | None, column: str) -> tuple[str, ...] | None:
    """Give what the classes of a column are called, as the metadata of a file says; None where it does not.

    Raises:
        PictureError: If the metadata are not what they should be.

    >>> said = {"info": {"features": {"label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}}
    >>> class_names({b"huggingface": json.dumps(said).encode()}, "label")
    ('cat', 'dog')
    """
    said = (metadata or {}).get(_KEY)
    if said is None:
        return None
    try:
        feature = json.loads(said)["info"]["features"].get(column)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PictureError(f"must tell of its features in JSON, got {said[:80]!r}") from error
    if not isinstance(feature, dict) or feature.get("_type") != "ClassLabel" or feature.get("names") is None:
        return None
    names = feature["names"]
    if not isinstance(names, list) or not 0 < len(names) <= MAX_CLASSES or not all(isinstance(n, str) for n in names):
        raise PictureError(f"must name 1 to {MAX_CLASSES} classes of {column!r} in a list, got {str(names)[:80]}")
    return tuple(names)


def check_kind(kind: Any, name: str) -> None:
    """Look at the type of a column of labels, before it is read.

    Args:
        kind: :class:`pyarrow.DataType`.
        name: What the column is called.

    Raises:
        PictureError: If its values are neither integers, truth values nor text.
    """
    types = need_pyarrow().types
    inner = kind.value_type if types.is_dictionary(kind) else kind
    if not any(test(inner) for test in (types.is_integer, types.is_boolean, types.is_string, types.is_large_string)):
        raise PictureError(f"must have integers, truth values or text in {name!r}, got {str(kind)[:200]}")


def values_of(column: Any, name: str) -> NDArray[Any]:
    """Give the values of a column of labels, int64 or objects, ``[N]``.

    Args:
        column: :class:`pyarrow.ChunkedArray`, of a type that :func:`check_kind` lets pass.
        name: What it is called.

    Raises:
        PictureError: If some are missing.
    """
    if column.null_count:
        raise PictureError(f"must have a label in each row of {name!r}, got {column.null_count} rows without")
    return np.concatenate([_values(chunk) for chunk in column.chunks] or [np.zeros(0, np.int64)])


def _values(chunk: Any) -> NDArray[Any]:
    """Give the values of a :class:`pyarrow.Array`; those of a dictionary are there once, however often they occur."""
    pa = need_pyarrow()
    if pa.types.is_dictionary(chunk.type):
        if chunk.dictionary.null_count:
            raise PictureError(f"must have labels in a dictionary, got {chunk.dictionary.null_count} entries without")
        return np.asarray(_values(chunk.dictionary)[chunk.indices.cast(pa.int64()).to_numpy()])
    if pa.types.is_integer(chunk.type):
        return np.asarray(chunk.cast(pa.int64()).to_numpy())
    if pa.types.is_boolean(chunk.type):
        return np.asarray(chunk.to_numpy(zero_copy_only=False), np.int64)
    return np.array(chunk.to_pylist(), object)


def classes_of_values(columns: Sequence[NDArray[Any]]) -> tuple[tuple[str, ...], list[NDArray[np.int64]]]:
    """Make a class of each value of some columns, in order.

    Returns:
        What the classes are called, and the labels of each column, int64 ``[N]``.

    Raises:
        PictureError: If there are too many, or some are text and others not.

    >>> names, labels = classes_of_values([np.array([5, 1]), np.array([5, 7, 1])])
    >>> names, labels[1].tolist()
    (('1', '5', '7'), [1, 2, 0])
    """
    try:
        values, codes = np.unique(np.concatenate(columns), return_inverse=True)
    except TypeError as error:
        kinds = sorted({type(value).__name__ for column in columns for value in column.tolist()})
        raise PictureError(f"must have labels that are all integers or all text, got {' and '.join(kinds)}") from error
    if len(values) > MAX_CLASSES:
        raise PictureError(f"may have up to {MAX_CLASSES} classes, got {len(values)} different labels")
    ends = np.cumsum([0, *map(len, columns)]).tolist()
    return tuple(map(str, values.tolist())), [codes[first:end].astype(np.int64) for first, end in pairwise(ends)]
