from __future__ import annotations

import pickle
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from envspecs.testing import BrokenLawsError, Subject, check_env, laws, verdicts
from envspecs.testing.choosing import by_action_mask, choosing, choosing_vectors
from envspecs.testing.driver import Driver


class Ladder(gymnasium.Env[Any, Any]):
    """Climb four rungs, up or down; not down from the ground. ``info`` says what can be done."""

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - as Gymnasium has it
    observation_space = Box(0, 4, (1,), np.float32)
    action_space = Discrete(3)

    def __init__(self, render_mode: str | None = None) -> None:
        self.render_mode = render_mode
        self.rung: int | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed)
        self.rung = int(self.np_random.integers(2))
        return self.seen()

    def seen(self) -> Any:
        assert self.rung is not None
        return np.array([self.rung], np.float32), {"action_mask": np.array([self.rung > 0, False, True])}

    def step(self, action: Any) -> Any:
        if self.rung is None:
            raise ValueError(f"call reset() before {action}")
        if action == 1 or (action == 0 and self.rung == 0):
            raise ValueError(f"illegal move {action} on rung {self.rung}")
        self.rung += int(action) - 1
        observation, info = self.seen()
        return observation, 0.0, self.rung == 4, False, info


def side_by_side(num_envs: int, autoreset_mode: AutoresetMode) -> SyncVectorEnv:
    return SyncVectorEnv([Ladder] * num_envs, autoreset_mode=autoreset_mode)


def always_up(_action: Any, _info: Any) -> np.int64:
    return np.int64(2)


def test_an_action_that_can_not_be_taken_breaks_one_law_and_the_others_are_left_out() -> None:
    found = list(verdicts(Subject(Ladder), laws=laws.LAWS))
    (broken,) = (each for each in found if each.outcome == "broken")
    assert broken.law == "any_action_can_be_taken"
    assert broken.reason.startswith("action np.int64(")
    assert "raised ValueError: illegal move" in broken.reason
    assert broken.reason.endswith("; where not all can be taken, give actions=…")
    rest = {each.reason for each in found if each is not broken}
    assert rest == {"the environments could not be played: any_action_can_be_taken is broken"}
    with pytest.raises(BrokenLawsError, match=r"^1 law does not hold of Ladder:"):
        check_env(Ladder)


@pytest.mark.parametrize("choose", [by_action_mask, always_up])
def test_laws_hold_with_actions_that_can_be_taken(choose: Any) -> None:
    subject = Subject(Ladder, side_by_side, actions=choose)
    found = list(verdicts(subject, laws=laws.LAWS))
    broken = {each.law for each in found if each.outcome == "broken"}
    assert broken <= {"metadata_tells_the_mode"}  # of SyncVectorEnv, in some releases of Gymnasium
    assert sum(each.outcome == "holds" for each in found) > 10


def test_actions_at_rest_are_all_that_is_taken_where_it_is_asked_for() -> None:
    class Stuck(Ladder):
        """Can do nothing but stay."""

        def step(self, action: Any) -> Any:
            if action:
                raise ValueError("illegal")
            return *self.seen()[:1], 0.0, False, False, {}

    laws.seeds_decide(Subject(Stuck), at_rest=True)


@pytest.mark.parametrize("mode", AutoresetMode)
def test_each_environment_of_a_vector_is_told_what_it_can_do(mode: AutoresetMode) -> None:
    with Driver(choosing_vectors(side_by_side, by_action_mask)(5, autoreset_mode=mode)) as driver:
        results = driver.play(Subject(Ladder).actions(driver.env, 0, 60), seed=0)
        assert any(result.get("terminated", np.zeros(1)).any() for result in results)
        driver.reset(options={"reset_mask": np.array([True, False, False, True, False])})
        driver.go_on(Subject(Ladder).actions(driver.env, 1, 30))


def test_before_the_first_reset_nothing_is_chosen() -> None:
    with pytest.raises(ValueError, match=r"^call reset\(\) before 1$"):
        choosing(Ladder, always_up)().step(1)
    with pytest.raises(ValueError, match=r"^call reset\(\) before 1$"):
        choosing_vectors(side_by_side, always_up)(2, autoreset_mode=AutoresetMode.NEXT_STEP).step(np.array([1, 1]))


def test_what_chooses_goes_with_a_copy() -> None:
    env = choosing(Ladder, by_action_mask)()
    env.reset(seed=0)
    again = pickle.loads(pickle.dumps(env))  # noqa: S301 - what was just pickled
    assert again.step(1)[0] == env.step(1)[0]


@pytest.mark.parametrize(
    ("mask", "action", "chosen"),
    [([1, 1, 1], 1, 1), ([1, 0, 1], 1, 2), ([1, 0, 0], 1, 0), ([0, 0, 0], 1, 1), (None, 1, 1)],
)
def test_the_next_action_that_a_mask_allows(mask: list[int] | None, action: int, chosen: int) -> None:
    info = {} if mask is None else {"action_mask": np.array(mask, np.int8)}
    assert by_action_mask(np.int64(action), info) == chosen
