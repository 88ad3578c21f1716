"""Observations, as a person can look at them: pictures and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import ALL, Core
from envspecs.drawing.picture import to_rgb
from envspecs.playing.seen import Seen
from envspecs.playing.view import Picture
from envspecs.sensors.pieces import Piecewise, one_piece
from imagespaces import ImageSpace

__all__ = ["add_look", "facts_of", "pictures_of", "spaced"]

_MOST = 4
"""The most numbers of one observation that are told."""

_TOLD_OTHERWISE = ("time_step", "glimpse_boxes")
_NAMES = {"glimpse_pos": "position", "glimpse_scale": "size", "glimpse_velocity": "velocity"}


def add_look(seen: Seen, core: Core, observation: Mapping[str, NDArray[Any]]) -> None:
    """Add to what was seen so far what an observation shows, part by part where it shows several.

    Args:
        seen: What was seen so far.
        core: The episodes, of one lane.
        observation: Of that lane.
    """
    if "glimpse" not in observation:
        return
    glimpse = observation["glimpse"][None]
    pieces = core.sensor.pieces(glimpse, ALL) if isinstance(core.sensor, Piecewise) else None
    samples, boxes, fineness = pieces or one_piece(core.sensor, glimpse, ALL)
    for place, level in enumerate(fineness):
        seen.add(samples[0, place], boxes[0, place], level)


def pictures_of(core: Core, observation: Mapping[str, NDArray[Any]]) -> tuple[Picture, ...]:
    """Give the images among the observations, the glimpse first; windows of several sizes are parted.

    Images as large as the one that is looked at are left out: they hold what was seen so far, which is shown anyway.

    Args:
        core: The episodes.
        observation: Of one lane.
    """
    spaces: Mapping[str, Any] = core.observation_space.spaces
    whole = (core.space.height, core.space.width)
    names = [name for name, space in spaces.items() if isinstance(space, ImageSpace) and space.shape[:2] != whole]
    pictures = []
    for name in sorted(names, key=lambda name: name != "glimpse"):
        parts = _windows(observation[name], core.space.channels)
        words = "what you see now" if name == "glimpse" else spaced(name)
        for number, part in enumerate(parts):
            pictures.append(Picture(words if number == 0 else f"around, {number}", to_rgb(part)))
    return tuple(pictures)


def facts_of(observation: Mapping[str, NDArray[Any]], first: Mapping[str, NDArray[Any]]) -> tuple[tuple[str, str], ...]:
    """Give the few numbers among the observations, in words; of choices, what was told first is not forgotten.

    Args:
        observation: Of one lane.
        first: The first one of the episode.

    >>> begun = {"glimpse_pos": np.array([0.0, 0.0]), "inverted_label": np.array(1)}
    >>> facts_of({"glimpse_pos": np.array([0.25, -1.0]), "inverted_label": np.array(2)}, begun)
    (('position', '+0.25 -1.00'), ('inverted label', '2 (at first 1)'))
    """
    return tuple(
        (_NAMES.get(name, spaced(name)), _numbers(value) + _at_first(value, first[name]))
        for name, value in observation.items()
        if np.size(value) <= _MOST and np.ndim(value) <= 1 and name not in _TOLD_OTHERWISE
    )


def _windows(image: NDArray[Any], channels: int) -> list[NDArray[Any]]:
    """Take an image ``[h, w, n × C]`` apart into windows ``[h, w, C]``."""
    count = image.shape[2] // channels if image.shape[2] % channels == 0 else 1
    return np.split(image, count, axis=2)


def spaced(name: str) -> str:
    """Give a name in words."""
    return name.replace("_", " ")


def _numbers(values: NDArray[Any]) -> str:
    return " ".join(map(_number, np.ravel(values).tolist()))


def _at_first(values: NDArray[Any], first: NDArray[Any]) -> str:
    """Tell what choices were at first, where they are others now: some are told once only."""
    chosen = np.issubdtype(np.asarray(values).dtype, np.integer)
    return f" (at first {_numbers(first)})" if chosen and not np.array_equal(values, first) else ""


def _number(value: float) -> str:
    """Write a number; one that may have a fraction gets a sign, so that it stays where it is as it changes."""
    return str(value) if isinstance(value, int) else f"{value:+.2f}"
