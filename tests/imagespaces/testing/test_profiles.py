from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import Phase, settings

from imagespaces.testing.profiles import PROFILES, register_profiles

NAMES = ("fast", "default", "thorough")


@pytest.fixture(autouse=True)
def profiles_as_before() -> Iterator[None]:
    loaded, before = settings.get_current_profile_name(), {name: settings.get_profile(name) for name in NAMES}
    yield
    for name, profile in before.items():
        settings.register_profile(name, profile)
    settings.load_profile(loaded)


@pytest.mark.parametrize(("name", "examples"), [("fast", 20), ("default", 100), ("thorough", 2_000)])
@pytest.mark.parametrize("derandomize", [False, True])
def test_profiles_differ_in_examples_alone(name: str, examples: int, derandomize: bool) -> None:
    register_profiles(derandomize=derandomize)
    profile = settings.get_profile(name)
    assert (profile.max_examples, profile.deadline, profile.derandomize) == (examples, None, derandomize)
    assert PROFILES[name] == examples
    assert not profile.suppress_health_check
    assert Phase.shrink in profile.phases
    assert Phase.explain not in profile.phases


@pytest.mark.parametrize("name", NAMES)
def test_one_is_loaded(name: str) -> None:
    register_profiles(load=name)
    assert settings.get_current_profile_name() == name


def test_the_default_is_loaded_unless_told() -> None:
    settings.load_profile("fast")
    register_profiles()
    assert settings.get_current_profile_name() == "default"


def test_others_are_refused() -> None:
    message = "load must be one of 'fast', 'default', 'thorough', got 'slow'"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        register_profiles(load="slow")


def test_no_health_check_is_suppressed_in_continuous_integration() -> None:
    """Where Hypothesis loads a profile of its own."""
    code = (
        "from hypothesis import settings; print(list(settings().suppress_health_check) == [])\n"
        "from imagespaces.testing.profiles import register_profiles; register_profiles()\n"
        "print(list(settings().suppress_health_check) == [])"
    )
    environment = {**os.environ, "CI": "true"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.split() == ["False", "True"]
