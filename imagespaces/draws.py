"""Random numbers by address: any draw of any episode or instance, computed alone, in any order.

A generator that is a *stream* gives its numbers in one order only, so that what an environment draws depends on all
that was drawn before. Here every number has an *address* instead, and is a pure function of it. The generator is
Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011), a bijection of a
128-bit counter under a 64-bit key, evaluated over arrays.

The address of a word, version 1:

=============  ==========================================================================================
key            64 bits; :func:`derive_key` of a seed (episodes) or of a space's ``stream`` (instances)
counter 0      the block: word ``w`` of a sub-stream is word ``w mod 4`` of block ``w div 4``
counter 1      the sub-stream: :func:`substream` of its name
counter 2, 3   the address proper (an episode's number, an instance's index), low word first
=============  ==========================================================================================

Because a factor's or a transform's draws have a sub-stream of their own, adding one leaves all others as they were.

Axes: ``B`` addresses drawn together, ``L`` blocks. Rows never depend on each other: row ``b`` of a batch equals, bit
for bit, the same address drawn alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["DERIVATION_VERSION", "Draws", "Plan", "derive_key", "philox", "substream"]

DERIVATION_VERSION = 1
"""Part of every key; raised when the meaning of an address changes, which changes all draws."""

_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_MASK = 0xFFFFFFFF
_FEW_BLOCKS = 12
"""Up to this many blocks plain integers are quicker than arrays (about 3 µs a block against 30 µs a call)."""

_SHIFT32 = np.uint64(32)
_MASK64 = np.uint64(_MASK)
_ONE = np.uint64(1)
_LARGEST_BOUND = np.uint64(2**63 - 1)
_MULTIPLIER_COLUMN = np.array(_MULTIPLIERS, np.uint64)[:, None]
_SCHEDULE = (np.arange(_ROUNDS, dtype=np.uint64)[:, None] * np.array(_WEYL, np.uint64))[:, :, None]  # [rounds, 2, 1]


def derive_key(purpose: str, seed: int) -> int:
    """Give the 64-bit key of a seed.

    Args:
        purpose: What the key addresses, ``"episode"`` or ``"instance"``: the same seed gives unrelated keys.
        seed: Any integer. 0 is a seed like any other.

    Returns:
        BLAKE2b, 8 bytes, of the seed in decimal digits, personalised by purpose and derivation version.

    >>> hex(derive_key("episode", 0))
    '0x6b6d3d41f0140922'
    """
    person = f"{purpose}/{DERIVATION_VERSION}".encode()
    return int.from_bytes(blake2b(str(int(seed)).encode(), digest_size=8, person=person).digest(), "little")


@lru_cache(maxsize=4096)
def substream(name: str) -> int:
    """Give the 32-bit tag of a named sub-stream: BLAKE2b, 4 bytes, of the name.

    >>> substream("index") != substream("start")
    True
    """
    return int.from_bytes(blake2b(name.encode(), digest_size=4, person=b"substream").digest(), "little")


def philox(counter: NDArray[np.uint64], key: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Evaluate Philox4x32-10.

    Args:
        counter: uint64 ``[4, L]``, each value below 2³².
        key: uint64 ``[2, L]`` or ``[2, 1]``, each value below 2³².

    Returns:
        uint32 ``[L, 4]``: one block of four random words for every counter.

    >>> [f"{word:08x}" for word in philox(np.zeros((4, 1), np.uint64), np.zeros((2, 1), np.uint64))[0]]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    schedule = (_SCHEDULE + key) & _MASK64  # [rounds, 2, L]
    even, odd = counter[0::2], counter[1::2]
    for round_key in schedule:
        product = even * _MULTIPLIER_COLUMN
        even = (product >> _SHIFT32)[::-1] ^ odd ^ round_key
        odd = (product & _MASK64)[::-1]
    return np.stack((even[0], odd[0], even[1], odd[1]), axis=-1).astype(np.uint32)


def _philox_plain(counter: tuple[int, int, int, int], key: int) -> tuple[int, int, int, int]:
    """Evaluate one block of Philox4x32-10 in plain integers, for which an array is not worth its price."""
    a, b, c, d = counter
    k0, k1 = key & _MASK, key >> 32
    for _ in range(_ROUNDS):
        p, q = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (q >> 32) ^ b ^ k0, q & _MASK, (p >> 32) ^ d ^ k1, p & _MASK
        k0, k1 = (k0 + 0x9E3779B9) & _MASK, (k1 + 0xBB67AE85) & _MASK
    return a, b, c, d


class Plan:
    """The sub-streams that are always drawn together, so that one evaluation serves them all.

    Args:
        words: For each sub-stream the number of 32-bit words to draw. A uniform or an integer takes two words.

    Raises:
        ValueError: If two names share a tag (one chance in 4 × 10⁹), since their draws would be the same.

    >>> Plan({"index": 2, "start": 4}).blocks
    2
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        self.words = dict(words)
        tags = {substream(name): name for name in words}
        if len(tags) != len(words):
            clashing = sorted(set(words) - set(tags.values()))
            raise ValueError(f"sub-streams must have different tags, but {clashing} share those of others: rename them")
        sizes = {name: -(-count // 4) for name, count in words.items()}
        self.blocks = sum(sizes.values())
        self.pairs = [(block, substream(name)) for name, size in sizes.items() for block in range(size)]
        starts = accumulate(sizes.values(), initial=0)
        self.columns = {
            name: slice(4 * start, 4 * start + count)
            for (name, count), start in zip(words.items(), starts, strict=False)
        }


class Draws:
    """The random numbers of ``B`` addresses, by name of sub-stream.

    Asking twice for the same name gives the same numbers: a draw is a function, not an event.

    Args:
        keys: 64-bit keys, one or ``[B]``.
        addresses: Episode numbers or instance indices, one or ``[B]``, 0 to 2⁶⁴ − 1.
        plan: Sub-streams to be drawn at once, as a saving. Names outside it are drawn when asked for.

    >>> draws = Draws(derive_key("episode", 0), [0, 1, 2])
    >>> draws.uniform("start", 2).shape
    (3, 2)
    >>> alone = Draws(derive_key("episode", 0), [1])
    >>> bool((alone.uniform("start", 2) == draws.uniform("start", 2)[1]).all())
    True
    """

    def __init__(self, keys: ArrayLike, addresses: ArrayLike, plan: Plan | None = None) -> None:
        addresses = np.atleast_1d(np.asarray(addresses, dtype=np.uint64))
        keys = np.atleast_1d(np.asarray(keys, dtype=np.uint64))
        self._keys = np.broadcast_to(keys, addresses.shape) if keys.size == 1 else keys
        self._addresses = np.broadcast_to(addresses, keys.shape) if addresses.size == 1 else addresses
        self._columns: Mapping[str, slice] = plan.columns if plan else {}
        self._ahead = self._blocks(plan.pairs) if plan and plan.pairs else None

    def __len__(self) -> int:
        """Give the number of addresses, ``B``."""
        return len(self._addresses)

    def take(self, rows: NDArray[Any] | slice) -> Draws:
        """Give the draws of some of the addresses.

        Args:
            rows: Integer indices, a boolean mask ``[B]`` or a slice.
        """
        return Draws(self._keys[rows], self._addresses[rows])

    def words(self, name: str, count: int, first: int = 0) -> NDArray[np.uint32]:
        """Give random 32-bit words.

        Args:
            name: The sub-stream.
            count: How many words.
            first: Where in the sub-stream to begin; a multiple of 4.

        Returns:
            uint32 ``[B, count]``.
        """
        columns = self._columns.get(name)
        if self._ahead is not None and columns is not None and not first and count <= columns.stop - columns.start:
            return self._ahead[:, columns.start : columns.start + count]
        tag = substream(name)
        begin, end = first // 4, -(-(first + count) // 4)
        if end - begin <= _FEW_BLOCKS:
            return self._blocks([(block, tag) for block in range(begin, end)])[:, :count]
        pairs = np.full((end - begin, 2), tag, np.uint64)  # a list of thousands would take longer than they do
        pairs[:, 0] = np.arange(begin, end)
        return self._blocks(pairs)[:, :count]

    def uniform(self, name: str, count: int = 1) -> NDArray[np.float64]:
        """Draw uniformly from [0, 1), in steps of 2⁻⁵³.

        Returns:
            float64 ``[B, count]``. Number ``i`` takes words ``2 i`` (low) and ``2 i + 1`` (high).
        """
        return np.asarray((_pairs(self.words(name, 2 * count)) >> np.uint64(11)) * 2.0**-53)

    def integers(self, name: str, high: ArrayLike) -> NDArray[np.int64]:
        """Draw one integer per address uniformly from 0 to ``high`` − 1, exactly.

        The method is Lemire's (2019): multiply, and redraw the few words that would favour some results.

        Args:
            name: The sub-stream. Try ``t`` takes words ``4 t`` and ``4 t + 1``.
            high: One bound, or one per address ``[B]``; 1 to 2⁶³ − 1.

        Returns:
            int64 ``[B]``.

        Raises:
            ValueError: If a bound is no integer, or not from 1 to 2⁶³ − 1.
        """
        bounds = _checked_bounds(high)
        if len(self) == 1:
            return np.array([self._one_integer(name, bounds.item())])
        bounds = np.broadcast_to(bounds, self._addresses.shape)
        result, excess = _multiply_high(_pairs(self.words(name, 2))[:, 0], bounds)
        excluded = (np.uint64(0) - bounds) % bounds  # 2⁶⁴ mod bound: so many words would favour the low results
        rejected = np.flatnonzero(excess < excluded)
        attempt = 0
        while rejected.size:
            attempt += 1
            again = self.take(rejected).words(name, 2, first=4 * attempt)
            result[rejected], excess = _multiply_high(_pairs(again)[:, 0], bounds[rejected])
            rejected = rejected[excess < excluded[rejected]]
        return result.astype(np.int64)

    def normal(self, name: str, count: int = 1) -> NDArray[np.float64]:
        """Draw from the standard normal distribution (Box & Muller 1958).

        Returns:
            float64 ``[B, count]``; equal over platforms to 1e-6, since the logarithm and the cosine are the platform's.
        """
        half = -(-count // 2)
        uniform = self.uniform(name, 2 * half)
        radius = np.sqrt(-2.0 * np.log1p(-uniform[:, :half]))
        angle = 2.0 * np.pi * uniform[:, half:]
        return np.concatenate((radius * np.cos(angle), radius * np.sin(angle)), axis=1)[:, :count]

    def choice(self, name: str, weights: ArrayLike) -> NDArray[np.int64]:
        """Draw one of ``K`` alternatives per address.

        Args:
            name: The sub-stream.
            weights: ``[K]``, not negative, with a positive sum.

        Returns:
            int64 ``[B]``, 0 to K − 1. An alternative of weight 0 is never drawn.

        Raises:
            ValueError: If a weight is negative or not finite, or none is positive.
        """
        share = np.asarray(weights, dtype=np.float64)
        if not (np.isfinite(share).all() and (share >= 0).all() and (share > 0).any()):
            raise ValueError(f"weights must be finite and not negative, with one above 0, got {share.tolist()}")
        edges = np.cumsum(share / share.max())  # so that no sum is too large, and none too small
        edges /= edges[-1]  # the last is 1 exactly, above all that is drawn
        return np.asarray(np.searchsorted(edges, self.uniform(name)[:, 0], side="right"), np.int64)

    def _one_integer(self, name: str, bound: int) -> int:
        """Do in plain integers, for one address, what :meth:`integers` does over arrays."""
        attempt = 0
        while True:
            low, high = self.words(name, 2, first=4 * attempt)[0].tolist()
            product = (high << 32 | low) * bound
            if product & 0xFFFFFFFFFFFFFFFF >= 2**64 % bound:
                return int(product >> 64)
            attempt += 1

    def _blocks(self, pairs: list[tuple[int, int]] | NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Evaluate the blocks (block number, tag) of every address: uint32 ``[B, 4 · len(pairs)]``."""
        lanes = len(self._addresses)
        if lanes * len(pairs) <= _FEW_BLOCKS:
            return self._few_blocks(pairs)
        counter = np.empty((4, lanes, len(pairs)), np.uint64)
        counter[:2] = np.array(pairs, np.uint64).T[:, None, :]
        counter[2] = (self._addresses & _MASK64)[:, None]
        counter[3] = (self._addresses >> _SHIFT32)[:, None]
        shared = lanes == 1 or self._keys.strides == (0,)  # one key for all takes half the time
        keys = self._keys[:1] if shared else np.repeat(self._keys, len(pairs))
        return philox(counter.reshape(4, -1), np.stack((keys & _MASK64, keys >> _SHIFT32))).reshape(lanes, -1)

    def _few_blocks(self, pairs: list[tuple[int, int]] | NDArray[np.uint64]) -> NDArray[np.uint32]:
        rows = [
            [word for block, tag in pairs for word in _philox_plain((block, tag, address & _MASK, address >> 32), key)]
            for key, address in zip(self._keys.tolist(), self._addresses.tolist(), strict=True)
        ]
        return np.array(rows, np.uint32).reshape(len(rows), 4 * len(pairs))


def _checked_bounds(high: ArrayLike) -> NDArray[np.uint64]:
    bounds = np.asarray(high)
    if bounds.dtype.kind in "iu":
        unsigned = bounds.astype(np.uint64)
        if not (unsigned - _ONE >= _LARGEST_BOUND).any():  # 0 - 1, and all that was negative, is large
            return unsigned
    raise ValueError(f"an integer is drawn from 0 to high - 1, with high from 1 to 2**63 - 1, got {bounds.tolist()}")


def _pairs(words: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Join words two by two, the low one first: uint32 ``[B, 2 n]`` to uint64 ``[B, n]``."""
    return words[:, 0::2].astype(np.uint64) | words[:, 1::2].astype(np.uint64) << _SHIFT32


def _multiply_high(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Multiply 64 by 64 bits; give the high and the low 64 bits of the product."""
    a_low, a_high = a & _MASK64, a >> _SHIFT32
    b_low, b_high = b & _MASK64, b >> _SHIFT32
    cross, other = a_high * b_low, a_low * b_high
    middle = (a_low * b_low >> _SHIFT32) + (cross & _MASK64) + (other & _MASK64)
    return a_high * b_high + (cross >> _SHIFT32) + (other >> _SHIFT32) + (middle >> _SHIFT32), a * b
