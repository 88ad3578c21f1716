from __future__ import annotations

from typing import Any

import gymnasium
import pytest
from gymnasium.vector import AutoresetMode, VectorEnv
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

import envspecs
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.stateful import KINDS, EnvironmentMachine, Handed, Sampled, beginnings
from envspecs.testing.strategies import task_specs
from tests.envspecs.testing.faults import SPEC
from tests.envspecs.testing.stateful.faulty import FAULTS, Fault

BRIEFLY = settings(max_examples=4, stateful_step_count=12)
AT_LENGTH = settings(max_examples=100, stateful_step_count=40)
SEARCHING = settings(
    max_examples=500, stateful_step_count=12, database=None, derandomize=True, report_multiple_bugs=False
)

TASKS = [
    "AngleRegression-v0",
    "CircleSquareFind-v0",
    "CircleSquareHideAndSeekNoPrediction-v0",
    "CircleSquareInverted-v0",
    "SceneReconstruction-v0",
]
"""Tasks that differ in what they keep from step to step."""


class Foreign(EnvironmentMachine):
    """An environment of Gymnasium's."""

    def make(self, **options: Any) -> gymnasium.Env[Any, Any]:
        return gymnasium.make("CartPole-v1", **options)

    lanes_are_singles = True

    def make_vec(self, num_envs: int, *, autoreset_mode: AutoresetMode, **options: Any) -> VectorEnv[Any, Any, Any]:
        mode = {"autoreset_mode": autoreset_mode}
        return gymnasium.make_vec("CartPole-v1", num_envs, vectorization_mode="sync", vector_kwargs=mode, **options)


class Made(EnvironmentMachine):
    """An environment of this project, as Gymnasium makes and wraps it."""

    num_envs = 3

    def make(self, **options: Any) -> gymnasium.Env[Any, Any]:
        return gymnasium.make("envspecs/CircleSquare-s15-v0", **options)

    def make_vec(self, num_envs: int, **options: Any) -> VectorEnv[Any, Any, Any]:
        return gymnasium.make_vec("envspecs/CircleSquare-s15-v0", num_envs, **options)


class AnyTask(EnvironmentMachine):
    """Tasks that Hypothesis builds, another in each program."""

    @initialize(spec=task_specs(max_pixels=100, max_steps=4), kind=st.sampled_from(KINDS), seed=beginnings())
    def make_environment(self, spec: TaskSpec, kind: str, seed: int | Handed) -> None:
        self.take(spec)
        super().make_environment(kind=kind, seed=seed)


TestAnyTask = AnyTask.TestCase
TestAnyTask.settings = settings(BRIEFLY, max_examples=6)
TestCartPole = Foreign.TestCase
TestCartPole.settings = BRIEFLY
TestMade = Made.TestCase
TestMade.settings = BRIEFLY
TestCircleSquare = EnvironmentMachine.of(SPEC).TestCase
TestCircleSquare.settings = settings(BRIEFLY, max_examples=12)


def run(machine: type[EnvironmentMachine], how: settings) -> None:
    run_state_machine_as_test(machine, settings=how)


@pytest.mark.parametrize("name", TASKS)
def test_task_of_the_catalog(name: str) -> None:
    run(EnvironmentMachine.of(envspecs.load(name)), BRIEFLY)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["CircleSquare-v0", *TASKS])
def test_task_at_length(name: str) -> None:
    run(EnvironmentMachine.of(envspecs.load(name)), AT_LENGTH)


@pytest.mark.slow
def test_any_task_at_length() -> None:
    run(AnyTask, AT_LENGTH)


# ----------------------------------------------------------------------------------------------------------------------
# What it finds
# ----------------------------------------------------------------------------------------------------------------------

each_fault = pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])


def machine_of(fault: Fault) -> type[EnvironmentMachine]:
    return EnvironmentMachine.of(fault.subject, spec=SPEC, kinds=(fault.kind,))


@each_fault
def test_faults_are_found(fault: Fault) -> None:
    with pytest.raises(AssertionError):
        run(machine_of(fault), settings(SEARCHING, phases=[Phase.generate]))


@pytest.mark.slow
@each_fault
def test_faults_are_shown_by_short_programs(fault: Fault) -> None:
    with pytest.raises(AssertionError) as caught:
        run(machine_of(fault), settings(SEARCHING, phases=[Phase.generate, Phase.shrink]))
    assert fault.reason in str(caught.value)
    assert program_of(caught.value).count("state.") <= fault.rules


def program_of(error: BaseException) -> str:
    """The program that Hypothesis shows, from what follows on the making of the machine."""
    lines = [line.strip() for line in "\n".join(error.__notes__).splitlines()]
    made = next(number for number, line in enumerate(lines) if line.startswith("state = "))
    return "\n".join(lines[made + 1 : lines.index("state.teardown()")])


@pytest.mark.parametrize("name", ["a loss that counts twice", "an effort that is none"])
def test_programs_can_be_read_and_typed_in_again(name: str) -> None:
    machine = machine_of(FAULTS[name])
    with pytest.raises(AssertionError) as caught:
        run(machine, settings(SEARCHING, phases=[Phase.generate, Phase.shrink]))
    program = program_of(caught.value)
    assert program.startswith("state.make_environment(kind='single', seed=0)\nstate.step")
    assert len(program) < 200
    state = machine()
    with pytest.raises(AssertionError) as again:
        exec(program, {"state": state, "Sampled": Sampled})  # noqa: S102 - what was just shown
    state.teardown()
    assert str(again.value) == str(caught.value)


def test_what_is_driven_must_be_said() -> None:
    with pytest.raises(TypeError, match=r"^EnvironmentMachine must have a spec, or a method make, got neither$"):
        EnvironmentMachine().make()


def test_machines_are_named_by_their_task() -> None:
    machine = EnvironmentMachine.of(envspecs.load("CircleSquare-s15-v0"), num_envs=5)
    assert (machine.__name__, machine.num_envs) == ("CircleSquare_s15_v0", 5)
