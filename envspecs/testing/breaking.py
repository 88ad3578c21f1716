"""How task files with one mistake are built."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import reject
from hypothesis import strategies as st

from envspecs.problems import either
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.broken_spec import BrokenSpec
from envspecs.testing.mistakes import MISTAKES, slips_of
from envspecs.testing.page import Page
from envspecs.testing.spec_building import task_specs

__all__ = ["broken_specs"]

_HEADS = st.sampled_from(["", "# A task.\n", "# A task\n# of two lines.\n\n"])


def broken_specs(
    *, specs: st.SearchStrategy[TaskSpec] | None = None, mistakes: Iterable[str] | None = None
) -> st.SearchStrategy[BrokenSpec]:
    """Build task files that have exactly one mistake, anywhere where it can be made.

    Args:
        specs: Whose files they are; those of :func:`task_specs` of any form unless given.
        mistakes: The mistakes to choose from, by their names in :data:`envspecs.testing.mistakes.MISTAKES`; all unless
            given. Where a file does not allow the one that is chosen, it has the next of them that it allows.

    Raises:
        ValueError: If a mistake is unknown.

    >>> import envspecs
    >>> from hypothesis import find
    >>> files = broken_specs(specs=st.just(envspecs.load("CircleSquare-v0")), mistakes=["misspelt key"])
    >>> broken = find(files, lambda broken: broken.path.startswith("space"))
    >>> broken.text.splitlines()[broken.line - 1][broken.column - 1 :], broken.path, broken.says
    ('heigth: 28', 'space.heigth', "did you mean 'height'?")
    """
    wanted = tuple(MISTAKES) if mistakes is None else tuple(mistakes)
    if not wanted or not set(wanted) <= set(MISTAKES):
        raise ValueError(f"mistakes must be one or more of {either(MISTAKES)}, got {list(wanted)}")
    return _broken(task_specs(interfaces=True) if specs is None else specs, wanted)


@st.composite
def _broken(draw: st.DrawFn, specs: st.SearchStrategy[TaskSpec], wanted: tuple[str, ...]) -> BrokenSpec:
    first = draw(st.sampled_from(range(len(wanted))))
    page = _page(draw(specs), draw(_HEADS), is_full=draw(st.booleans()))
    slips = next(filter(None, (slips_of(mistake, page) for mistake in wanted[first:] + wanted[:first])), None)
    if slips is None:
        reject()
    return page.with_slip(draw(st.sampled_from(slips)))


def _page(spec: TaskSpec, head: str, *, is_full: bool) -> Page:
    """Give the file of a spec; in full, or without what goes without saying."""
    return Page(spec, spec.model_dump(mode="json", exclude={"variants"}, exclude_defaults=not is_full), head)
