from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy.fft  # noqa: F401 - which can be loaded once: not in one of the runs below and then outside of them
import pytest
from gymnasium.vector import AutoresetMode
from hypothesis import settings

import envspecs.testing.strategies  # noqa: F401 - imports OpenCV, which some releases allow once: not in each run below
from envspecs.testing import EnvContract, SpecContract, Subject, laws
from tests.envspecs.testing.faults import SPEC
from tests.envspecs.testing.test_running import Corridor

pytest_plugins = ["pytester"]

FEW = (laws.flags_are_bools, laws.seeds_decide, laws.sync_equals_vector)

HEAD = """
import envspecs
from envspecs.testing import EnvContract, SpecContract, laws
from envspecs.testing.strategies import task_specs
from tests.envspecs.testing.faults import SPEC
from tests.envspecs.testing.test_running import Corridor, Loud, spoilt
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Iterator[Run]:
    """Run pytest on a file, and give its exit status and what it wrote; what is drawn is the same at every run."""

    def run(code: str, *options: str) -> tuple[int, str]:
        pytester.makepyfile(test_tasks=HEAD + code)
        done = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider", "--color=no", *options)
        return int(done.ret), done.stdout.str()

    loaded = settings.get_current_profile_name()
    settings.register_profile("same", settings.get_profile("default"), derandomize=True)
    settings.load_profile("same")
    yield run
    settings.load_profile(loaded)


class TestTask(SpecContract):
    """The contract of a task, as users run it."""

    specs = (SPEC,)
    laws = (*FEW, *laws.SPEC_LAWS)


class TestNamed(SpecContract):
    laws = FEW

    def specs(self) -> dict[str, Any]:
        return {"file": "CircleSquare-s15-v0", "map": SPEC.model_dump()}


class TestCorridor(EnvContract):
    """The contract of an environment of others."""

    laws = (laws.flags_are_bools, laws.seeds_decide, laws.copies_play_the_same)

    def make(self, **options: Any) -> Corridor:
        return Corridor(**options)


class TestVectors(EnvContract):
    modes = (AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP)
    laws = FEW

    def make(self, **options: Any) -> Any:
        return SPEC.make(**options)

    def make_vec(self, num_envs: int, **options: Any) -> Any:
        assert AutoresetMode(options["autoreset_mode"]) in self.modes
        return SPEC.make_vec(num_envs, **options)


def collected(out: str) -> list[str]:
    return [line.partition("::")[2] for line in out.splitlines() if "::test_law[" in line]


def test_tests_are_of_each_law_and_the_tasks_that_it_is_about(run: Run) -> None:
    code = """
class TestTasks(SpecContract):
    specs = ["CircleSquare-v0", SPEC, "CircleSquareHideAndSeekNoPrediction-v0"]
    laws = [laws.seeds_decide, laws.rewards_add_up, laws.specs_survive_yaml]
"""
    status, out = run(code, "--collect-only")
    assert status == 0
    assert collected(out) == [
        f"TestTasks::test_law[{name}]"
        for name in (
            "seeds_decide-CircleSquare-v0-0",
            "seeds_decide-CircleSquare-v0-1",
            "seeds_decide-CircleSquareHideAndSeekNoPrediction-v0",
            "rewards_add_up-CircleSquare-v0-0",
            "rewards_add_up-CircleSquare-v0-1",
            "spec.specs_survive_yaml-CircleSquare-v0-0",
            "spec.specs_survive_yaml-CircleSquare-v0-1",
            "spec.specs_survive_yaml-CircleSquareHideAndSeekNoPrediction-v0",
        )
    ]


def test_all_laws_unless_some_are_named_and_those_that_start_processes_where_asked_for(run: Run) -> None:
    code = """
class TestAll(SpecContract):
    specs = [SPEC]

class TestMore(SpecContract):
    specs = [SPEC]
    processes = True
"""
    _, out = run(code, "--collect-only")
    names = {
        test: {line.partition("[")[2] for line in collected(out) if line.startswith(test)}
        for test in ("TestAll", "TestMore")
    }
    assert names["TestMore"] - names["TestAll"] == {f"{law.name}-CircleSquare-v0]" for law in laws.PROCESS_LAWS}
    expected = [law for law in (*laws.SPEC_LAWS, *laws.SPACE_LAWS, *laws.LAWS) if law.applies(SPEC)]
    assert len(names["TestAll"]) == len(expected)


def test_environments_of_others_are_held_to_what_is_about_them(run: Run) -> None:
    code = """
class TestCorridor(EnvContract):
    def make(self, **options):
        return Corridor(**options)
"""
    _, out = run(code, "--collect-only")
    names = [line.partition("[")[2].removesuffix("]") for line in collected(out)]
    assert names == [law.name for law in laws.LAWS]
    status, out = run(code, "-rs")
    assert status == 0
    assert f"{len(names) - out.count(': it is about ')} passed, " in out
    assert "states_continue: it is about environments of this project" in out
    assert "observations_fit" not in out


def test_environments_are_made_by_the_test_that_runs_with_all_its_fixtures(run: Run) -> None:
    code = """
