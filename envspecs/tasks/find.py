"""Look at what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Looking
from envspecs.stage import Stage
from envspecs.tasks.asking import Asking
from envspecs.tasks.none import NoPrediction
from envspecs.tasks.objects import objects_of
from envspecs.tasks.whereabouts import Whereabouts
from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws
from imagespaces.pixels import PIXEL_RANGE

__all__ = ["Find"]

_ALL = slice(None)
_CHUNK = 64  # pictures whose things are told apart at a time


class Find(NoPrediction):
    """Rewards the step after which what is asked for is in view of the sensor, and ends the episode with it.

    Of the things that have names (:func:`~envspecs.tasks.objects.objects_of`) one is asked for that is seen in the
    picture, any as likely; which one is drawn at each reset, or is the option ``wanted`` of reset, a name or its
    number. The observation has ``wanted`` ``[n]``, 1 at its number and 0 at the others. Things without names need not
    be asked for: there is one in a picture. A picture may have none of them: something is asked for then, too, and
    never found.

    A thing is in view when its centre is, that of the pixel that lies deepest in it
    (:func:`~envspecs.tasks.whereabouts.middle`); or, with ``share``, when so much of its pixels are: of those that
    would be in view where it fills that, if it is larger.

    At an episode's end it reports whether it was ``found``, 1 or 0.

    Args:
        stage: Pictures of which it is known where things are.
        names: What may be asked for; all there is but the background unless given.
        place: Two factors with the pixel of the thing's centre, x and y, where no mask tells where it is.
        share: How much of a thing must be in view, above 0 up to 1; its centre unless given.
        shown: Whether ``wanted_glimpse`` is observed as well, what the sensor would see with the thing in its middle,
            or as near to that as it comes. That takes a sensor that can tell.
        bonus: The reward for finding it.

    Raises:
        MisfitError: If the space has nothing of a name, or no such factors.
        ValueError: If the space does not know where things are, or the thing is to be shown by a sensor that can't tell
            what it would see elsewhere.
    """

    def __init__(
        self,
        stage: Stage,
        *,
        names: Sequence[str] | None = None,
        place: tuple[str, str] | None = None,
        share: float | None = None,
        shown: bool = False,
        bonus: float = 1.0,
    ) -> None:
        super().__init__(stage)
        self._sensor, self._bonus = stage.sensor, bonus
        self._objects = objects_of(stage.space, place)
        self._asking = _asking(self._objects.names, names)
        self._where = Whereabouts(stage.space, stage.lanes, share)
        self._wanted = np.zeros(stage.lanes, np.int64)  # a place in the names
        self._found = np.zeros(stage.lanes, np.bool_)
        self._looking = _looking(stage) if shown else None
        self._describe(stage)

    def _describe(self, stage: Stage) -> None:
        """Say what is drawn, given and observed."""
        observed: dict[str, Space[Any]] = {}
        limits: dict[str, tuple[float, float]] = {}
        if self._asking is not None:
            count = len(self._asking.names)
            observed["wanted"], limits["wanted"] = Box(0.0, 1.0, (count,), np.float32), (0.0, count - 1.0)
        if self._looking is not None:
            patch = observed["wanted_glimpse"] = stage.sensor.observation_spaces["glimpse"]
            self._patches = np.zeros((stage.lanes, *(patch.shape or ())), patch.dtype)
            low, high = PIXEL_RANGE[self._patches.dtype.name]
            limits["patches"] = (low, high)
        self.words: Mapping[str, int] = {} if self._asking is None else {"wanted": 2}
        self.options: Mapping[str, int] = {} if self._asking is None else {"wanted": 0}
        self.observation_spaces: Mapping[str, Space[Any]] = observed
        self.limits: Mapping[str, tuple[float, float]] = limits

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        """Ask for something in the pictures of some lanes; the option ``wanted`` says for what.

        Raises:
            ValueError: If what is given is no name nor the number of one.
        """
        given = options.get("wanted")
        if given is not None and self._asking is not None:
            self._wanted[lanes] = self._asking.checked(given)
        for first in range(0, len(lanes), _CHUNK):
            part = slice(first, first + _CHUNK)
            sights, some = self._objects(indices[part]), lanes[part]
            if self._asking is None:
                things = np.zeros(len(some), np.int64)
            else:
                if given is None:
                    drawn = draws if len(lanes) <= _CHUNK else draws.take(part)
                    self._wanted[some] = self._asking.draw(sights.present, drawn)
                things = self._asking.things(self._wanted[some])
            self._where.put(some, sights.of(things))
        self._found[lanes] = False
        if self._looking is not None:
            self._patches[lanes] = self._looking.look(lanes, _positions(self._looking, self._where.centres[lanes]))

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``wanted`` ``[b, n]`` and ``wanted_glimpse`` ``[b, h, w, C]``, those there are, fresh."""
        seen: dict[str, NDArray[Any]] = {}
        if self._asking is not None:
            seen["wanted"] = np.eye(len(self._asking.names), dtype=np.float32)[self._wanted[lanes]]
        return seen if self._looking is None else seen | {"wanted_glimpse": self._patches[lanes].copy()}

    def score(self, predictions: Any, times: NDArray[np.int64]) -> NDArray[np.float64]:
        """See what is in view; give losses ``[B]`` of 0."""
        self._found = self._where.in_view(self._sensor.boxes(_ALL))
        return super().score(predictions, times)

    def finished(self) -> NDArray[np.bool_]:
        """Tell in which lanes, ``[B]``, it was just found."""
        return self._found.copy()

    def bonus(self) -> NDArray[np.float64]:
        """Give the bonus, ``[B]``, of lanes in which it was just found, and 0."""
        return np.where(self._found, self._bonus, 0.0)

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Give ``found`` of some lanes, ``[b]``."""
        return {"found": self._found[lanes].astype(np.float64)}

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give how near the middle of what is looked at is to the thing, ``[b]``, from 0 to 1; 1 once it is found."""
        near = self._where.nearness(lanes, self._sensor.boxes(lanes))
        return np.where(self._found[lanes], 1.0, near)

    def caption(self, lane: int) -> tuple[str, str]:
        """Give no prediction, and what is asked for."""
        name = "the object" if self._asking is None else self._asking.names[self._wanted[lane]]
        is_there = self._where.there(np.array([lane]))[0]
        return "", name if is_there else f"{name}, which is not there"

    def pictures(self, lane: int) -> dict[str, NDArray[Any]]:
        """Give what is shown of the thing, ``[h, w, C]``, if it is."""
        return {} if self._looking is None else {"wanted": self._patches[lane].copy()}

    def marks(self, lane: int) -> dict[str, NDArray[np.float64]]:
        """Give the bounds of the thing, where it is in the picture."""
        which = np.array([lane])
        return {"prediction": np.zeros((0, 4)), "truth": self._where.boxes[which][self._where.there(which)]}

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what is asked for, where it is, what is shown of it, and whether it is found."""
        shown = {} if self._looking is None else {"patches": self._patches}
        return {"wanted": self._wanted, "found": self._found, **self._where.state(), **shown}


def _asking(known: tuple[str, ...] | None, names: Sequence[str] | None) -> Asking | None:
    """Give what draws names; None where things have none."""
    if known is not None:
        return Asking(known, names)
    if names is not None:
        raise MisfitError(f"names are of things that have some, got {', '.join(map(repr, names))}", ("names",))
    return None


def _looking(stage: Stage) -> Looking:
    sensor: Any = stage.sensor
    if not isinstance(sensor, Looking):
        shown = f"a thing is shown by a sensor that can tell what it would see elsewhere, got {type(sensor).__name__}"
        raise ValueError(shown)  # noqa: TRY004 - it is a sensor, but not one that can show things
    return sensor


def _positions(sensor: Looking, centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the positions ``[b, 2]`` from which places in pixels ``[b, 2]`` are in the middle, or as near as can be."""
    ends = sensor.boxes_at(np.array([[-1.0, -1.0], [1.0, 1.0]]))
    first, last = (ends[:, :2] + ends[:, 2:]) / 2
    reach = np.where(last > first, last - first, 1.0) / 2
    return np.asarray(np.clip((centres - (first + last) / 2) / reach, -1.0, 1.0))
