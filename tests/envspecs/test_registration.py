"""Gymnasium's ids: all of the catalog and the generic one, registered quickly, quietly and without reading a file."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.registration import EnvSpec, parse_env_id
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import envspecs
from envspecs import registration
from envspecs.environment import ActiveEnv, ActiveVectorEnv

ID = "envspecs/CircleSquare-s15-v0"
IDS = [f"envspecs/{name}" for name in (*envspecs.catalog(), "Task-v0")]


@pytest.mark.parametrize("env_id", IDS)
def test_every_task_is_registered(env_id: str) -> None:
    entry = gymnasium.spec(env_id)
    assert (entry.namespace, entry.version) == ("envspecs", 0)
    assert parse_env_id(env_id) == (entry.namespace, entry.name, entry.version)
    # Gymnasium's TimeLimit would hide how the spec itself ends an episode.
    assert entry.max_episode_steps is None
    assert entry.entry_point == "envspecs.build:make_env"
    assert entry.vector_entry_point == "envspecs.build:make_vec_env"
    assert EnvSpec.from_json(entry.to_json()) == entry


def test_ids_come_from_the_catalog_alone() -> None:
    assert {env_id for env_id in gymnasium.registry if env_id.startswith("envspecs/")} == set(IDS)


def test_registering_again_says_nothing_and_changes_nothing() -> None:
    before = dict(gymnasium.registry)
    registration.register()
    importlib.reload(envspecs)
    assert dict(gymnasium.registry) == before


def test_it_is_what_registering_by_gymnasiums_function_gives() -> None:
    entry = gymnasium.registry.pop(ID)
    try:
        gymnasium.register(
            ID,
            entry_point="envspecs.build:make_env",
            vector_entry_point="envspecs.build:make_vec_env",
            kwargs={"spec": "CircleSquare-s15-v0"},
        )
        assert gymnasium.spec(ID) == entry
    finally:
        gymnasium.registry[ID] = entry


# ----------------------------------------------------------------------------------------------------------------------
# Making
# ----------------------------------------------------------------------------------------------------------------------


def test_make_gives_the_environment_of_the_spec() -> None:
    env = gymnasium.make(ID, render_mode="rgb_array")
    assert isinstance(env.unwrapped, ActiveEnv)
    assert env.render_mode == "rgb_array"
    assert env.spec is not None
    assert env.spec.id == ID
    env.reset(seed=0)
    assert isinstance(env.render(), np.ndarray)
    again = gymnasium.make(EnvSpec.from_json(env.spec.to_json()))
    assert again.observation_space == env.observation_space


@pytest.mark.parametrize("mode", [None, "vector_entry_point"])
def test_make_vec_gives_the_vector_environment_of_the_spec(mode: str | None) -> None:
    envs = gymnasium.make_vec(ID, num_envs=8, vectorization_mode=mode)
    assert isinstance(envs, ActiveVectorEnv)
    assert envs.num_envs == 8
    assert envs.spec is not None
    assert envs.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP


def test_make_vec_over_single_environments() -> None:
    envs = gymnasium.make_vec(ID, num_envs=2, vectorization_mode="sync")
    assert isinstance(envs, SyncVectorEnv)
    assert all(isinstance(env.unwrapped, ActiveEnv) for env in envs.envs)
    assert envs.reset(seed=3)[0]["glimpse"].shape == (2, 5, 5, 1)


def test_make_vec_in_other_processes() -> None:
    envs = gymnasium.make_vec(ID, num_envs=2, vectorization_mode="async", vector_kwargs={"context": "spawn"})
    try:
        found, _ = envs.reset(seed=3)
    finally:
        envs.close()
    expected, _ = gymnasium.make_vec(ID, num_envs=2).reset(seed=3)
    assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_options_of_make_reach_the_spec() -> None:
    changes = {"space.height": 21, "episode.max_steps": 3}
    env = gymnasium.make(ID, override=changes)
    assert env.unwrapped.core.space.shape == (21, 15, 1)  # type: ignore[attr-defined]
    envs = gymnasium.make_vec(ID, num_envs=2, override=changes, autoreset_mode="Disabled", max_episode_steps=2)
    envs.reset(seed=0)
    ends = [envs.step(envs.action_space.sample())[2:4] for _ in range(2)]
    assert [(ended.tolist(), cut.tolist()) for ended, cut in ends] == [
        ([False] * 2, [False] * 2),
        ([False] * 2, [True] * 2),
    ]


@pytest.mark.parametrize("kind", ["id", "file", "map"])
def test_the_generic_id_takes_any_spec(tmp_path: Path, kind: str) -> None:
    spec = envspecs.load("CircleSquare-v0").override({"space.height": 17})
    (tmp_path / "mine.yaml").write_text(spec.to_yaml(), encoding="utf-8")
    sources: dict[str, Any] = {
        "id": "CircleSquare-s20-v0",
        "file": str(tmp_path / "mine.yaml"),
        "map": spec.model_dump(mode="json"),
    }
    env = gymnasium.make("envspecs/Task-v0", spec=sources[kind])
    assert env.unwrapped.core.space.height == {"id": 20}.get(kind, 17)  # type: ignore[attr-defined]
    assert env.spec is not None
    assert gymnasium.make(EnvSpec.from_json(env.spec.to_json())).observation_space == env.observation_space
    assert gymnasium.make_vec("envspecs/Task-v0", num_envs=2, spec=sources[kind]).num_envs == 2


def test_the_generic_id_needs_a_spec() -> None:
    with pytest.raises(TypeError, match=r"^spec is missing, allowed is the name of a task file"):
        gymnasium.make("envspecs/Task-v0")


def test_render_modes_that_gymnasium_makes_of_ours() -> None:
    env = gymnasium.make(ID, render_mode="rgb_array_list")
    env.reset(seed=0)
    env.step(env.action_space.sample())
    frames = env.render()
    assert isinstance(frames, list)
    assert len(frames) == 2


# ----------------------------------------------------------------------------------------------------------------------
# Importing
# ----------------------------------------------------------------------------------------------------------------------


def in_a_fresh_process(code: str) -> Any:
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_gymnasium_imports_the_package_that_an_id_names() -> None:
    code = (
        "import gymnasium, json\n"
        f"env = gymnasium.make('envspecs:{ID}')\n"
        "print(json.dumps(type(env.unwrapped).__name__))"
    )
    assert in_a_fresh_process(code) == "ActiveEnv"


def test_importing_loads_no_more_than_ids() -> None:
    code = (
        "import gymnasium, sys, json\n"
        "before = set(sys.modules)\n"
        "import envspecs\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in set(sys.modules) - before})))"
    )
    assert in_a_fresh_process(code) == ["envspecs"]


def test_everything_public_is_there_when_it_is_asked_for() -> None:
    code = (
        "import envspecs, json\n"
        "names = [getattr(envspecs, name).__name__ for name in envspecs.__all__]\n"
        "print(json.dumps([names == envspecs.__all__, set(envspecs.__all__) <= set(dir(envspecs))]))"
    )
    assert in_a_fresh_process(code) == [True, True]


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError) as caught:
        envspecs.lod  # noqa: B018
    assert str(caught.value) == (
        "module 'envspecs' has no attribute 'lod', "
        "allowed are PluginError, SpecError, TaskSpec, catalog, json_schema, load"
    )
