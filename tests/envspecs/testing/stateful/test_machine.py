from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

import gymnasium
import pytest
from gymnasium import wrappers
from gymnasium.error import ClosedEnvironmentError
from gymnasium.vector import AutoresetMode, VectorEnv
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

import envspecs
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import Subject
from envspecs.testing.stateful import KINDS, EnvironmentMachine, Handed, Lane, Sampled, beginnings
from envspecs.testing.strategies import scenarios, task_specs
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


# ----------------------------------------------------------------------------------------------------------------------
# What it is told
# ----------------------------------------------------------------------------------------------------------------------


def test_what_is_driven_must_be_said() -> None:
    with pytest.raises(TypeError, match=r"^EnvironmentMachine must have a spec, or a method make, got neither$"):
        EnvironmentMachine().make()


def test_kinds_must_be_known_when_the_class_is_made() -> None:
    known = r"\['single', 'NextStep', 'SameStep', 'Disabled'\]"
    with pytest.raises(ValueError, match=rf"^kinds of Odd must be among {known}, got \['next_step'\]$"):
        type("Odd", (EnvironmentMachine,), {"kinds": ("single", "next_step")})
    with pytest.raises(ValueError, match=rf"^kinds of Odd must be among {known}, got \[\]$"):
        type("Odd", (EnvironmentMachine,), {"kinds": ()})


def test_singles_and_vectors_must_be_wrapped_alike() -> None:
    own = {"spec": SPEC, "make": lambda self: SPEC.make()}
    with pytest.raises(TypeError) as caught:
        type("Odd", (EnvironmentMachine,), own)
    assert str(caught.value) == (
        "Odd must have a method make_vec beside make and spec, or kinds = ('single',), "
        "got kinds = ('single', 'NextStep', 'SameStep', 'Disabled'): vectors would be those of the spec"
    )
    with pytest.raises(TypeError, match=r"^Odd must have a method make_vec beside make and spec, "):
        type("Odd", (EnvironmentMachine.of(SPEC),), {"make": own["make"]})
    type("Even", (EnvironmentMachine,), own | {"kinds": ("single",)})
    type("Even", (EnvironmentMachine,), own | {"make_vec": EnvironmentMachine.of(SPEC).make_vec})


def test_a_spec_may_be_named() -> None:
    class Named(EnvironmentMachine):
        spec = "CircleSquare-s15-v0"

    assert Named.spec == envspecs.load("CircleSquare-s15-v0")
    run(Named, settings(BRIEFLY, max_examples=1))


def test_machines_are_named_by_what_they_drive() -> None:
    machine = EnvironmentMachine.of("CircleSquare-s15-v0", num_envs=5)
    assert (machine.__name__, machine.num_envs, machine.kinds) == ("CircleSquare_s15_v0", 5, KINDS)

    def make() -> Any:
        return SPEC.make()

    names = [EnvironmentMachine.of(Subject(make)).__name__ for make in (make, SPEC.make)]
    assert not any("0x" in name for name in names)
    assert EnvironmentMachine.of(Subject(make)).kinds == ("single",)


def test_methods_need_not_take_render_modes() -> None:
    class Plain(EnvironmentMachine):
        def make(self) -> gymnasium.Env[Any, Any]:  # type: ignore[override]
            return SPEC.make()

    run(Plain, settings(BRIEFLY, max_examples=1))


def test_only_modes_that_there_are_are_asked_for() -> None:
    asked: set[AutoresetMode] = set()

    def carts(num_envs: int, autoreset_mode: AutoresetMode) -> VectorEnv[Any, Any, Any]:
        asked.add(autoreset_mode)
        return gymnasium.make_vec("CartPole-v1", num_envs, vectorization_mode="vector_entry_point")

    modes = (AutoresetMode.NEXT_STEP,)
    machine = EnvironmentMachine.of(Subject(partial(gymnasium.make, "CartPole-v1"), carts, modes=modes))
    run(machine, settings(BRIEFLY, derandomize=True))
    assert asked == {AutoresetMode.NEXT_STEP}

    with driving(EnvironmentMachine.of(Subject(machine.make, carts)), "SameStep") as (begin, _):
        reason = "make_vec must make vectors of SameStep, or kinds must be without it, got AutoresetMode.NEXT_STEP"
        with pytest.raises(AssertionError, match=f"^{reason}$"):
            begin(0)


