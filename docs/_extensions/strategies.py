"""Puts a table of all Hypothesis strategies into the page that asks for it with ``<!-- every strategy -->``.

What each builds is the first line of its docstring, and its simplest example is looked for while the page is built.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import gymnasium
from hypothesis import Phase, find, settings

import envspecs
import envspecs.testing.strategies as of_tasks
import imagespaces
import imagespaces.testing.strategies as of_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

__all__ = ["CALLS", "REQUEST", "expand", "setup", "simplest", "table"]

REQUEST = "<!-- every strategy -->"
LONGEST = 160
"""Characters that are shown of an example."""

CALLS = {
    of_spaces: (
        "image_spaces()",
        "instances(space)",
        "indices(space)",
        "index_lists(space)",
        "factor_values(space)",
        "values_of(factor)",
        "transforms(min_size=1)",
        "splits(space)",
        "gymnasium_spaces()",
        "elements(box)",
        "non_elements(box)",
        "seeds()",
        "sizes(max_pixels=100)",
    ),
    of_tasks: (
        "task_specs()",
        "overlays(spec)",
        "broken_specs()",
        "episodes(spec)",
        "scenarios(spec)",
        "actions(env)",
        "action_sequences(env)",
    ),
}
"""How each strategy is called, by the module that has it."""

SUBJECTS = {
    "space": "imagespaces.CircleSquare(height=3, width=3, extent=2)",
    "factor": 'imagespaces.Interval("angle", 0, 360, "circular")',
    "box": "gymnasium.spaces.Box(0, 1, (2,))",
    "spec": 'envspecs.load("CircleSquare-v0")',
    "env": "spec.make()",
}
"""What strategies are called with, as Python."""


def expand(text: str) -> str:
    """Give a page with its request fulfilled."""
    return text.replace(REQUEST, table()) if REQUEST in text else text


def table() -> str:
    """Give a table with a row for each strategy, and above it what they are called with."""
    rows = [row for module in CALLS for row in _rows(module)]
    given = "; ".join(f"`{name}` is `{code}`" for name, code in SUBJECTS.items())
    head = ["| strategy | builds, and the simplest of them |", "| --- | --- |"]
    return "\n".join([f"Here {given}.", "", *head, *rows])


def _rows(module: Any) -> Iterator[str]:
    yield f"| | *from* `{module.__name__}` |"
    for call in CALLS[module]:
        function = getattr(module, call.partition("(")[0])
        builds = inspect.cleandoc(function.__doc__).partition("\n")[0].partition(" ")[2]
        builds = builds.replace("``", "`").removesuffix(".")
        yield f"| `{call}` | {builds}<br>`{_shown(simplest(module, call))}` |"


def simplest(module: Any, call: str) -> Any:
    """Give the simplest example of a strategy.

    Args:
        module: Where it is.
        call: How it is called.
    """
    names: dict[str, Any] = {"envspecs": envspecs, "gymnasium": gymnasium, "imagespaces": imagespaces}
    for name, code in SUBJECTS.items():
        names[name] = eval(code, names)  # noqa: S307 - the code is written above
    strategy: SearchStrategy[Any] = eval(call, vars(module) | names)  # noqa: S307 - the same
    # Without the phase that explains: what it tries would be taken for what was found.
    search = settings(database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
    return find(strategy, lambda _: True, settings=search)


def _shown(example: object) -> str:
    text = " ".join(repr(example).split())
    return (text if len(text) <= LONGEST else f"{text[:LONGEST]}…").replace("|", r"\|")


def _on_source_read(_app: Any, _name: str, content: list[str]) -> None:
    content[0] = expand(content[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to do with each page that it has read."""
    app.connect("source-read", _on_source_read)
    return {"parallel_read_safe": True}
