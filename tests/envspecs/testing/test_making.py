from __future__ import annotations

import re
from functools import partial
from typing import Any

import gymnasium
import pytest
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from envspecs.testing import Subject, verdicts
from envspecs.testing.making import called, checked_make, checked_make_vec, takes
from tests.envspecs.testing.test_running import Corridor


def side_by_side(num_envs: int, autoreset_mode: AutoresetMode) -> SyncVectorEnv:
    return SyncVectorEnv([Corridor] * num_envs, autoreset_mode=autoreset_mode)


def test_a_callable_is_taken_as_it_is() -> None:
    assert checked_make(Corridor) is Corridor
    assert checked_make_vec(side_by_side) is side_by_side
    assert checked_make_vec(None) is None


@pytest.mark.parametrize("env", [Corridor(), gymnasium.make("CartPole-v1"), side_by_side(1, AutoresetMode.DISABLED)])
def test_environments_are_not_what_makes_them(env: Any) -> None:
    for name, check in (("make", checked_make), ("make_vec", checked_make_vec)):
        told = f"{name} must be a callable, got an environment, {env}; write `lambda **options: …`, which makes one"
        with pytest.raises(TypeError, match=f"^{re.escape(told)}$"):
            check(env)


def test_what_can_not_be_called_is_refused() -> None:
    with pytest.raises(
        TypeError, match=r"^make must be a callable that makes an environment, or the id of one, got None$"
    ):
        checked_make(None)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(
        TypeError, match=r"^make_vec must be a callable that makes vector environments, or None, got 'CartPole-v1'$"
    ):
        checked_make_vec("CartPole-v1")  # type: ignore[arg-type]  # wrong on purpose


def test_what_makes_vectors_must_take_the_mode() -> None:
    def carts(num_envs: int) -> Any:
        return gymnasium.make_vec("CartPole-v1", num_envs)

    told = r"\(num_envs: .*int.*\) -> .*Any.*: got an unexpected keyword argument 'autoreset_mode'"
    must = "make_vec must take the number of environments and autoreset_mode"
    with pytest.raises(TypeError, match=rf"^{must}, got .*carts{told}$"):
        checked_make_vec(carts)


def first(subject: Subject) -> Any:
    return next(verdicts(subject))


def test_vectors_of_each_mode_are_made_before_laws_are_checked() -> None:
    subject = Subject("MountainCar-v0", partial(gymnasium.make_vec, "MountainCar-v0"))
    with pytest.raises(TypeError) as caught:
        first(subject)
    told = str(caught.value)
    mode = "autoreset_mode=AutoresetMode.NEXT_STEP"
    assert told.startswith(f"make_vec(1, {mode}) must make a vector environment, and raised TypeError: ")
    assert told.endswith(
        "; of gymnasium.make_vec write `lambda n, autoreset_mode: gymnasium.make_vec(…, n, 'sync', "
        "dict(autoreset_mode=autoreset_mode))`"
    )


def test_the_advice_is_sound() -> None:
    subject = Subject(
        "CartPole-v1",
        lambda n, autoreset_mode: gymnasium.make_vec("CartPole-v1", n, "sync", {"autoreset_mode": autoreset_mode}),
    )
    assert first(subject)
    told = [subject.make_vec(1, mode).metadata["autoreset_mode"] for mode in AutoresetMode]
    assert told == list(AutoresetMode)


def test_single_environments_are_no_vectors_and_vectors_are_none() -> None:
    with pytest.raises(TypeError, match=r"^make_vec\(1, autoreset_mode=AutoresetMode.NEXT_STEP\) must make a vector "):
        first(Subject(Corridor, lambda n, autoreset_mode: Corridor()))  # type: ignore[arg-type,return-value]
    with pytest.raises(TypeError, match=r"^make must make an environment, gymnasium.Env, got .*<lambda>\(\) = Sync"):
        first(Subject(lambda: side_by_side(1, AutoresetMode.NEXT_STEP)))  # type: ignore[arg-type,return-value]


def test_vectors_that_were_made_to_see_whether_they_can_be_are_closed() -> None:
    made = []

    def make_vec(num_envs: int, autoreset_mode: AutoresetMode) -> SyncVectorEnv:
        made.append(side_by_side(num_envs, autoreset_mode))
        return made[-1]

    assert list(verdicts(Subject(Corridor, make_vec), laws=[])) == []
    assert [envs.closed for envs in made] == [True] * len(AutoresetMode)


def test_options_that_a_callable_takes() -> None:
    assert takes(Corridor, "render_mode")
    assert takes(partial(gymnasium.make, "CartPole-v1"), "render_mode")
    assert takes(partial(Corridor, far=True), "render_mode")
    assert not takes(lambda render: render, "render_mode")
    assert takes(dict, "render_mode")  # which does not say what it takes


def test_names_of_what_makes_environments() -> None:
    assert called(partial(partial(Corridor, far=True))) == "Corridor"
    assert called(partial(gymnasium.make, "CartPole-v1")) == "make"