import pytest

class TestPrepared(EnvContract):
    laws = [laws.flags_are_bools, laws.metadata_tells_the_mode, laws.rewards_add_up]

    def setup_method(self):
        self.far = True

    @pytest.fixture(autouse=True)
    def near(self, tmp_path):
        self.far, self.folder = False, tmp_path

    def make(self, **options):
        assert self.folder.is_dir()
        return Corridor(far=self.far, **options)
"""
    status, out = run(code)
    assert (status, "1 passed, 2 skipped" in out) == (0, True)


def test_no_environments_are_made_to_collect_tests_and_all_are_closed(run: Run) -> None:
    code = """
made = []

class Counted(Corridor):
    closed = False

    def close(self):
        self.closed = True

class TestCounted(EnvContract):
    laws = [laws.flags_are_bools, laws.seeds_decide]

    def make(self, **options):
        made.append(Counted(**options))
        return made[-1]

def pytest_generate_tests(metafunc):
    assert not made

def test_last():
    assert made and all(env.closed for env in made)
"""
    status, out = run(code)
    assert (status, "3 passed" in out) == (0, True)


def test_tasks_are_kept_between_tests_and_closed_in_the_end(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bool]] = []

    def close(self: Subject) -> None:
        seen.append((repr(self), "example" in vars(self)))
        kept(self)

    kept = Subject.close
    monkeypatch.setattr(Subject, "close", close)
    code = """
class TestTasks(SpecContract):
    specs = ["CircleSquare-v0", SPEC.override({"id": "other"})]
    laws = [laws.flags_are_bools, laws.seeds_decide]
"""
    assert run(code)[0] == 0
    assert sorted(seen) == [("CircleSquare-v0", True), ("other", True)]


LADDER = """
from tests.envspecs.testing.test_choosing import Ladder, always_up

class TestLadder(EnvContract):
    laws = [laws.any_action_can_be_taken, laws.flags_are_bools, laws.seeds_decide]

    def make(self, **options):
        return Ladder(**options)
"""


def test_where_not_all_actions_can_be_taken_one_test_fails(run: Run) -> None:
    status, out = run(LADDER, "-rs")
    assert status == 1
    assert "1 failed, 2 skipped" in out
    assert "the environments could not be played: any_action_can_be_taken is broken" in out
    chosen = "    def actions(self, action, info):\n        return always_up(action, info)\n"
    assert run(LADDER + chosen)[0] == 0


def test_laws_that_gymnasium_does_not_ask_for_may_be_left_out(run: Run) -> None:
    code = """
class TestCorridor(EnvContract):
    strict = False

    def make(self, **options):
        return Corridor(**options)
"""
    _, out = run(code, "--collect-only")
    asked_for = [law.name for law in laws.LAWS if law.source == "gymnasium"]
    assert [line.partition("[")[2].removesuffix("]") for line in collected(out)] == asked_for


def test_what_is_never_the_same_may_be_ignored(run: Run) -> None:
    code = """
import time

class Timed(Corridor):
    def reset(self, **options):
        return super().reset(**options)[0], {"time": time.perf_counter()}

class TestTimed(EnvContract):
    laws = [laws.seeds_decide]
    ignore = ["time"]

    def make(self, **options):
        return Timed(**options)
"""
    assert run(code)[0] == 0


def test_what_breaks_a_law_is_told_with_its_example_alone(run: Run) -> None:
    code = """
class TestLoud(EnvContract):
    laws = [laws.flags_are_bools, laws.seeds_decide]

    def make(self, **options):
        return spoilt(Loud).make(**options)
"""
    status, out = run(code, "-p", "no:logging")
    assert status == 1
    assert "1 failed, 1 passed" in out
    assert "BrokenLawError: flags_are_bools: terminated of step 1 is np.False_ (numpy.bool), not bool" in out
    assert "subject: TestLoud" in out
    assert "example: laws.flags_are_bools(Subject(make), seed=0" in out
    assert "in flags_are_bools" not in out


def test_drawn_tasks_are_shrunk(run: Run) -> None:
    code = """
from hypothesis import strategies as st
from envspecs.testing.law import Law, always

def last_at_most_two_steps(subject):
    '''Episodes are short.'''
    assert subject.core.rules.max_steps <= 2, f"they last {subject.core.rules.max_steps} steps"

class TestDrawn(SpecContract):
    strategy = st.sampled_from([1, 2, 3]).map(lambda steps: SPEC.override({"episode.max_steps": steps}))
    laws = [Law(last_at_most_two_steps, always)]
"""
    status, out = run(code, "--hypothesis-profile=default")
    assert status == 1
    assert "test_law[last_at_most_two_steps-drawn]" in out
    assert "last_at_most_two_steps: they last 3 steps" in out


WRAPPERS = """
import gymnasium
from envspecs.testing.strategies import task_specs

class Late(gymnasium.ObservationWrapper):
    last = None

    def observation(self, observation):
        before, self.last = self.last, observation
        return observation if before is None else before