def test_vectors_that_share_what_they_draw_need_not_be_as_single_ones_are() -> None:
    class Carts(EnvironmentMachine):
        kinds = ("NextStep",)

        def make(self) -> gymnasium.Env[Any, Any]:  # type: ignore[override]
            return gymnasium.make("CartPole-v1")

        def make_vec(self, num_envs: int, *, autoreset_mode: AutoresetMode) -> VectorEnv[Any, Any, Any]:  # type: ignore[override]
            assert autoreset_mode is AutoresetMode.NEXT_STEP
            return gymnasium.make_vec("CartPole-v1", num_envs, vectorization_mode="vector_entry_point")

    run(Carts, BRIEFLY)
    driven = driving(type("Singles", (Carts,), {"lanes_are_singles": True}), "NextStep")
    with driven as (begin, _), pytest.raises(AssertionError, match="environment 0: result\\['observation'\\] differs"):
        begin(0)


@pytest.mark.parametrize("kind", KINDS)
def test_programs_that_reset_without_a_seed_can_be_run_again(kind: str) -> None:
    """Nothing comes from the system's entropy: a generator is put in first."""

    def indices(seed: int | Handed) -> list[int]:
        state = EnvironmentMachine.of(SPEC)()
        state.make_environment(kind=kind, seed=seed)
        found = []
        for _ in range(3):
            state.reset(seed=None, options={})
            found += state.pair.env.unwrapped.core.indices.tolist()
        state.close_and_make_anew(seed=seed)
        state.reset(seed=None, options={})
        found += state.pair.env.unwrapped.core.indices.tolist()
        state.teardown()
        return found

    assert indices(Handed(3)) == indices(Handed(3))
    assert indices(Handed(3)) != indices(Handed(4))
    assert find(beginnings(), lambda seed: not isinstance(seed, int)) == Handed(0)


def test_what_is_never_the_same_may_be_ignored() -> None:
    class Timed(gymnasium.Wrapper[Any, Any, Any, Any]):
        def reset(self, **arguments: Any) -> Any:
            observation, info = super().reset(**arguments)
            return observation, info | {"seconds": time.perf_counter()}

    def make() -> Any:
        return Timed(SPEC.make())

    few = settings(BRIEFLY, max_examples=2, phases=[Phase.generate])
    with pytest.raises(AssertionError, match=r"result\['info'\]\['seconds'\] is "):
        run(EnvironmentMachine.of(Subject(make)), few)
    run(EnvironmentMachine.of(Subject(make, ignore=["seconds"])), few)


def test_what_is_made_is_closed() -> None:
    made: list[gymnasium.Env[Any, Any]] = []
    closed: set[int] = set()

    class Told(gymnasium.Wrapper[Any, Any, Any, Any]):
        def close(self) -> None:
            closed.add(id(self))
            super().close()

    class Machine(EnvironmentMachine):
        def make(self) -> gymnasium.Env[Any, Any]:  # type: ignore[override]
            made.append(Told(SPEC.make()))
            return made[-1]

    run(Machine, settings(BRIEFLY, max_examples=3))
    assert {id(env) for env in made} <= closed


# ----------------------------------------------------------------------------------------------------------------------
# Wrappers
# ----------------------------------------------------------------------------------------------------------------------


class Before(gymnasium.ObservationWrapper[Any, Any, Any]):
    """Shows the glimpse of the step before, too."""

    def __init__(self, env: gymnasium.Env[Any, Any]) -> None:
        super().__init__(env)
        parts = dict(env.observation_space.spaces)  # type: ignore[attr-defined]
        self.observation_space = gymnasium.spaces.Dict(parts | {"before": parts["glimpse"]})
        self.last: Any = None

    def reset(self, **arguments: Any) -> Any:
        self.last = None
        return super().reset(**arguments)

    def observation(self, observation: Any) -> Any:
        before = observation["glimpse"] if self.last is None else self.last
        self.last = observation["glimpse"]
        return {**{name: part.copy() for name, part in observation.items()}, "before": before.copy()}


flat = wrappers.FlattenObservation
WRAPPERS: dict[str, Callable[[Any], Any]] = {
    "Autoreset": wrappers.Autoreset,
    "Before": Before,
    "DelayObservation": lambda env: wrappers.DelayObservation(flat(env), 1),
    "FilterObservation": lambda env: wrappers.FilterObservation(env, ["glimpse"]),
    "FrameStackObservation": lambda env: wrappers.FrameStackObservation(flat(env), 2),
    "MaxAndSkipObservation": lambda env: wrappers.MaxAndSkipObservation(flat(env), 2),
    "RecordEpisodeStatistics": wrappers.RecordEpisodeStatistics,
    "StickyAction": lambda env: wrappers.StickyAction(env, 0.3),
    "TimeLimit": lambda env: wrappers.TimeLimit(env, 2),
    "TransformReward": lambda env: wrappers.TransformReward(env, lambda reward: -float(reward)),
}


