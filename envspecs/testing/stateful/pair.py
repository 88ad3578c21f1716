"""An environment beside its reference: what is done to the one is done to the other, and both must give the same.

Axes: ``B`` environments.
"""

from __future__ import annotations

import itertools
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium.error import ResetNeeded
from gymnasium.spaces import Space
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.testing.comparing import arrays_in, copied, expect_refused, expect_same_data, ignoring
from envspecs.testing.driver import Result
from envspecs.testing.reference import Judge, Lane, Reference, Twin
from envspecs.testing.reference.values import Sampled, batched, valued
from envspecs.testing.stateful.layers import heart_of, is_bare, is_ours, is_saved, mode_of
from envspecs.testing.stateful.refusals import expect_closed, expect_refusals
from envspecs.testing.stateful.rows import expect_rows
from envspecs.testing.subject import Environment
from imagespaces.testing.checks import expect

__all__ = ["Pair", "Saved"]

KEPT = 4
"""How many of the latest results must stay as they were."""


@dataclass(frozen=True)
class Saved:
    """A state of an environment, and the past that its reference goes back to.

    Attributes:
        state: From ``get_state``.
        kept: A copy.
        drawn: How far the generator is, from which wrappers may draw.
        lanes: The past.
    """

    state: Any
    kept: Any
    drawn: Any
    lanes: list[Lane]


