"""Environments side by side, one plain object each: what each must give, in every autoreset mode."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import gymnasium
from gymnasium.vector import AutoresetMode

from envspecs.testing.driver import Result
from envspecs.testing.reference.lanes import Handed, Judge, Lane, Seed

__all__ = ["Reference"]


class Reference:
    """What environments side by side must give.

    Args:
        make: Makes one environment.
        count: How many there are.
        mode: What happens at an episode's end; None for a single environment, which waits for a reset.
        streams: Whether random numbers come in a stream, as :class:`~envspecs.testing.reference.Lane` has it.
        judge: What must hold of each episode besides.

    Attributes:
        lanes: One for each environment.
        source: The seed that the environments' own generator was made with, or that which was put in; None as long as
            it is not known.

    >>> import envspecs
    >>> spec = envspecs.load("CircleSquare-v0").override({"episode.max_steps": 1})
    >>> both = Reference(spec.make, 2, AutoresetMode.NEXT_STEP)
    >>> results = both.reset(5, [{}, {}], [True, True])
    >>> [lane.seed for lane in both.lanes]
    [5, 6]
    >>> action = {"action": [0.0, 0.0], "prediction": [0.0, 0.0]}
    >>> [result["terminated"] for result in both.step([action, action])]
    [True, True]
    >>> [(result["reward"], result["terminated"]) for result in both.step([action, action])]
    [(0.0, False), (0.0, False)]
    >>> [lane.number for lane in both.lanes]
    [1, 1]
    """

    def __init__(
        self,
        make: Callable[[], gymnasium.Env[Any, Any]],
        count: int,
        mode: AutoresetMode | None = None,
        *,
        streams: bool = False,
        judge: Judge | None = None,
    ) -> None:
        self.lanes = [Lane(make, streams=streams, judge=judge) for _ in range(count)]
        self.mode = mode
        self.source: Seed | None = None
        self._unkeyed = set(range(count))  # lanes that were not reset since there is that generator

    @property
    def has_begun(self) -> bool:
        """Whether all environments have begun an episode."""
        return all(lane.number >= 0 for lane in self.lanes)

    @property
    def may_step(self) -> bool:
        """Whether a step may be taken: all have begun, and those that are over begin anew by themselves."""
        waits = self.mode in {None, AutoresetMode.DISABLED}
        return self.has_begun and not (waits and any(lane.over for lane in self.lanes))

    def reset(
        self,
        seed: int | Sequence[int | None] | None,
        options: Sequence[Mapping[str, Any]],
        mask: Sequence[bool],
        source: int | None = None,
    ) -> list[Result]:
        """Begin episodes in some environments; give what each shows, with no ``info`` for those that go on.

        Args:
            seed: As ``reset`` of a vector environment takes it.
            options: The scenario of each environment.
            mask: Which of them begin.
            source: What the environments tell, now that they have begun, of the seed of their own generator.
        """
        if isinstance(seed, int) and all(mask):
            self._put_in(seed)
        elif self.source is None:
            self.source = source
        for place, lane in enumerate(self.lanes):
            if mask[place] and place in self._unkeyed:
                self._take_key(place, lane)
        seeds = [seed + at for at in range(len(mask))] if isinstance(seed, int) else seed or [None] * len(mask)
        return [
            lane.begin(own_seed, own_options) if begins else {"observation": lane.latest["observation"], "info": {}}
            for lane, own_seed, own_options, begins in zip(self.lanes, seeds, options, mask, strict=True)
        ]

    def _take_key(self, place: int, lane: Lane) -> None:
        """Let an environment that nobody seeded go by the generator: by its seed, or by the next word of one put in."""
        self._unkeyed.remove(place)
        if isinstance(self.source, Handed):
            lane.forget(self.source)
            self.source = Handed(self.source.seed, self.source.before + 1)
        elif self.source is not None:
            lane.forget(self.source + place)

    def hand_over(self, seed: int) -> None:
        """Put a generator in, made with a seed."""
        self._put_in(Handed(seed))

    def _put_in(self, source: Seed) -> None:
        self.source, self._unkeyed = source, set(range(len(self.lanes)))

    def step(self, actions: Sequence[Any]) -> list[Result]:
        """Take a step in all environments; give what comes of it in each."""
        return [self._step(lane, action) for lane, action in zip(self.lanes, actions, strict=True)]

    def _step(self, lane: Lane, action: Any) -> Result:
        if lane.over and self.mode == AutoresetMode.NEXT_STEP:
            return {"reward": 0.0, "terminated": False, "truncated": False} | lane.begin()
        result = lane.step(action)
        if lane.over and self.mode == AutoresetMode.SAME_STEP:
            begun = lane.begin()
            last = {"final_obs": result["observation"], "final_info": result["info"]}
            return result | {"observation": begun["observation"], "info": begun["info"] | last}
        return result

    def saved(self) -> list[Lane]:
        """Give the past of each environment, to go back to."""
        return [lane.copy() for lane in self.lanes]

    def restore(self, lanes: Sequence[Lane]) -> None:
        """Go back to what was saved."""
        self.close()
        self.lanes = [lane.copy() for lane in lanes]
        self._unkeyed = set() if self.has_begun else set(range(len(lanes)))

    def close(self) -> None:
        """Let go of the environments that were made."""
        for lane in self.lanes:
            lane.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