class Mended(Late):
    def reset(self, **arguments):
        self.last = None
        return super().reset(**arguments)

class TestLate(EnvContract):
    strategy = task_specs(sensors=["glimpse"], spaces=["circle_square"])
    laws = [laws.seeds_decide, laws.masks_restart_those_alone]

    def wrap(self, env):
        return Late(env)

class TestMended(TestLate):
    def make(self, **options):
        return Mended(SPEC.make(**options))

    def wrap(self, env):
        return Mended(env)
"""


def test_wrappers_are_held_to_the_laws_over_drawn_tasks(run: Run) -> None:
    status, out = run(WRAPPERS, "-rA")
    assert status == 1
    assert "FAILED test_tasks.py::TestLate::test_law[seeds_decide-drawn] - " in out
    for test in ("seeds_decide", "seeds_decide-drawn"):
        assert f"PASSED test_tasks.py::TestMended::test_law[{test}]" in out
    assert "spec=TaskSpec(" in out
    assert "none of " in out
    assert "tasks that were drawn is such" in out


def test_how_drawn_tasks_are_wrapped_must_be_said(run: Run) -> None:
    status, out = run("class TestBare(EnvContract):\n    strategy = 'any'\n")
    assert status != 0
    assert "TestBare must have a method wrap(self, env) beside strategy, got none" in out


def test_laws_of_no_drawn_task_are_skipped(run: Run) -> None:
    code = """
from hypothesis import strategies as st

class TestDrawn(SpecContract):
    strategy = st.just(envspecs.load(SPEC.model_dump(exclude={"variants"})))
    laws = [laws.specs_survive_yaml, laws.variants_resolve]
"""
    status, out = run(code, "-rs")
    assert status == 0
    assert "1 passed, 1 skipped" in out
    assert re.search(r"variants_resolve is about .*variants.*: none of \d+ tasks that were drawn is such", out)


def test_two_faults_of_drawn_tasks_are_told_as_one_is(run: Run) -> None:
    code = """
from hypothesis import strategies as st
from envspecs.testing.law import Law, always

def nothing_is_wrong(subject):
    if subject.core.rules.max_steps == 2:
        raise ZeroDivisionError("two")
    if subject.core.rules.max_steps >= 4:
        raise KeyError("four")

class TestDrawn(SpecContract):
    strategy = st.integers(1, 8).map(lambda steps: SPEC.override({"episode.max_steps": steps}))
    laws = [Law(nothing_is_wrong, always)]
"""
    status, out = run(code)
    assert status == 1
    assert "ExceptionGroup" not in out
    assert re.search(
        r"BrokenLawError: nothing_is_wrong: raised (ZeroDivisionError: two|KeyError: 'four'), in test_", out
    )


def test_laws_are_shown_different_tasks_that_are_the_same_at_every_run(run: Run) -> None:
    code = """
from hypothesis import strategies as st
from envspecs.testing.law import Law, always

SEEN = {}

def one(subject):
    SEEN.setdefault("one", []).append(subject.core.rules.max_steps)

def other(subject):
    SEEN.setdefault("other", []).append(subject.core.rules.max_steps)

class TestDrawn(SpecContract):
    strategy = st.integers(1, 1000).map(lambda steps: SPEC.override({"episode.max_steps": steps}))
    laws = [Law(one, always), Law(other, always)]

def test_all():
    assert SEEN["one"] != SEEN["other"]
"""
    status, out = run(code)
    assert status == 0, out
    assert "3 passed" in out


def test_tasks_whose_data_are_not_there_yet_are_left_to_their_tests(run: Run) -> None:
    code = """
class TestLater(SpecContract):
    specs = ["MNIST-v0"]
    laws = [laws.seeds_decide, laws.rewards_add_up]
"""
    status, out = run(code)
    assert status == 1
    assert "2 failed" in out
    assert "files are missing" in out


def test_data_may_come_with_a_fixture_and_laws_that_are_not_about_them_are_skipped(
    run: Run, written_data: Path
) -> None:
    code = f"""
import pytest
from envspecs.testing.law import Law

def never(subject):
    '''Take nothing.'''
    return subject.is_active and False

class TestLater(SpecContract):
    specs = ["MNIST-v0"]
    laws = [laws.rewards_add_up, Law(laws.rewards_add_up.__wrapped__, never)]

    @pytest.fixture(autouse=True)
    def data(self, monkeypatch):
        monkeypatch.setenv("IMAGESPACES_DATA", {str(written_data)!r})
"""
    status, out = run(code, "-rs")
    assert status == 0
    assert "1 passed, 1 skipped" in out
    assert "rewards_add_up: it is about nothing" in out


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "class TestNone(SpecContract): pass",
            "TestNone must have specs, or a strategy, got specs = (), strategy = None",
        ),
        ("class TestNone(EnvContract): pass", "TestNone must have a method make(self, **options), got none"),
    ],
)
def test_a_contract_of_nothing_is_an_error(run: Run, code: str, reason: str) -> None:
    status, out = run(code)
    assert status == 2
    assert reason in out
