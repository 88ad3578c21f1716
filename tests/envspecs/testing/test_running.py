from __future__ import annotations

import pickle
import re
import subprocess
import sys
from functools import partial
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete

from envspecs.environment import ActiveEnv
from envspecs.testing import BrokenLawsError, Subject, broken_laws, check_env, check_spec
from envspecs.testing.laws import flags_are_bools, nothing_is_printed, seeds_decide
from tests.envspecs.testing.faults import SPEC, spoilt


class Loud(ActiveEnv):
    """Prints, and gives NumPy's bools."""

    def step(self, action: Any) -> Any:
        print("step")  # noqa: T201 - faulty on purpose
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, np.bool_(terminated), truncated, info


def test_all_broken_laws_are_named_with_their_reasons() -> None:
    with pytest.raises(BrokenLawsError) as caught:
        check_spec(spoilt(Loud))
    message = str(caught.value)
    names = [broken.law for broken in caught.value.broken]
    assert {"flags_are_bools", "nothing_is_printed"} <= set(names)
    assert message.startswith(f"{len(names)} laws do not hold of Loud:\n")
    assert "\n  flags_are_bools: terminated of step 1 is np.False_ (numpy.bool), not bool" in message
    example = "laws.flags_are_bools(Subject(make, make_vec), seed=0, steps=1, num_envs=1, at_rest=True)"
    assert f" is np.False_ (numpy.bool), not bool\n    {example}\n" in message
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - what was just pickled
    assert str(again) == message


def test_one_broken_law_is_one() -> None:
    (broken,) = broken_laws(spoilt(Loud), laws=[flags_are_bools])
    assert str(BrokenLawsError((broken,))).splitlines() == [
        "1 law does not hold of Loud:",
        "  flags_are_bools: terminated of step 1 is np.False_ (numpy.bool), not bool",
        "    laws.flags_are_bools(Subject(make, make_vec), seed=0, steps=1, num_envs=1, at_rest=True)",
    ]


def test_some_laws_alone() -> None:
    assert [broken.law for broken in broken_laws(spoilt(Loud), laws=[flags_are_bools, seeds_decide])] == [
        "flags_are_bools"
    ]
    assert broken_laws(SPEC, laws=[flags_are_bools, nothing_is_printed]) == []


def test_the_seed_is_passed_on() -> None:
    class Unlucky(ActiveEnv):
        """Fails with one seed."""

        def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
            if seed == 13:
                raise ValueError("13")
            return super().reset(seed=seed, options=options)

    assert broken_laws(spoilt(Unlucky), laws=[flags_are_bools]) == []
    (broken,) = broken_laws(spoilt(Unlucky), seed=13, laws=[flags_are_bools])
    assert re.fullmatch(r"raised ValueError: 13, in test_running\.py:\d+, reset", broken.reason)


def test_a_crash_is_told_once_with_its_place() -> None:
    class Crashing(ActiveEnv):
        """Can't be reset."""

        def reset(self, **arguments: Any) -> Any:
            raise KeyError("palette")

    broken = broken_laws(spoilt(Crashing), laws=[flags_are_bools, seeds_decide])
    assert re.fullmatch(
        r"2 laws do not hold of Crashing:\n"
        r"  flags_are_bools and 1 more: raised KeyError: 'palette', in test_running\.py:\d+, reset\n    laws\.flags_.*",
        str(BrokenLawsError(tuple(broken))),
    )


def test_what_is_given_as_keyword_is_not_needed() -> None:
    check_spec(spoilt(), seed=3)


# ----------------------------------------------------------------------------------------------------------------------
# Environments of others
# ----------------------------------------------------------------------------------------------------------------------


class Corridor(gymnasium.Env[Any, Any]):
    """Walk to the end of a corridor: an environment of another project, with options that spoil it."""

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"]}  # noqa: RUF012 - as Gymnasium has it
    observation_space = Box(0, 5, (1,), np.float32)
    action_space = Discrete(2)

    def __init__(self, render_mode: str | None = None, *, far: bool = False, aliased: bool = False) -> None:
        self.render_mode, self.far, self.aliased = render_mode, far, aliased
        self.place = np.zeros(1, np.float32)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed)
        self.place[0] = self.np_random.integers(3) - 9 * self.far
        return self.observe(), {}

    def step(self, action: Any) -> Any:
        self.place += 1 if action else -1
        if not self.far:
            np.clip(self.place, 0, 5, out=self.place)
        over = bool(self.place[0] >= 5)
        return self.observe(), float(over), over, False, {}

    def observe(self) -> Any:
        return self.place if self.aliased else self.place.copy()

    def render(self) -> Any:
        return np.zeros((8, 8, 3), np.uint8)


def test_an_environment_of_others_is_held_to_what_gymnasium_asks() -> None:
    check_env(Corridor)


@pytest.mark.parametrize(
    ("fault", "laws"),
    [
        ("far", {"observations_fit"}),
        ("aliased", {"results_share_no_memory", "results_may_be_written_to"}),
    ],
)
def test_faults_of_environments_of_others_are_found(fault: str, laws: set[str]) -> None:
    with pytest.raises(BrokenLawsError) as caught:
        check_env(partial(Corridor, far=fault == "far", aliased=fault == "aliased"))
    assert {broken.law for broken in caught.value.broken} == laws


@pytest.mark.parametrize("name", ["CartPole-v1", "FrozenLake-v1", "Blackjack-v1", "Acrobot-v1", "MountainCar-v0"])
def test_gymnasium_s_own_environments_are_sound(name: str) -> None:
    pictures = {"frames_have_one_shape", "rendering_changes_nothing", "nothing_is_printed"}  # need pygame
    found = {broken.law for broken in broken_laws(Subject(partial(gymnasium.make, name)))}
    assert found <= pictures


def test_an_environment_that_can_not_be_made_is_an_error_and_no_broken_law() -> None:
    def make() -> Any:
        raise ValueError("no such task")

    with pytest.raises(ValueError, match=r"^no such task$"):
        check_env(make)


def test_an_id_of_gymnasium_s_stands_for_what_makes_it() -> None:
    check_env("CliffWalking-v1", strict=False)


def test_a_task_may_be_given_as_it_is_loaded() -> None:
    assert broken_laws("CircleSquare-s15-v0", laws=[flags_are_bools]) == []
    check_spec(SPEC.model_dump())


class Secretive(Corridor):
    """Gives NumPy's bools, and can't be copied: Gymnasium does not mind."""

    def __init__(self, render_mode: str | None = None) -> None:
        super().__init__(render_mode)
        self.secret = (each for each in [0])

    def step(self, action: Any) -> Any:
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, np.bool_(terminated), truncated, info


def test_no_more_may_be_asked_for_than_gymnasium_does() -> None:
    check_env(Secretive, strict=False)
    with pytest.raises(BrokenLawsError) as caught:
        check_env(Secretive)
    assert [broken.law for broken in caught.value.broken] == ["flags_are_bools", "copies_play_the_same"]
    with pytest.raises(BrokenLawsError):
        check_env(partial(Corridor, far=True), strict=False)


def test_what_has_no_vectors_says_so() -> None:
    with pytest.raises(
        ValueError, match=r"^vector environments are made where make_vec is given, got None for .*Corri"
    ):
        Subject(Corridor).make_vec()


def test_laws_need_no_hypothesis() -> None:
    code = "import sys, envspecs.testing; print([name for name in sys.modules if name.startswith('hypothesis')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
