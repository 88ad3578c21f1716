"""The laws of tasks and environments as classes to be subclassed, for pytest: no plugin is needed.

::

    from envspecs.testing import EnvContract, SpecContract


    class TestMyTask(SpecContract):
        specs = ["my_task.yaml", "CircleSquare-v0"]


    class TestMyEnv(EnvContract):
        def make(self, **options):
            return MyEnv(**options)

gives a test for each law and each task that it is about, such as ``test_law[seeds_decide-CircleSquare-v0]``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.build import Source
from envspecs.loading import load
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.law import Law
from envspecs.testing.running import broken_laws
from envspecs.testing.subject import Subject
from envspecs.testing.verdicts import laws_of
from imagespaces.testing.drawing import check_drawn

if TYPE_CHECKING:
    import pytest
    from hypothesis.strategies import SearchStrategy

__all__ = ["EnvContract", "SpecContract"]


class _Contract(ABC):
    """A test for each law and each of some subjects.

    Attributes:
        laws: What is to hold; laws of your own can be added. None for all.
        processes: Whether the laws that start processes, which take longer, are among these.
        seed: Of episodes and actions.
    """

    laws: ClassVar[Sequence[Law] | None] = None
    processes: ClassVar[bool] = False
    seed: ClassVar[int] = 0

    def test_law(self, law: Law, subject: Subject | SearchStrategy[TaskSpec]) -> None:
        """Check one law of one task, or of those that a strategy draws."""
        __tracebackhide__ = True
        if not isinstance(subject, Subject):
            self._hold_of_drawn(law, subject)
            return
        _skip_unless_about(law, subject)
        for broken in broken_laws(subject, seed=self.seed, laws=[law]):
            cause = broken.__cause__
            raise broken.with_traceback(None) from (None if isinstance(cause, AssertionError) else cause)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make a test for each law and each subject that it is about: pytest calls this."""
        import pytest  # noqa: PLC0415 - it is there: it calls this

        if metafunc.function.__name__ == "test_law":
            cases = [pytest.param(law, subject, id=name) for law, subject, name in self._cases()]
            metafunc.parametrize(("law", "subject"), cases)

    @abstractmethod
    def _cases(self) -> Iterator[tuple[Law, object, str]]:
        """Give each law with each subject, and what the test is called."""

    def _laws(self) -> Sequence[Law]:
        return laws_of(processes=self.processes) if self.laws is None else self.laws

    def _hold_of_drawn(self, law: Law, strategy: SearchStrategy[TaskSpec]) -> None:
        """Check a law of the tasks that Hypothesis draws; skip the test if it was about none."""
        import pytest  # noqa: PLC0415 - it runs this

        from imagespaces.testing.strategies import seeds  # noqa: PLC0415 - it needs Hypothesis

        def check(spec: TaskSpec, seed: int) -> bool:
            __tracebackhide__ = True
            about = _may_be_about(law, spec)
            if about:
                law(spec, seed=seed)
            return about

        name = f"{type(self).__module__}.{type(self).__qualname__}.{_called(law)}"
        drawn = check_drawn(check, name, spec=strategy, seed=seeds())
        if not drawn.about:
            pytest.skip(f"{law.name} is about {law.about}: none of {drawn.tried} tasks that were drawn is such")


