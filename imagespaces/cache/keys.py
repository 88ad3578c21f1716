"""What entries are found by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

__all__ = ["Key"]

_SUBJECT, _STATE = 12, 8  # digits of digests in the names of entries; in full they are in the descriptions


@dataclass(frozen=True)
class Key:
    """What an entry is of.

    Attributes:
        kind: What sort of thing it is, for people.
        subject: All that was asked for.
        state: What it was made of: of one subject the latest state alone is kept.

    >>> Key("idx/mnist", "28 × 28", "1").name
    'idx-mnist-5b634cb960ce-cea3878a'
    """

    kind: str
    subject: str
    state: str

    @property
    def family(self) -> str:
        """What the names of all entries of the subject begin with."""
        return f"{re.sub(r'[^A-Za-z0-9_]+', '-', self.kind)}-{_digest(self.subject)[:_SUBJECT]}-"

    @property
    def name(self) -> str:
        """What the entry is called."""
        return self.family + _digest(self.state)[:_STATE]

    @property
    def digests(self) -> dict[str, str]:
        """Give what tells the key from all others, by what it is of."""
        return {"subject": _digest(self.subject), "state": _digest(self.state)}


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