@pytest.mark.parametrize("name", WRAPPERS)
def test_wrappers_are_not_held_to_what_they_do_not_promise(name: str) -> None:
    class Wrapped(EnvironmentMachine):
        def make(self) -> gymnasium.Env[Any, Any]:  # type: ignore[override]
            return cast("gymnasium.Env[Any, Any]", WRAPPERS[name](SPEC.make()))

        def scenarios(self) -> st.SearchStrategy[Mapping[str, Any]]:
            return scenarios(SPEC)

    run(Wrapped, settings(BRIEFLY, derandomize=True))


@pytest.mark.parametrize("wrap", [Before, lambda env: env], ids=["wrapped", "bare"])
def test_generators_go_back_with_states_where_wrappers_draw(wrap: Callable[[Any], Any]) -> None:
    state = EnvironmentMachine.of(Subject(lambda: wrap(SPEC.make())))()
    state.make_environment(kind="single", seed=Handed(0))
    assert state.pair.is_saved == state.pair.is_bare
    if state.pair.is_saved:
        unbegun = state.save()
        state.put_in_generator(seed=1)
        state.restore(state=unbegun)
    state.reset(seed=None, options={})
    state.step(actions=[Sampled(0)])
    begun = state.save()
    state.close_and_make_anew(seed=Handed(2))
    state.restore(state=begun)
    state.reset(seed=None, options={})
    state.teardown()


def test_wrappers_of_vectors_are_driven_beside_each_other() -> None:
    class Wrapped(EnvironmentMachine):
        kinds = ("single", "NextStep", "Disabled")

        def make(self) -> gymnasium.Env[Any, Any]:  # type: ignore[override]
            return flat(SPEC.make())

        def make_vec(self, num_envs: int, *, autoreset_mode: AutoresetMode) -> VectorEnv[Any, Any, Any]:  # type: ignore[override]
            return wrappers.vector.FlattenObservation(SPEC.make_vec(num_envs, autoreset_mode=autoreset_mode))

    run(Wrapped, settings(BRIEFLY, derandomize=True))
    run(type("Singles", (Wrapped,), {"lanes_are_singles": True}), settings(BRIEFLY, derandomize=True))


WRONG: dict[str, tuple[type[gymnasium.Wrapper[Any, Any, Any, Any]], str]] = {}


def wrong(reason: str) -> Callable[[Any], Any]:
    def noted(wrapper: Any) -> Any:
        WRONG[wrapper.__name__] = wrapper, reason
        return wrapper

    return noted


@wrong("result['observation']['before'] differs")
class Remembering(Before):
    """Keeps its memory beyond the end."""

    def reset(self, **arguments: Any) -> Any:
        return gymnasium.ObservationWrapper.reset(self, **arguments)


@wrong("must raise ClosedEnvironmentError")
class Holding(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Never closes what it wraps."""

    def close(self) -> None:
        """Do nothing."""


@wrong("gave earlier, now")
class Reusing(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Writes all observations into the first."""

    def step(self, action: Any) -> Any:
        observation, *others = super().step(action)
        for name, value in observation.items():
            vars(self).setdefault("kept", observation)[name][...] = value
        return self.kept, *others

    kept: Any


@wrong("is closed: make another")
class Sharing(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Shares what it wraps with its copies."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Sharing:  # what closes the one closes the other
        return Sharing(self.env)


@pytest.mark.parametrize("name", WRONG)
def test_faults_of_wrappers_are_found(name: str) -> None:
    wrapper, reason = WRONG[name]

    class Wrapped(EnvironmentMachine):
        def make(self) -> gymnasium.Env[Any, Any]:  # type: ignore[override]
            return wrapper(SPEC.make())

    with pytest.raises((AssertionError, ClosedEnvironmentError), match=re.escape(reason)):
        run(Wrapped, settings(SEARCHING, phases=[Phase.generate]))


def test_rules_of_one_s_own_go_by_the_pair() -> None:
    class Looking(EnvironmentMachine):
        spec = SPEC
        kinds = ("single",)

        @precondition(lambda machine: machine.pair.may_step)
        @rule()
        def look_right(self) -> None:
            result = self.pair.step([{"action": [1.0, 0.0], "prediction": [0.0, 0.0]}])
            assert result["observation"]["glimpse_pos"][0] < 1, "the right edge"

    with pytest.raises(AssertionError, match="the right edge") as caught:
        run(Looking, settings(SEARCHING, phases=[Phase.generate, Phase.shrink]))
    assert "state.look_right()" in program_of(caught.value)
    assert not Lane(SPEC.make).episodes


@contextmanager
def driving(machine: type[EnvironmentMachine], kind: str) -> Iterator[tuple[Callable[[int], None], EnvironmentMachine]]:
    """Give what begins a program by hand."""
    state = machine()
    try:
        yield lambda seed: state.make_environment(kind=kind, seed=seed), state
    finally:
        state.teardown()