class SpecContract(_Contract):
    """Subclass it under a name that pytest collects, and say which tasks are to keep the laws.

    Attributes:
        specs: Task specs or what :func:`envspecs.load` takes, files' names relative to where pytest runs; or a map of
            such from what tests are to call them; or a method that gives either. They are loaded when tests are
            collected.
        strategy: A Hypothesis strategy that draws task specs: beside, or instead of, ``specs``. For each law it draws a
            tenth of the examples that the profile names, since there are many laws.
        laws: What is to hold; laws of your own can be added. None for all.
        processes: Whether the laws that start processes, which take longer, are among these.
        seed: Of episodes and actions.
    """

    specs: Any = ()
    strategy: ClassVar[SearchStrategy[TaskSpec] | None] = None

    def _cases(self) -> Iterator[tuple[Law, object, str]]:
        """Give each law with each task that it is about; with all that can't be made yet, as before data are there.

        Raises:
            Collector.CollectError: If there are no tasks.
        """
        subjects = _named(self.specs() if callable(self.specs) else self.specs)
        if not subjects and self.strategy is None:
            found = f"got specs = {self.specs!r}, strategy = None"
            raise _not_collected(f"{type(self).__name__} must have specs, or a strategy, {found}")
        for law in self._laws():
            about = {name: subject for name, subject in subjects.items() if _may_be_about(law, subject)}
            yield from ((law, subject, f"{_called(law)}-{name}") for name, subject in about.items())
            if self.strategy is not None:
                yield law, self.strategy, f"{_called(law)}-drawn"


class EnvContract(_Contract):
    """Subclass it under a name that pytest collects, and say by :meth:`make` which environments are to keep the laws.

    A subclass that has vector environments defines ``make_vec(self, num_envs, *, autoreset_mode, **options)`` as well;
    with ``make`` and ``make_vec`` of this project's environments, ``options`` may be ``render_mode`` and
    ``max_episode_steps``.

    Attributes:
        make_vec: Makes environments that step together; None where there are none.
        modes: The autoreset modes that ``make_vec`` knows.
        laws: What is to hold; laws of your own can be added. None for all.
        processes: Whether the laws that start processes, which take longer, are among these.
        seed: Of episodes and actions.
    """

    make_vec: ClassVar[Callable[..., VectorEnv[Any, Any, Any]] | None] = None
    modes: ClassVar[Sequence[AutoresetMode]] = tuple(AutoresetMode)

    def make(self, **options: Any) -> gymnasium.Env[Any, Any]:
        """Make one environment.

        Args:
            options: ``render_mode`` where the environment renders.

        Raises:
            TypeError: If the subclass does not say how.
        """
        raise TypeError(f"{type(self).__name__} must have a method make(self, **options), got none for {options}")

    def _cases(self) -> Iterator[tuple[Law, object, str]]:
        """Give each law that is about the environments.

        Raises:
            Collector.CollectError: If it is not said which these are.
        """
        if type(self).make is EnvContract.make:
            raise _not_collected(f"{type(self).__name__} must have a method make(self, **options), got none")
        subject = Subject(self.make, self.make_vec, name=type(self).__name__, modes=self.modes)
        yield from ((law, subject, _called(law)) for law in self._laws() if _may_be_about(law, subject))


def _named(specs: Sequence[Source] | Mapping[str, Source]) -> dict[str, Subject]:
    """Give tasks by what their tests are called: their ids, numbered where these are the same."""
    if isinstance(specs, Mapping):
        return {name: Subject.of(load(source)) for name, source in specs.items()}
    loaded = [load(source) for source in specs]
    ids = [spec.id for spec in loaded]
    return {
        spec.id if ids.count(spec.id) == 1 else f"{spec.id}-{place}": Subject.of(spec)
        for place, spec in enumerate(loaded)
    }


def _called(law: Law) -> str:
    """Give what the tests of a law are called; laws of specs and spaces may have the names of those of environments."""
    return law.name if law.part == "environment" else f"{law.part}.{law.name}"


def _not_collected(reason: str) -> Exception:
    """Give the error with which pytest says that there is nothing to collect, and why."""
    import pytest  # noqa: PLC0415 - it is there: it asks

    return pytest.Collector.CollectError(reason)


def _may_be_about(law: Law, subject: Subject | TaskSpec) -> bool:
    """Tell whether a law is about a task; where it can't be made, it may."""
    try:
        return law.applies(subject)
    except Exception:  # noqa: BLE001 - whatever is wrong, the test meets it again
        return True


def _skip_unless_about(law: Law, subject: Subject) -> None:
    """Skip the test of a law that turns out not to be about a task that can be made only now."""
    import pytest  # noqa: PLC0415 - it runs this

    if not law.applies(subject):
        pytest.skip(f"{law.name} is about {law.about}")
