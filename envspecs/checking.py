"""From what was written to a model, or to the problems that keep it from being one."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from envspecs.explain import explain
from envspecs.problems import SpecError
from envspecs.tree import Node, plain

__all__ = ["check"]

Model = TypeVar("Model", bound=BaseModel)


def check(model: type[Model], tree: Node) -> Model:
    """Give the model of what was written.

    Args:
        model: What it must be.
        tree: What was written.

    Raises:
        SpecError: If something is missing, unknown, of the wrong type, out of bounds, or does not fit the rest.
    """
    try:
        return model.model_validate(plain(tree))
    except ValidationError as error:
        raise SpecError(explain(error, tree, model)) from None
