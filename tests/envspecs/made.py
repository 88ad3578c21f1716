"""Environments in their own form, as tests that look into them need."""

from __future__ import annotations

from typing import Any

from envspecs import build
from envspecs.environment import ActiveEnv, ActiveVectorEnv

__all__ = ["make_env", "make_vec_env"]


def make_env(spec: Any, **options: Any) -> ActiveEnv:
    env = build.make_env(spec, **options)
    assert isinstance(env, ActiveEnv)
    return env


def make_vec_env(num_envs: int = 1, **options: Any) -> ActiveVectorEnv:
    envs = build.make_vec_env(num_envs, **options)
    assert isinstance(envs, ActiveVectorEnv)
    return envs
