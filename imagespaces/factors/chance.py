"""A random number for every combination of factor values, which depends on nothing but these values.

What is decided by it stays decided when the space grows: a new colour, or a picture added to a folder, moves no old
combination, whatever the order in which values are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from imagespaces.draws import Draws, derive_key
from imagespaces.factors.finite import Finite, Value

__all__ = ["chances"]

_AT_ONCE = 2**16
"""So many numbers are drawn together, which bounds the memory that it takes and fits the cache."""


def chances(factors: Sequence[Finite], codes: Sequence[NDArray[np.int64]], stream: int) -> NDArray[np.float64]:
    """Draw a uniform number in [0, 1) for combinations of factor values.

    A combination's address is the exclusive or of a 64-bit digest of each factor's name and value (Zobrist 1970), its
    number a Philox draw from sub-stream ``"split"`` under the key of the stream.

    Args:
        factors: At least one.
        codes: Of each factor int64 ``[M]``, the codes of the combinations.
        stream: Another stream, other numbers.

    Returns:
        float64 ``[M]``.
    """
    digests = (_digests(factor)[code] for factor, code in zip(factors, codes, strict=True))
    addresses = reduce(np.bitwise_xor, digests)
    key = derive_key("split", stream)
    parts = [addresses[start : start + _AT_ONCE] for start in range(0, len(addresses), _AT_ONCE)]
    return np.concatenate([Draws(key, part).uniform("split")[:, 0] for part in parts])


def _digests(factor: Finite) -> NDArray[np.uint64]:
    """Give a 64-bit digest of the factor's name with each of its values, ``[size]``."""
    return np.array([_digest(f"{factor.name}={_text(value)}") for value in factor.values], np.uint64)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8, person=b"value").digest(), "little")


def _text(value: Value) -> str:
    """Write a value so that equal numbers are written alike: 1 and 1.0 become the same when a factor gains 1.5."""
    return repr(value) if isinstance(value, str | bool) else float(value).hex()