class Pair:
    """An environment and its reference, which go through the same.

    Every method raises AssertionError where the two part, or something does not hold that must at any time.

    Args:
        make: Makes the environment.
        make_single: Makes the single ones that the reference asks.
        judge: What must hold of each episode besides.
        lanes_are_singles: Whether each environment of a vector promises what a single one gives that is seeded as it
            is; bare vectors of this project do without saying so.
        ignore: Entries of ``info`` and of observations that are never compared, such as times that something took.

    Attributes:
        env: The environment.
        reference: What it must give: what single ones give, or, of vectors that promise no more, what another gives.
        count: How many environments it is; None for a single one.
        mode: What happens at an episode's end; None in a single environment.
        is_ours: Whether it is this project's, or wraps one that is.
        is_bare: Whether it is this project's as it is, and so promises more than Gymnasium asks.

    >>> import envspecs
    >>> spec = envspecs.load("CircleSquare-v0")
    >>> pair = Pair(lambda: spec.make_vec(2), spec.make)
    >>> begun = pair.reset(3)
    >>> pair.step([Sampled(0), Sampled(1)])["terminated"]
    array([False, False])
    >>> [lane.steps for lane in pair.lanes]
    [1, 1]
    """

    def __init__(
        self,
        make: Callable[[], Environment],
        make_single: Callable[[], gymnasium.Env[Any, Any]],
        judge: Judge | None = None,
        *,
        lanes_are_singles: bool = False,
        ignore: Iterable[str] = (),
    ) -> None:
        self._ignore = tuple(ignore)
        self._make: Callable[[], Any] = make
        self._make_single, self._judge, self._lanes_are_singles = make_single, judge, lanes_are_singles
        self._given: deque[tuple[Result, Result]] = deque(maxlen=KEPT)
        self._start()

    def _start(self) -> None:
        """Make an environment that has not begun."""
        self.env: Any = self._make()
        self.count = self.env.num_envs if isinstance(self.env, VectorEnv) else None
        self.mode = mode_of(self.env)
        self.is_ours, self.is_bare = is_ours(self.env), is_bare(self.env)
        self.reference: Reference | Twin
        if self.mode is not None and not (self.is_bare or self._lanes_are_singles):
            self.reference = Twin(self._make, self.mode)
            return
        self.reference = Reference(
            self._make_single, self.count or 1, self.mode, streams=not self.is_bare, judge=self._judge
        )

    @property
    def lanes(self) -> list[Lane]:
        """What each environment must give; nothing where only all of them together can tell."""
        return self.reference.lanes if isinstance(self.reference, Reference) else []

    @property
    def action_space(self) -> Space[Any]:
        """The actions of one environment."""
        space: Space[Any] = self.env.single_action_space if self.count else self.env.action_space
        return space

    @property
    def has_begun(self) -> bool:
        """Whether all environments have begun an episode."""
        return self.reference.has_begun

    @property
    def may_step(self) -> bool:
        """Whether a step may be taken: all have begun, and those that are over begin anew by themselves."""
        return self.reference.may_step

    @property
    def is_keyed(self) -> bool:
        """Whether episodes follow from a generator that can be put in."""
        return self.is_ours and bool(self.lanes)

    @property
    def needs_seed(self) -> bool:
        """Whether the next reset must have a seed, since no one could tell what it would show without one."""
        if isinstance(self.reference, Twin):
            return not self.reference.is_seeded
        return not self.is_ours and any(lane.seed is None for lane in self.lanes)

    @property
    def takes_each(self) -> bool:
        """Whether environments can be given a seed each."""
        return self.count is not None and bool(self.lanes)

    @property
    def takes_masks(self) -> bool:
        """Whether some environments can begin alone: of others, Gymnasium asks it where all wait for a reset."""
        return self.takes_each or self.mode == AutoresetMode.DISABLED

    @property
    def is_saved(self) -> bool:
        """Whether there is a state that tells all that episodes follow from.

        Around an environment there is none before an episode: where wrappers draw, too, a generator is not as it was.
        """
        return self.is_keyed and is_saved(self.env) and (self.is_bare or self.has_begun)

    @property
    def renders(self) -> bool:
        """Whether the environment gives pictures that its reference gives, too."""
        return self.is_bare and self.env.render_mode is not None

    # ------------------------------------------------------------------------------------------- resetting and stepping

    def reset(
        self,
        seed: int | Sequence[int | None] | None = None,
        options: Mapping[str, Any] | Sequence[Mapping[str, Any]] = (),
        mask: Sequence[bool] | None = None,
    ) -> Result:
        """Begin episodes.

        Args:
            seed: As ``reset`` takes it.
            options: The scenario of all environments, or of each.
            mask: Which environments begin, in a vector environment; None for all.

        Returns:
            What the environment gave: ``observation`` and ``info``.
        """
        passed, each = self._options(options)
        passed |= {} if mask is None else {"reset_mask": np.array(mask)}
        own = {"seed": deepcopy(seed), "options": deepcopy(passed) or None}
        result = self._noted(self.env.reset(**own), ("observation", "info"))
        self._expect(result, self._expected(seed, passed, each, mask), "reset")
        self.check()
        return result

    def _expected(
        self, seed: Any, passed: dict[str, Any], each: list[dict[str, Any]], mask: Sequence[bool] | None
    ) -> Result | list[Result]:
        """Give what a reset must give."""
        if isinstance(self.reference, Twin):
            return self.reference.reset(seed=seed, options=passed or None)
        begins = [True] * len(each) if mask is None else list(mask)
        return self.reference.reset(seed, each, begins, self._source())

    def hand_over(self, seed: int) -> None:
        """Put a generator in, which decides what episodes begin from the next reset on.

        Wrappers may draw from it at any time: around an environment, the next episode begins at once.
        """
        self.env.unwrapped.np_random = np.random.default_rng(seed)
        self._lived.hand_over(seed)
        self._begin_if_wrapped()
        self.check()

    def _begin_if_wrapped(self, drawn: Any = None) -> None:
        if self.has_begun and not self.is_bare:
            if drawn is not None:
                self.env.unwrapped.np_random.bit_generator.state = drawn
            self.reset()

    @property
    def _lived(self) -> Reference:
        if isinstance(self.reference, Twin):
            raise TypeError(f"{self} must promise what single environments give, got no lanes_are_singles = True")
        return self.reference

    def _options(self, options: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Give options as they are passed on, and those of each environment."""
        count = self.count or 1
        if isinstance(options, Mapping) or not options:
            shared = dict(options)
            return dict(shared), [shared] * count
        return {name: [own[name] for own in options] for name in options[0]}, [dict(own) for own in options]

    def _source(self) -> int | None:
        """Give the seed of the environment's own generator."""
        return int(self.env.unwrapped.np_random_seed) if self.is_ours else None

    def step(self, actions: Sequence[Any]) -> Result:
        """Take a step.

        Args:
            actions: One for each environment, in plain numbers.

        Returns:
            What the environment gave: ``observation``, ``reward``, ``terminated``, ``truncated`` and ``info``.
        """
        each = [valued(self.action_space, action) for action in actions]
        names = ("observation", "reward", "terminated", "truncated", "info")
        result = self._noted(self.env.step(self._together(each)), names)
        twin = isinstance(self.reference, Twin)
        self._expect(result, self.reference.step(self._together(each) if twin else each), "step")
        self.check()
        return result

    def step_to_an_end(self, seed: int, most: int, further: int = 0) -> None:
        """Take steps with sampled actions until an episode ends, up to so many, and where it may be, further ones."""
        seeds = itertools.count(1000 * seed)

        def step() -> bool:
            result = self.step([Sampled(next(seeds)) for _ in range(self.count or 1)])
            return bool(np.any(result["terminated"]) or np.any(result["truncated"]))

        for _ in range(most):
            if step():
                break
        for _ in range(further):
            if self.may_step:
                step()

    def _together(self, actions: Sequence[Any]) -> Any:
        """Give actions as the environment takes them, and none that is looked at elsewhere."""
        own = deepcopy(list(actions))
        return batched(self.action_space, own) if self.count else own[0]

    def _noted(self, given: tuple[Any, ...], names: Sequence[str]) -> Result:
        result = dict(zip(names, given, strict=True))
        self._given.append((result, copied(result)))
        return result

    def _expect(self, found: Result, expected: Result | list[Result], what: str) -> None:
        space = self.env.single_observation_space if self.count else self.env.observation_space
        what = f"the {what} of {self}"
        if self.is_ours:
            expect(self.env.observation_space.contains(found["observation"]), f"{what} shows what is not in its space")
        with ignoring(self._ignore):
            if isinstance(expected, list):
                expect_rows(found, expected, space, what, is_vector=self.count is not None, exactly=self.is_bare)
            else:
                expect_same_data(found, expected, f"{what}: result")

    def refuse(self, seed: int) -> None:
        """Expect what can't be done to be refused by an environment of this project's, and to change nothing.

        It is asked without what wraps it: what wrappers make of an error is their own affair.
        """
        expect_refusals(heart_of(self.env), seed, str(self))
        self.check()

    # ----------------------------------------------------------------------------------------- saving, copying, closing

    def save(self) -> Saved:
        """Give the state, and the past that belongs to it."""
        state = self.env.unwrapped.get_state()
        self.check()
        drawn = self.env.unwrapped.np_random.bit_generator.state
        return Saved(state, deepcopy(state), drawn, self._lived.saved())

    def restore(self, saved: Saved) -> None:
        """Go back to a state, which must have stayed as it was; what was passed is the caller's again.

        What wrappers keep is in no state: around an environment, the next episode begins at once.
        """
        expect_same_data(saved.state, saved.kept, f"a state of {self}, after later steps")
        passed = copied(saved.state)
        self.env.unwrapped.set_state(passed)
        for _, array in arrays_in(passed):
            array[...] = 0
        self._lived.restore(saved.lanes)
        self._begin_if_wrapped(saved.drawn)
        self.check()

    def ways(self, names: Sequence[str]) -> tuple[str, ...]:
        """Give those of some ways of copying that work; in a bare environment of this project's, all must."""
        return tuple(name for name in names if self.is_bare or self._is_copied(name))

    def _is_copied(self, way: str) -> bool:
        with closing(self._make()) as env:
            try:
                _copied(env, way).close()
            except Exception:  # noqa: BLE001 - whatever is in the way, others need not copy
                return False
        return True

    def copy(self, way: str) -> None:
        """Go on with a copy, made by ``"deepcopy"`` or ``"pickle"``, while the original goes elsewhere."""
        original = self.env
        self.env = _copied(original, way)
        original.reset(seed=77)
        original.step(self._together([valued(self.action_space, Sampled(77))] * (self.count or 1)))
        original.close()
        self.check()

    def renew(self) -> None:
        """Close the environment, which then refuses all if it is this project's, and make another."""
        self.env.close()
        if self.is_ours:
            expect_closed(heart_of(self.env), str(self))
        self.reference.close()
        self._start()
        self.check()

    def close(self) -> None:
        """Close the environment and its reference."""
        self.env.close()
        self.reference.close()

    # --------------------------------------------------------------------------------------------------------- pictures

    def render(self) -> None:
        """Expect the pictures of the reference; before an episode a refusal."""
        if not self.has_begun:
            expect_refused(self.env.render, ResetNeeded, f"a picture of {self} without episodes", "reset()")
            return
        found = self.env.render()
        frames = found if self.count else (found,)
        for place, (frame, lane) in enumerate(zip(frames, self.lanes, strict=True)):
            expect_same_data(frame, lane.frame(), f"the picture of environment {place} of {self}")
        self.check()

    # ------------------------------------------------------------------------------------------- what holds at any time

    def check(self) -> None:
        """Expect results given earlier to be what they were, and episodes to be counted as the reference does.

        Raises:
            AssertionError: If they are not.
        """
        for result, kept in self._given:
            expect_same_data(result, kept, f"what {self} gave earlier, now")
        if self.is_bare:
            core, lanes = self.env.unwrapped.core, self.lanes
            expect_same_data(core.episodes.tolist(), [lane.number for lane in lanes], f"the episode numbers of {self}")
            if self.has_begun:
                expect_same_data(core.times.tolist(), [lane.steps for lane in lanes], f"the steps taken of {self}")
                expect_same_data(core.over.tolist(), [lane.over for lane in lanes], f"which of {self} are over,")

    def __str__(self) -> str:
        return f"{self.count} environments ({self.mode.value})" if self.mode else "the single environment"


def _copied(env: Environment, way: str) -> Any:
    return deepcopy(env) if way == "deepcopy" else pickle.loads(pickle.dumps(env))  # noqa: S301 - it was just made
