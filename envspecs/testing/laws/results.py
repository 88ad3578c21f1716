"""What a step gives is what the environment declares, and says the same in all its parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from gymnasium.spaces import Dict, Space
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space

from envspecs.core import Core
from envspecs.testing.comparing import leaves
from envspecs.testing.driver import Driver, Result
from envspecs.testing.law import active, always, ending, law, predicting
from envspecs.testing.reference.plain_losses import Measure, measures_of
from envspecs.testing.subject import Environment, Subject
from imagespaces.testing.checks import expect, expect_alike

__all__ = [
    "flags_are_bools",
    "info_is_plain",
    "losses_are_their_definition",
    "metrics_sum_up_episodes",
    "observations_fit",
    "results_are_typed",
    "rewards_add_up",
    "spaces_are_public",
    "time_runs_from_first_to_last_step",
]

SPACES = ("observation_space", "action_space", "inner_action_space", "prediction_space", "prediction_target_space")

ROUNDING = 1e-9
"""How far, relative to their size, two ways to sum the same numbers may come apart."""


@law(always, source="gymnasium")
def observations_fit(subject: Subject, seed: int) -> None:
    """Every observation lies in the observation space, the last ones of episodes too."""
    makes: list[Callable[[], Environment]] = [subject.make]
    if subject.has_vectors:  # in the mode that gives the most to look at, if there is a choice
        mode = AutoresetMode.SAME_STEP if AutoresetMode.SAME_STEP in subject.modes else subject.modes[0]
        makes.append(partial(subject.make_vec, autoreset_mode=mode))
    for make in makes:
        with Driver(make()) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            for number, result in enumerate(driver.play(actions, seed=seed)):
                _expect_fit(driver.env.observation_space, result["observation"], f"observation {number}")
                for last in _last_observations(result["info"]):
                    _expect_fit(driver.env.single_observation_space, last, f"final_obs of step {number}")


def _last_observations(info: Mapping[str, Any]) -> list[Any]:
    """Give the last observations that ``info`` holds, of the environments that its mask names."""
    rows = info.get("final_obs", ())
    mask = info.get("_final_obs", [row is not None for row in rows])
    return [row for row, is_set in zip(rows, mask, strict=True) if is_set]


def _expect_fit(space: Space[Any], observation: Any, what: str) -> None:
    if isinstance(space, Dict) and isinstance(observation, dict) and observation.keys() == space.keys():
        for key, part in space.items():
            _expect_fit(part, observation[key], f"{what}[{key!r}]")
        return
    expect(space.contains(observation), f"{what} is {observation!r}, which is not in {space}")


@law(always, source="gymnasium")
def results_are_typed(subject: Subject, seed: int) -> None:
    """Flags of a single environment are bools, Python's or NumPy's, and the reward is a real and finite number."""
    for number, result in _steps(subject, seed):
        _expect_flags(result, (bool, np.bool_), f"of step {number}")
        reward = result["reward"]
        expect(
            isinstance(reward, float | int | np.floating | np.integer),
            f"the reward of step {number} is {reward!r}, no number",
        )
        expect(math.isfinite(reward), f"the reward of step {number} is {reward}")


@law(always)
def flags_are_bools(subject: Subject, seed: int) -> None:
    """``terminated`` and ``truncated`` of a single environment are Python's bools."""
    for number, result in _steps(subject, seed):
        _expect_flags(result, (bool,), f"of step {number}")


def _expect_flags(result: Result, kinds: tuple[type, ...], when: str) -> None:
    for name in ("terminated", "truncated"):
        kind = type(result[name])
        found = f"{name} {when} is {result[name]!r} ({_called(kind)})"
        expect(kind in kinds, f"{found}, not {' or '.join(map(_called, kinds))}")


def _called(kind: type) -> str:
    """Give the name of a type, with that of its module where it is not one of Python's own."""
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


@law(active)
def info_is_plain(subject: Subject, seed: int) -> None:
    """The single environment's ``info`` holds Python's numbers and arrays, and not ``episode``, which is wrappers'."""
    for number, result in _steps(subject, seed):
        expect_alike(type(result["reward"]), float, f"the type of the reward of step {number}")
        for path, value in leaves(result["info"], "info"):
            known = isinstance(value, bool | int | float | str) and not isinstance(value, np.generic)
            expect(known or (isinstance(value, np.ndarray) and value.ndim), f"{path} of step {number} is {value!r}")
        for path, value in leaves(result["observation"], "observation"):
            expect(isinstance(value, np.ndarray), f"{path} of step {number} is {value!r}, no array")
        for key in ("index", "base_reward", *(["prediction"] if subject.predicts else [])):
            expect(key in result["info"], f"info of step {number} has no {key!r}: {sorted(result['info'])}")
        expect("episode" not in result["info"], f"info of step {number} has the key 'episode'")


