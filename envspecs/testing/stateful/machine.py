"""Any program of resets, steps, saves, copies and pictures, on an environment beside its reference."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import Parameter, signature
from operator import methodcaller
from typing import Any, ClassVar, Self, TypeVar

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule

from envspecs.build import Source
from envspecs.loading import load
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.reference import Definition, Handed
from envspecs.testing.stateful import arguments
from envspecs.testing.stateful.layers import is_bare
from envspecs.testing.stateful.pair import Pair, Saved
from envspecs.testing.strategies import scenarios
from envspecs.testing.subject import Maker, Subject
from imagespaces.testing.checks import expect

__all__ = ["KINDS", "EnvironmentMachine"]

SINGLE = "single"

KINDS = (SINGLE, *(mode.value for mode in AutoresetMode))
"""The single environment, and the vector environment by what it does at an episode's end."""


Made = TypeVar("Made")


def _by(method: str) -> st.SearchStrategy[Any]:
    """Build what a method of the machine says, whose rule it is for."""
    return st.runner().flatmap(methodcaller(method))


class EnvironmentMachine(RuleBasedStateMachine):
    """Drives environments by random programs, and compares all they give, bit for bit, with a slow reference.

    A subclass says what environments these are, by a ``spec`` or by :meth:`make` and, where there are vectors of them,
    :meth:`make_vec`::

        class MyMachine(EnvironmentMachine):
            def make(self, **options):
                return MyEnv(**options)


        TestMyEnv = MyMachine.TestCase

    ``TestMyEnv.settings = hypothesis.settings(…)`` says how many programs are tried (``max_examples``), of how many
    rules each (``stateful_step_count``). What fails is shown as the shortest program that does.

    Environment ``i`` of a vector environment seeded ``s``, and a single one likewise, must give what a fresh single one
    does that is seeded ``s + i`` and brought to the same episode by so many resets, with the same options and actions.
    Of environments of others, and of what wraps this project's, no more is expected than that a seed decides what
    follows; where a wrapped environment goes back to a state, which holds nothing of the wrapper's, the next episode
    begins at once.

    Rules of a subclass's own, which are Hypothesis's, do what they do by the ``pair``, so that the reference goes
    through the same.

    Attributes:
        spec: The task, if it is one of a task spec, or what :func:`envspecs.load` takes; then also time, ends, sums
            and, of the commonest tasks, every pixel and every reward are compared with their definitions.
        kinds: Which environments are driven: ``"single"``, and ``"NextStep"``, ``"SameStep"`` and ``"Disabled"`` where
            there are vectors.
        num_envs: How many environments a vector has.
        max_steps: How many steps a single rule takes at most to come to an episode's end.
        lanes_are_singles: Whether vectors that :meth:`make_vec` makes promise, seeded ``s``, that environment ``i``
            gives what a single one seeded ``s + i`` does, as Gymnasium's SyncVectorEnv has it.
        copies: The ways of copying after which the copy must go on as the original: ``"deepcopy"`` and ``"pickle"``.
            Those that environments of others and wrappers refuse are left out.
        ignore: Entries of ``info`` and of observations that are never compared, such as times that something took.
        pair: The environment, ``pair.env``, beside what it must give: a :class:`Pair`. ``pair.reset``, ``pair.step``
            and the like do it to both, compare, and give what came of it.
    """

    spec: Source | None = None
    kinds: ClassVar[Sequence[str]] = KINDS
    num_envs: ClassVar[int] = 2
    max_steps: ClassVar[int] = 64
    lanes_are_singles: ClassVar[bool] = False
    copies: ClassVar[Sequence[str]] = ("deepcopy", "pickle")
    ignore: ClassVar[Sequence[str]] = ()

    _shared: dict[str, Any]  # what is the same for all programs: strategies, and an environment

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        cls._shared = {}
        cls.spec = None if cls.spec is None else load(cls.spec)
        unknown = [kind for kind in cls.kinds if kind not in KINDS]
        if unknown or not cls.kinds:
            raise ValueError(f"kinds of {cls.__name__} must be among {list(KINDS)}, got {unknown or list(cls.kinds)}")
        vectors_are_others = cls._definer("make") not in cls._definer("make_vec").__mro__
        if cls.spec is not None and vectors_are_others and set(cls.kinds) != {SINGLE}:
            raise TypeError(
                f"{cls.__name__} must have a method make_vec beside make and spec, or kinds = ('single',), "
                f"got kinds = {tuple(cls.kinds)}: vectors would be those of the spec"
            )

    @classmethod
    def _definer(cls, method: str) -> type:
        return next(base for base in cls.__mro__ if method in vars(base))

    @classmethod
    def of(cls, task: Maker | Subject | str | os.PathLike[str], **attributes: Any) -> type[Self]:
        """Give the machine of a task.

        Args:
            task: A task spec, a catalog id or a file, or what makes environments.
            attributes: Attributes of the class.

        >>> EnvironmentMachine.of("CircleSquare-v0", num_envs=3)
        <class 'envspecs.testing.stateful.machine.CircleSquare_v0'>
        """
        task = load(task) if isinstance(task, str | os.PathLike) else task
        if isinstance(task, TaskSpec):
            name = "_".join(re.findall(r"\w+", task.id))
            return type(name, (cls,), {"spec": task, "__module__": cls.__module__} | attributes)
        subject = Subject.of(task)
        own: dict[str, Any] = {
            "spec": subject.spec,
            "make": staticmethod(subject.make),
            "ignore": subject.ignore,
            "__module__": cls.__module__,
        }
        if subject.has_vectors:
            own |= {
                "make_vec": staticmethod(subject.make_vec),
                "kinds": (SINGLE, *(mode.value for mode in subject.modes)),
            }
        else:
            own["kinds"] = (SINGLE,)
        return type(_name_of(subject), (cls,), own | attributes)

    # ---------------------------------------------------------------------------------------- what a subclass says

    def make(self, **options: Any) -> gymnasium.Env[Any, Any]:
        """Make one environment.

        Args:
            options: ``render_mode`` where the environment is this project's, and the method takes it.

        Raises:
            TypeError: If neither the class nor a ``spec`` says which.
        """
        return self._task().make(**options)

    def make_vec(self, num_envs: int, *, autoreset_mode: AutoresetMode, **options: Any) -> VectorEnv[Any, Any, Any]:
        """Make environments that step together.

        Args:
            num_envs: How many.
            autoreset_mode: What happens at an episode's end.
            options: As for :meth:`make`.

        Raises:
            TypeError: If neither the class nor a ``spec`` says which.
        """
        return self._task().make_vec(num_envs, autoreset_mode=autoreset_mode, **options)

    def scenarios(self) -> st.SearchStrategy[Mapping[str, Any]]:
        """Build options of ``reset``: none unless there is a ``spec``, or a subclass says which."""
        return st.just({}) if self.spec is None else scenarios(self._task())

    def take(self, spec: TaskSpec) -> None:
        """Drive the environments of a task in this program, another in the next.

        For a ``make_environment`` that draws the task, too, as the machine that drives any task does::

            class AnyTask(EnvironmentMachine):
                @initialize(spec=task_specs(), kind=sampled_from(KINDS), seed=beginnings())
                def make_environment(self, spec, kind, seed):
                    self.take(spec)
                    super().make_environment(kind=kind, seed=seed)
        """
        self.spec, self._shared = spec, {}

    @property
    def ways(self) -> tuple[str, ...]:
        """Those of :attr:`copies` that the environments bear."""
        return self._once(f"ways {self.pair.count}", lambda: self.pair.ways(self.copies))

    def _task(self) -> TaskSpec:
        if not isinstance(self.spec, TaskSpec):
            raise TypeError(f"{type(self).__name__} must have a spec, or a method make, got neither")
        return self.spec

    # ------------------------------------------------------------------------------------------------------- rules

    pair: Pair
    states = Bundle("states")

    # Hypothesis leaves rules out at random, and little is to be done without a reset: mostly there is one at once.
    @initialize(kind=_by("_kinds"), seed=arguments.beginnings())
    def make_environment(self, kind: str, seed: int | Handed) -> None:
        """Make what is driven, and begin episodes with a seed, or put a generator in for when they do."""
        options = self._render_options(kind)
        single: Callable[[], Any] = partial(self.make, **options)
        make = single
        if kind != SINGLE:
            make = partial(self.make_vec, self.num_envs, autoreset_mode=AutoresetMode(kind), **options)
        self.pair = Pair(make, single, self._judge(), lanes_are_singles=self.lanes_are_singles, ignore=self.ignore)
        mode = self.pair.mode
        made = mode is None or mode.value == kind
        expect(made, f"make_vec must make vectors of {kind}, or kinds must be without it, got {mode}")
        self._begin(seed)

    def _begin(self, seed: int | Handed) -> None:
        if not isinstance(seed, Handed):
            self.pair.reset(seed)
        elif self.pair.is_keyed:
            self.pair.hand_over(seed.seed)

    @rule(
        seed=_by("_seeds"),
        options=_by("_options"),
    )
    def reset(self, seed: Any, options: Any) -> None:
        """Begin episodes in all environments."""
        self.pair.reset(seed, options)

    @precondition(lambda machine: machine.pair.takes_masks and machine.pair.has_begun)
    @rule(
        mask=_by("_masks"),
        seed=_by("_seeds"),
        options=_by("_options"),
    )
    def reset_some(self, mask: list[bool], seed: Any, options: Any) -> None:
        """Begin episodes in some environments."""
        self.pair.reset(seed, options, mask)

    # Around an environment it begins an episode, as a reset does, which says so.
    @precondition(lambda machine: machine.pair.is_keyed and (machine.pair.is_bare or not machine.pair.has_begun))
    @rule(seed=st.integers(0, 3))
    def put_in_generator(self, seed: int) -> None:
        """Put a generator in from outside, made with a seed."""
        self.pair.hand_over(seed)

    @precondition(lambda machine: machine.pair.may_step)
    @rule(actions=_by("_moves"))
    def step(self, actions: list[Any]) -> None:
        """Take a step."""
        self.pair.step(actions)

    @precondition(lambda machine: machine.pair.may_step)
    @rule(seed=st.integers(0, 9), further=st.integers(0, 2))
    def step_to_an_end(self, seed: int, further: int) -> None:
        """Take steps until an episode is over, and so many further ones where the next begins by itself."""
        self.pair.step_to_an_end(seed, self.max_steps, further)

    @precondition(lambda machine: machine.pair.is_ours)
    @rule(seed=st.integers(0, 9))
    def do_what_is_refused(self, seed: int) -> None:
        """Step where there is no episode, and ask for scenarios that there are not."""
        self.pair.refuse(seed)

    @precondition(lambda machine: machine.pair.is_saved)
    @rule(target=states)
    def save(self) -> Saved:
        """Save the state."""
        return self.pair.save()

    @rule(state=states)
    def restore(self, state: Saved) -> None:
        """Go back to a saved state."""
        self.pair.restore(state)

    @precondition(lambda machine: machine.pair.has_begun and machine.ways)
    @rule(way=_by("_ways"))
    def go_on_with_copy(self, way: str) -> None:
        """Go on with a copy, while the original goes elsewhere."""
        self.pair.copy(way)

    @precondition(lambda machine: machine.pair.has_begun)
    @rule(seed=arguments.beginnings())
    def close_and_make_anew(self, seed: int | Handed) -> None:
        """Close the environment, make another, and begin episodes with a seed, or put a generator in."""
        self.pair.renew()
        self._begin(seed)

    @precondition(lambda machine: machine.pair.renders)
    @rule()
    def render(self) -> None:
        """Look at the pictures."""
        self.pair.render()

    def teardown(self) -> None:
        """Close what was made."""
        if "pair" in vars(self):
            self.pair.close()

    # --------------------------------------------------------------------------------- what rules are called with

    def _kinds(self) -> st.SearchStrategy[str]:
        has_vectors = self.spec is not None or self._definer("make_vec") is not EnvironmentMachine
        return st.sampled_from(list(self.kinds) if has_vectors else [SINGLE])

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        """Make something that is the same in all programs."""
        made: Made = self._shared[name] if name in self._shared else self._shared.setdefault(name, make())
        return made

    def _example(self) -> gymnasium.Env[Any, Any]:
        """Give an environment that is closed; as long as it is there, what environments share is kept."""
        env = self.make()
        env.close()
        return env

    def _render_options(self, kind: str) -> dict[str, str]:
        makers: list[Callable[..., Any]] = [self.make] if kind == SINGLE else [self.make, self.make_vec]
        draws = is_bare(self._once("example", self._example)) and all(map(_takes_render_mode, makers))
        return {"render_mode": "rgb_array"} if draws else {}

    def _judge(self) -> Definition | None:
        return None if self.spec is None else self._once("definition", lambda: Definition(self._task()))

    def _ways(self) -> st.SearchStrategy[str]:
        return st.sampled_from(self.ways)

    def _seeds(self) -> st.SearchStrategy[Any]:
        needed, count = self.pair.needs_seed, self.pair.count if self.pair.takes_each else None
        return self._once(f"seeds {count} {needed}", lambda: arguments.seeds(count, needed=needed))

    def _options(self) -> st.SearchStrategy[Any]:
        count = self.pair.count if self.pair.is_ours and self.pair.takes_each else None
        return self._once(f"options {count}", lambda: arguments.options(self.scenarios(), count))

    def _masks(self) -> st.SearchStrategy[list[bool]]:
        return self._once("masks", lambda: arguments.masks(self.num_envs))

    def _moves(self) -> st.SearchStrategy[list[Any]]:
        space, count = self.pair.action_space, self.pair.count or 1
        return self._once(f"moves {count}", lambda: arguments.moves(space, count))


def _takes_render_mode(make: Callable[..., Any]) -> bool:
    """Tell whether a function can be asked for environments that render."""
    parameters = signature(make).parameters
    return "render_mode" in parameters or any(each.kind is Parameter.VAR_KEYWORD for each in parameters.values())


def _name_of(subject: Subject) -> str:
    """Give the name of a machine; where objects lie in memory is no part of it."""
    return "_".join(re.findall(r"\w+", re.sub(r"\b(at )?0x[0-9a-fA-F]+", "", repr(subject))))
