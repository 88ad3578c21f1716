"""From specs to objects."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, ClassVar

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode
from PIL import Image

import envspecs
from envspecs.build import build, build_core, build_space, make_env, make_vec_env
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.specs.base import Kind
from envspecs.specs.choices import AnyMotion, AnySpace
from imagespaces import CircleSquare, DoubleCircleSquare

SPEC = envspecs.load("CircleSquare-s15-v0")


class Recorded:
    """A runtime class that keeps what it is built with."""

    def __init__(self, *arguments: Any, **fields: Any) -> None:
        self.arguments, self.fields = arguments, fields


class Holder(Kind):
    """A kind that holds others in every way."""

    runtime: ClassVar[str] = f"{__name__}:Recorded"
    number: int
    pair: tuple[int, int]
    inside: AnySpace
    several: tuple[AnyMotion, ...]
    named: dict[str, AnyMotion]
    nothing: AnySpace | None = None


def test_fields_are_keyword_arguments_and_kinds_are_built_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pkgutil.resolve_name", {**RUNTIMES, Holder.runtime: Recorded}.__getitem__)
    motion = {"kind": "relative", "max_step": [0.1, 0.2]}
    model = Holder.model_validate(
        {
            "kind": "holder",
            "number": 7,
            "pair": [1, 2],
            "inside": {"kind": "circle_square", "height": 20},
            "several": [motion],
            "named": {"a": motion},
        }
    )
    built = build(model, "before", beside=3)
    assert built.arguments == ("before",)
    assert list(built.fields) == ["number", "pair", "inside", "several", "named", "nothing", "beside"]
    assert (built.fields["number"], built.fields["pair"], built.fields["beside"]) == (7, (1, 2), 3)
    assert built.fields["inside"] == CircleSquare(height=20)
    assert built.fields["nothing"] is None
    for inner in (built.fields["several"][0], built.fields["named"]["a"]):
        assert inner.fields == {"max_step": (0.1, 0.2)}


RUNTIMES = {"imagespaces:CircleSquare": CircleSquare, "envspecs.motions:Relative": Recorded}


def test_the_space_has_the_parameters_of_the_spec() -> None:
    spec = envspecs.load("DoubleCircleSquare-s20-nograd-v0")
    assert build_space(spec) == DoubleCircleSquare(height=20, width=20, extent=8, gradient=False)


@pytest.mark.usefixtures("data_at_hand")
@pytest.mark.parametrize("name", envspecs.catalog())
def test_the_space_is_what_the_spec_says_of_it(name: str) -> None:
    spec = envspecs.load(name)
    space = build_space(spec)
    assert space.shape == spec.space.image_shape
    assert set(space.splits) == set(spec.space.split_names)


def test_rules_are_those_of_the_spec() -> None:
    spec = SPEC.override({"reward.action_cost": 2, "episode": {"max_steps": 7, "at_limit": "truncate"}})
    core = build_core(spec, 3, truncate_after=5)
    rules = core.rules
    assert (rules.action_cost, rules.timing, rules.max_steps) == (2.0, "every_step", 7)
    assert (rules.at_limit, rules.truncate_after, core.lanes, core.split) == ("truncate", 5, 3, "all")


def test_single_and_vector_environments_are_made() -> None:
    assert isinstance(SPEC.make(render_mode="rgb_array"), ActiveEnv)
    envs = SPEC.make_vec(np.int64(16), autoreset_mode="SameStep", render_mode="rgb_array")  # type: ignore[arg-type]
    assert isinstance(envs, ActiveVectorEnv)
    assert (envs.num_envs, envs.render_mode) == (16, "rgb_array")
    assert envs.metadata["autoreset_mode"] is AutoresetMode.SAME_STEP
    assert SPEC.make_vec(autoreset_mode=AutoresetMode.DISABLED).metadata["autoreset_mode"] is AutoresetMode.DISABLED


def test_every_way_leads_to_the_same_episodes() -> None:
    expected, _ = SPEC.make().reset(seed=5)
    for env in (make_env(SPEC), make_env("CircleSquare-s15-v0"), make_env(SPEC.model_dump(mode="json"))):
        found, _ = env.reset(seed=5)
        assert all(np.array_equal(found[key], expected[key]) for key in expected)
    found, _ = make_vec_env(2, spec=SPEC).reset(seed=5)
    assert all(np.array_equal(found[key][0], expected[key]) for key in expected)


def test_what_is_built_is_copied_and_pickled() -> None:
    env = SPEC.make()
    env.reset(seed=5)
    action = env.action_space.sample()
    twins = [copy.deepcopy(env), pickle.loads(pickle.dumps(env))]  # noqa: S301 - our own
    expected = env.step(action)[1]
    assert [twin.step(action)[1] for twin in twins] == [expected] * 2


def test_an_episode_is_cut_after_the_steps_given() -> None:
    envs = SPEC.make_vec(2, max_episode_steps=2)
    envs.reset(seed=0)
    ends = [envs.step(envs.action_space.sample())[3].tolist() for _ in range(2)]
    assert ends == [[False, False], [True, True]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("num_envs", 0),
        ("num_envs", 2.5),
        ("num_envs", "2"),
        ("num_envs", True),
        ("num_envs", None),
        ("max_episode_steps", -1),
        ("max_episode_steps", 3.0),
    ],
)
def test_numbers_that_make_no_sense_are_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{name} must be an integer of at least 1, got {value!r}$"):
        SPEC.make_vec(**{name: value})


@pytest.mark.parametrize(
    "make",
    [
        make_env,
        make_vec_env,
        lambda: gymnasium.make("envspecs/Task-v0"),
        lambda: gymnasium.make_vec("envspecs/Task-v0", num_envs=2),
    ],
)
def test_a_spec_that_is_not_given_is_asked_for(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError) as caught:
        make()
    assert str(caught.value).partition(" was raised from the environment creator")[0] == (  # as Gymnasium goes on
        "spec is missing, allowed is the name of a task file, a catalog id, what a file holds as a map, or a TaskSpec, "
        "as in gymnasium.make('envspecs/Task-v0', spec='my_task.yaml')"
    )


def test_mistakes_in_a_spec_are_told_as_such() -> None:
    with pytest.raises(envspecs.SpecError, match="no such task: found 'CircleSquare-v9'"):
        make_env("CircleSquare-v9")
    with pytest.raises(envspecs.SpecError, match="did you mean 'height'"):
        make_vec_env(2, spec=SPEC, override={"space.hieght": 2})


def test_a_directory_of_ones_own_pictures(tmp_path: Any) -> None:
    for name, brightness in {"dark/a.png": 10, "dark/b.png": 30, "light/c.png": 250}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        Image.new("L", (12, 9), brightness).save(path)
    (tmp_path / "task.yaml").write_text(
        "envspec: 1\nextends: CircleSquare-v0\nvariants: []\n"
        "space: {kind: image_folder, root: ., height: 9, width: 12, channels: 1}\n"
    )
    spec = envspecs.load(tmp_path / "task.yaml")
    envs = spec.make_vec(3)
    found, _ = envs.reset(seed=0, options={"index": [0, 1, 2]})
    assert (found["glimpse"] * 255).round().mean(axis=(1, 2, 3)).tolist() == [10, 30, 250]
    assert pickle.loads(pickle.dumps(spec)) == spec  # noqa: S301 - our own
