"""What laws found in environments of others, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.report import Sheet

__all__ = ["IN_WORDS", "sheets"]

IN_WORDS = {
    "flags_are_bools": "`terminated` and `truncated` are `numpy.bool`, where the documentation says `bool`.",
    "copies_play_the_same": "An environment can't be copied, or can't be pickled.",
    "early_steps_fail_clearly": "A step before the first `reset` is an AttributeError about `None`.",
    "masks_leave_others_alone": "`reset_mask` is ignored without a word: all episodes begin anew.",
    "resetting_is_not_rewarded": "The step that begins an episode carries a reward.",
    "results_share_no_memory": "One array is given again and again.",
    "results_may_be_written_to": "Writing into `info` changes which image is on show, or makes the next step fail.",
    "closing_leaves_nothing_behind": "A thread of the data loader runs on after `close()`.",
    "metadata_tells_the_mode": "Vectors of one environment share `metadata`: the newest overwrites the others' mode.",
    "beginnings_are_drawn_alike": "The first targets are distinctive places, all later ones any places.",
}
"""What it means that a law is broken, as was found by looking."""


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as tables: how many laws hold, and each fault."""
    heads = ("whose", "law", "asked by", "what it means", "environments", "seen by hand")
    counts, faults = tuple(_counts(found)), tuple(_faults(found))
    return [
        Sheet("Laws that hold", ("whose", "environments", "hold", "broken", "do not apply"), counts, words=2),
        Sheet("What is wrong", heads, faults, words=len(heads)),
    ]


def _counts(found: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    names = dict.fromkeys((each["package"], each["environment"]) for each in found["found"])
    for package, name in names:
        own = [each["outcome"] for each in found["found"] if (each["package"], each["environment"]) == (package, name)]
        yield package, name, *(str(own.count(outcome)) for outcome in ("holds", "broken", "does not apply"))


def _faults(found: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    broken = [each for each in found["found"] if each["outcome"] == "broken"]
    for package, law in dict.fromkeys((each["package"], each["law"]) for each in broken):
        own = [each for each in broken if (each["package"], each["law"]) == (package, law)]
        by_hand = "yes" if all(each["seen_by_hand"] for each in own) else "no"
        names = "; ".join(each["environment"] for each in own)
        words = IN_WORDS.get(law, "Not looked into yet.")
        yield package, f"`{law}`", own[0]["source"], words, names, by_hand
