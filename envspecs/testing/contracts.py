"""The laws of tasks and environments as classes to be subclassed, for pytest: no plugin is needed.

::

    from envspecs.testing import EnvContract, SpecContract


    class TestMyTask(SpecContract):
        specs = ["my_task.yaml", "CircleSquare-v0"]


    class TestMyEnv(EnvContract):
        def make(self, **options):
            return MyEnv(**options)

gives a test for each law and each task that it is about, such as ``test_law[seeds_decide-CircleSquare-v0]``. Of
environments each law has a test, and those that are not about them are skipped: they are made when tests run, with all
their fixtures.
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
from envspecs.testing.laws.playing import any_action_can_be_taken
from envspecs.testing.running import broken_laws
from envspecs.testing.subject import Subject
from envspecs.testing.verdicts import UNPLAYABLE, laws_of
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

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make the tests: pytest calls this."""
        if metafunc.function.__name__ == "test_law":
            self._parametrize(metafunc)

    @abstractmethod
    def _parametrize(self, metafunc: pytest.Metafunc) -> None:
        """Make a test for each law, and each subject that is known."""

    def _hold_of(self, law: Law, subject: Subject) -> None:
        """Check one law of some environments; skip the test if it is not about them."""
        __tracebackhide__ = True
        with subject.opened():
            _skip_unless_about(law, subject, self._laws())
            for broken in broken_laws(subject, seed=self.seed, laws=[law]):
                cause = broken.__cause__
                raise broken.with_traceback(None) from (None if isinstance(cause, AssertionError) else cause)

    def _laws(self) -> Sequence[Law]:
        return laws_of(processes=self.processes) if self.laws is None else self.laws

    def _hold_of_drawn(self, law: Law, strategy: SearchStrategy[TaskSpec]) -> None:
        """Check a law of the tasks that Hypothesis draws; skip the test if it was about none."""
        import pytest  # noqa: PLC0415 - it runs this

        from imagespaces.testing.strategies import seeds  # noqa: PLC0415 - it needs Hypothesis

        def check(spec: TaskSpec, seed: int) -> bool:
            __tracebackhide__ = True
            with self._drawn(spec).opened() as subject:
                about = _may_be_about(law, subject)
                if about:
                    law(subject, seed=seed)
            return about

        name = f"{type(self).__module__}.{type(self).__qualname__}.{_called(law)}"
        drawn = check_drawn(check, name, spec=strategy, seed=seeds())
        if not drawn.about:
            pytest.skip(f"{law.name} is about {law.about}: none of {drawn.tried} tasks that were drawn is such")

    def _drawn(self, spec: TaskSpec) -> Subject:
        """Give what a law is checked of where a task was drawn."""
        return Subject.of(spec)


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

    def test_law(self, law: Law, subject: Subject | SearchStrategy[TaskSpec]) -> None:
        """Check one law of one task, or of those that a strategy draws."""
        __tracebackhide__ = True
        if isinstance(subject, Subject):
            self._hold_of(law, subject)
        else:
            self._hold_of_drawn(law, subject)

    def _parametrize(self, metafunc: pytest.Metafunc) -> None:
        """Make a test for each law and each task; what is looked up of tasks is kept until all tests are done."""
        import pytest  # noqa: PLC0415 - it is there: it calls this

        cases = list(self._cases())
        metafunc.parametrize(("law", "subject"), [pytest.param(law, subject, id=name) for law, subject, name in cases])
        for subject in {id(subject): subject for _, subject, _ in cases if isinstance(subject, Subject)}.values():
            metafunc.config.add_cleanup(subject.close)

    def _cases(self) -> Iterator[tuple[Law, object, str]]:
        """Give each law with each task that it is about; with all that can't be made yet, as before data are there.

        Raises:
            Collector.CollectError: If there are no tasks.
        """
        subjects = _named(self.specs() if callable(self.specs) else self.specs)
        if not subjects and self.strategy is None:
            found = f"got specs = {self.specs!r}, strategy = None"
            raise _not_collected(f"{type(self).__name__} must have specs, or a strategy, {found}")
        for subject in subjects.values():
            _open(subject)
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

    They are made by the instance that runs the test, after its fixtures; none are made to collect tests.

    What wraps environments of this project's is held to the laws over tasks that Hypothesis draws where there is a
    ``strategy``, and :meth:`wrap` says how::

        class TestMyWrapper(EnvContract):
            strategy = task_specs(sensors=["glimpse"])

            def wrap(self, env):
                return MyWrapper(env)

    Attributes:
        strategy: A Hypothesis strategy that draws task specs, whose environments are wrapped: beside, or instead of,
            those of :meth:`make`. For each law it draws a tenth of the examples that the profile names.
        make_vec: Makes environments that step together; None where there are none.
        modes: The autoreset modes that ``make_vec`` knows.
        ignore: Entries of ``info`` and of observations that are never compared, such as times that something took.
        actions: A method that takes an action and the latest ``info``, and gives one that can be taken, where not every
            one of the action space can; None where it can.
        strict: Whether more is asked for than Gymnasium's documentation does.
        laws: What is to hold; laws of your own can be added. None for all.
        processes: Whether the laws that start processes, which take longer, are among these.
        seed: Of episodes and actions.
    """

    strategy: ClassVar[SearchStrategy[TaskSpec] | None] = None
    make_vec: ClassVar[Callable[..., VectorEnv[Any, Any, Any]] | None] = None
    modes: ClassVar[Sequence[AutoresetMode]] = tuple(AutoresetMode)
    ignore: ClassVar[Sequence[str]] = ()
    actions: ClassVar[Callable[..., Any] | None] = None
    strict: ClassVar[bool] = True

    def make(self, **options: Any) -> gymnasium.Env[Any, Any]:
        """Make one environment.

        Args:
            options: ``render_mode`` where the environment renders.

        Raises:
            TypeError: If the subclass does not say how.
        """
        raise TypeError(f"{type(self).__name__} must have a method make(self, **options), got none for {options}")

    def wrap(self, env: gymnasium.Env[Any, Any]) -> gymnasium.Env[Any, Any]:
        """Wrap one environment of a task that was drawn.

        Args:
            env: The environment as its spec makes it.

        Raises:
            TypeError: If the subclass does not say how.
        """
        raise TypeError(f"{type(self).__name__} must have a method wrap(self, env) beside strategy, got none for {env}")

    def test_law(self, law: Law, strategy: SearchStrategy[TaskSpec] | None) -> None:
        """Check one law of the environments, or of those around tasks that a strategy draws."""
        __tracebackhide__ = True
        if strategy is None:
            self._hold_of(law, self._subject(self.make, self.make_vec))
        else:
            self._hold_of_drawn(law, strategy)

    def _drawn(self, spec: TaskSpec) -> Subject:
        """Give the environments that wrap those of a task."""
        return self._subject(lambda **options: self.wrap(spec.make(**options)))

    def _subject(
        self,
        make: Callable[..., gymnasium.Env[Any, Any]],
        make_vec: Callable[..., VectorEnv[Any, Any, Any]] | None = None,
    ) -> Subject:
        given = make, make_vec, type(self).__name__
        return Subject(*given, modes=self.modes, ignore=self.ignore, actions=self.actions)

    def _parametrize(self, metafunc: pytest.Metafunc) -> None:
        """Make a test for each law that is about environments.

        Raises:
            Collector.CollectError: If it is not said which these are.
        """
        import pytest  # noqa: PLC0415 - it is there: it calls this

        is_made = type(self).make is not EnvContract.make
        if not is_made and self.strategy is None:
            raise _not_collected(f"{type(self).__name__} must have a method make(self, **options), got none")
        if self.strategy is not None and type(self).wrap is EnvContract.wrap:
            raise _not_collected(f"{type(self).__name__} must have a method wrap(self, env) beside strategy, got none")
        made: list[tuple[str, object]] = [("", None)] if is_made else []
        drawn: list[tuple[str, object]] = [("-drawn", self.strategy)] if self.strategy is not None else []
        ways = [*made, *drawn]
        cases = [pytest.param(law, way, id=_called(law) + name) for law in self._laws() for name, way in ways]
        metafunc.parametrize(("law", "strategy"), cases)

    def _laws(self) -> Sequence[Law]:
        if self.laws is not None:
            return self.laws
        return [law for law in laws_of(processes=self.processes, strict=self.strict) if law.part == "environment"]


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


def _skip_unless_about(law: Law, subject: Subject, laws: Sequence[Law]) -> None:
    """Skip the test of a law that is not about a task, or that would say the same as the one about actions."""
    import pytest  # noqa: PLC0415 - it runs this

    subject.expect_made()
    if law.part == "environment" and any_action_can_be_taken in {*laws} - {law} and not _can_be_played(subject):
        pytest.skip(UNPLAYABLE)
    if not _may_be_about(law, subject):
        pytest.skip(f"{law.name}: {law.why_not(subject)}")


def _can_be_played(subject: Subject) -> bool:
    """Tell whether an episode can be played with any actions."""
    try:
        return subject.horizon > 0
    except Exception:  # noqa: BLE001 - whatever is wrong, the law about actions says it
        return False


def _open(subject: Subject) -> None:
    """Look up what all laws need, to be kept between tests; of what can't be made yet, it is looked up in each."""
    try:
        _ = subject.example
    except Exception:  # noqa: BLE001 - whatever is wrong, the tests meet it again
        return