@law(predicting)
def losses_are_their_definition(subject: Subject, seed: int) -> None:
    """``info["prediction"]`` holds the truth, and the loss against it, as ``loss_fn`` and its definition give it."""
    with Driver(subject.make().unwrapped) as driver:
        judges = {"by loss_fn": driver.env.get_wrapper_attr("loss_fn"), **_defined(driver.env.core)}
        targets: Space[Any] = driver.env.get_wrapper_attr("prediction_target_space")
        actions = subject.actions(driver.env, seed, subject.horizon)
        for number, (action, result) in enumerate(zip(actions, driver.play(actions, seed=seed)[1:], strict=True), 1):
            if "reward" not in result:  # a reset after an early end
                continue
            target, loss = result["info"]["prediction"]["target"], result["info"]["prediction"]["loss"]
            expect(
                targets.contains(target), f"the target of step {number} is {target!r:.1000}, which is not in {targets}"
            )
            for by, judge in judges.items():
                defined = float(judge(action["prediction"], np.asarray(target)))
                if not _is_close(loss, defined):  # of pixels, there are many to be shown
                    against = f"{action['prediction'].tolist()} against {target}"
                    told = f"the loss of {against}, step {number}, is {loss}"
                    raise AssertionError(f"{told}, and should be {defined} {by}")


def _defined(core: Core) -> dict[str, Measure]:
    """Give what the loss should be by its definition; nothing where it is of a kind that others wrote."""
    measures, blind = measures_of(core), core.task.blind_loss
    fitting = [measure for unit, measure in measures.items() if _is_close(blind, unit)]
    expect(fitting or not measures, f"a blind guess loses {blind}, and should lose one of {[*measures]}")
    return {"by definition": fitting[-1]} if fitting else {}


@law(predicting)
def rewards_add_up(subject: Subject, seed: int) -> None:
    """A reward is the base reward less what the loss takes from it: as the spec says when it counts, step by step."""
    timing = subject.core.rules.timing if subject.spec is None else subject.spec.reward.timing
    before = blind = subject.core.task.blind_loss
    for number, result in _steps(subject, seed, episodes=2):
        base, loss = result["info"]["base_reward"], result["info"]["prediction"]["loss"]
        taken = {
            "every_step": loss,
            "final_step": loss if "metrics" in result["info"] else 0.0,
            "improvement": loss - before,
        }[timing]
        told = f"the base reward is {base}, the loss went from {before} to {loss}"
        expect(
            result["reward"] == base - taken,
            f"the reward of step {number} is {result['reward']}, and should be {base - taken} ({timing}): {told}",
        )
        before = blind if result["terminated"] or result["truncated"] else loss


@law(ending)
def metrics_sum_up_episodes(subject: Subject, seed: int) -> None:
    """``info["metrics"]`` comes at the end of an episode and at no other time, with its true return and length."""
    rewards: list[float] = []
    for number, result in _steps(subject, seed, episodes=2):
        rewards.append(result["reward"])
        over = result["terminated"] or result["truncated"]
        expect(
            ("metrics" in result["info"]) == over, f"step {number}: over is {over}, info is {sorted(result['info'])}"
        )
        if over:
            expect_alike(result["info"]["metrics"]["length"], len(rewards), f"the length after step {number}")
            _expect_close(result["info"]["metrics"]["return"], math.fsum(rewards), f"the return after step {number}")
            rewards = []


@law(active)
def time_runs_from_first_to_last_step(subject: Subject, seed: int) -> None:
    """``time_step`` rises evenly from −1, and would be 1 after the last step that an episode may have."""
    with Driver(subject.make().unwrapped) as driver:
        results = driver.play(subject.actions(driver.env, seed, subject.horizon), seed=seed)
        longest = driver.env.get_wrapper_attr("core").rules.max_steps
    for step, result in enumerate(results):
        if step and "reward" not in result:
            return
        told, true = float(result["observation"]["time_step"]), -1 + 2 * step / longest
        expect(abs(told - true) < 1e-6, f"time_step is {told} after step {step} of {longest}, not {true}")


@law(active)
def spaces_are_public(subject: Subject) -> None:
    """What actions consist of, the truth and the loss are public attributes, of vector environments in batches too."""
    single: Any = subject.example.unwrapped
    for key, name in (("action", "inner_action_space"), ("prediction", "prediction_space")):
        told, own = getattr(single, name), single.action_space.spaces.get(key)
        expect(told == own, f"{name} is {told}, and in action_space {own}")
    expect(callable(single.loss_fn), f"loss_fn is {single.loss_fn!r}")
    if subject.has_vectors:
        with Driver(subject.make_vec()) as driver:
            vector = driver.env.unwrapped
            for name in SPACES:
                own, batch = getattr(vector, f"single_{name}"), getattr(vector, name)
                expect(own == getattr(single, name), f"single_{name} is {own}, and alone {getattr(single, name)}")
                expected = None if own is None else batch_space(own, vector.num_envs)
                expect(batch == expected, f"{name} is {batch}, no batch of {own}")


def _steps(subject: Subject, seed: int, episodes: int = 1) -> list[tuple[int, Result]]:
    """Play; give the steps' results, numbered over episodes, without those of resets."""
    with Driver(subject.make()) as driver:
        actions = subject.actions(driver.env, seed, episodes * (subject.horizon + 1))
        results = driver.play(actions, seed=seed)
    return list(enumerate((result for result in results if "reward" in result), start=1))


def _expect_close(found: float, expected: float, what: str) -> None:
    expect(_is_close(found, expected), f"{what} is {found}, and should be {expected}")


def _is_close(found: float, expected: float) -> bool:
    return math.isclose(found, expected, rel_tol=ROUNDING, abs_tol=ROUNDING)
