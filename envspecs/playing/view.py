"""What a person sees of a game: pictures, words and keys, for whatever draws them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envspecs.playing.answers import Option

__all__ = ["Ending", "Picture", "Place", "View"]

Place = tuple[float, float]
"""(x, y) in pixels of the image; pixel i reaches from i to i + 1."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture with its name.

    Attributes:
        name: What it is called.
        pixels: uint8 ``[h, w, 3]``.
        known: bool ``[h, w]``, which of the pixels are known; None for all.
        box: Where is looked, left, top, right, bottom in pixels ``[4]``; None where that can't be told.
        mark: The place that is answered.
        truth: Where the right answers lie, left, top, right, bottom in pixels ``[m, 4]``; None where that is no matter.
    """

    name: str
    pixels: NDArray[np.uint8]
    known: NDArray[np.bool_] | None = None
    box: NDArray[np.float64] | None = None
    mark: Place | None = None
    truth: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Ending:
    """What an episode came to.

    Attributes:
        truth: The truth, in words; empty where there is nothing to be told.
        right: Whether the last answer was right; None where there was none, or it can be neither right nor wrong.
        measures: The return and what else was measured, in words.
    """

    truth: str
    right: bool | None
    measures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class View:
    """What is to be drawn. Words of our own have characters that every font has.

    While an episode goes on nothing in it tells more than the agent is told; after that, everything does.

    Attributes:
        title: The task's id.
        question: What is to be done.
        episode: The number of the episode, 1 the first.
        episodes: How many there are.
        step: How many steps were taken.
        steps: How many there are at most.
        pictures: The large picture first: what was seen so far, or the whole image in the end.
        facts: Numbers that the agent observes beside pictures, in words.
        options: The answers that can be listed.
        answerable: Whether the task asks for an answer.
        answer: What is answered; empty before anything is.
        typed: What is being typed; None while nothing is.
        message: What to tell the person.
        keys: The keys that mean something now, and what.
        score: What the episodes so far came to, in words.
        ending: What the episode came to; None while it goes on.
    """

    title: str
    question: str
    episode: int
    episodes: int
    step: int
    steps: int
    pictures: tuple[Picture, ...]
    facts: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    answerable: bool
    answer: str
    typed: str | None
    message: str
    keys: tuple[tuple[str, str], ...]
    score: tuple[tuple[str, str], ...]
    ending: Ending | None
