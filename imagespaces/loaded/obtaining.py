"""The good pictures of a data set: from the cache on disk where they are there, else from the files and into the cache.

An entry of pictures that fit a limit holds them decoded; of others it tells which are good, so that they need not all
be decoded before each use. Little is not put on disk: less than :data:`SMALL_BYTES` is decoded again in well under a
second; nor is what no file tells the state of.
"""

from __future__ import annotations

import logging

from imagespaces.cache import DamagedEntryError, Key, building, find
from imagespaces.loaded.content import Allocate, Content, collect, in_memory, judge, unread
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.records import Records
from imagespaces.loaded.stored import check_good, restore, store
from imagespaces.loaded.wanted import Wanted

__all__ = ["SMALL_BYTES", "obtain"]

SMALL_BYTES = 1 << 20
"""Decoded pictures that take fewer bytes are not put on disk."""

_log = logging.getLogger(__name__)


def obtain(wanted: Wanted, listing: Listing, state: str) -> Content:
    """Give the good pictures of a data set.

    Args:
        wanted: What is asked for.
        listing: The files.
        state: A digest of these.

    Raises:
        ValueError: If the files are not what they should be, as :class:`~imagespaces.loaded.faults.PictureError` if a
            picture can't be read.
    """
    key = wanted.key(state)
    found = _found(key, wanted, listing, None) if listing.files else None
    if found is not None:
        return _told(found, wanted)
    records = wanted.format.records(wanted.root, wanted.parts, listing)
    total = len(records.sources)
    size = total * wanted.form.nbytes
    if size > wanted.limit and not wanted.verify:
        judge(wanted.where, total, records.faults, wanted.on_error)
        return unread(records, wanted.form, where=wanted.where)
    _log.info("reading %d pictures of %s; %d other files are ignored", total, wanted.where, listing.ignored)
    if listing.files and size >= SMALL_BYTES:
        try:
            return _stored(key, wanted, listing, records)
        except OSError as error:
            _log.warning("%s is read without the cache, which cannot be written: %s", wanted.where, error)
    return _collected(wanted, records, in_memory)


def _stored(key: Key, wanted: Wanted, listing: Listing, records: Records) -> Content:
    """Read pictures into the cache, and give them from there.

    Raises:
        OSError: If they can't be kept there.
    """
    with building(key) as builder:
        found = _found(key, wanted, listing, records)  # made by another process, which this one has waited for
        if found is not None:
            return _told(found, wanted)
        content = _collected(wanted, records, builder.allocate)
        store(content, wanted, builder)
    return _found(key, wanted, listing, records) or content


def _collected(wanted: Wanted, records: Records, room: Allocate) -> Content:
    keep = len(records.sources) * wanted.form.nbytes <= wanted.limit
    return collect(records, wanted.form, wanted.on_error, where=wanted.where, room=room if keep else None)


def _found(key: Key, wanted: Wanted, listing: Listing, records: Records | None) -> Content | None:
    """Give what the cache holds; None where it does not, or what it holds is damaged."""
    level = logging.WARNING if records is None else logging.DEBUG  # told once, before anything is read
    try:
        entry = find(key)
        content = None if entry is None else restore(entry, wanted)
        if content is None or content.pixels is not None:
            return content
        records = records or wanted.format.records(wanted.root, wanted.parts, listing)
        check_good(content, len(records.sources))
    except (DamagedEntryError, OSError) as error:
        _log.log(level, "%s in the cache is made anew: %s", key.name, error)
        return None
    return unread(records, wanted.form, where=wanted.where, good=content.good, faults=content.faults)


def _told(content: Content, wanted: Wanted) -> Content:
    """Give pictures, and log which are left out."""
    judge(wanted.where, content.count, content.faults, wanted.on_error)
    return content
