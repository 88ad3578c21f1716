"""What a space says of itself where it rightly keeps less than a law asks of others."""

from __future__ import annotations

__all__ = ["MAY_LACK", "MAY_REPEAT"]

MAY_REPEAT = "a space of which two states may look alike says so by may_repeat = True"
"""How a space is excused from the laws by which different states have different images."""

MAY_LACK = "a space of which some instances are in no named split says so by splits_cover = False"
"""How a space is excused from the law by which splits share it out."""
