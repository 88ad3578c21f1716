"""How validators refuse what does not fit, so that an error's whole text is the value found and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

__all__ = ["refusal", "refusal_at", "refusals", "refusals_at"]


def refusal(message: str) -> PydanticCustomError:
    """Give the error to raise in a validator, whose whole text is the message: the value found and what is allowed."""
    return PydanticCustomError("refused", "{message}", {"message": message})


def refusals(model: BaseModel, **messages: str) -> ValidationError:
    """Give the error to raise in a validator of several fields, which blames one or some of them.

    Args:
        model: The part that they are fields of.
        messages: As for :func:`refusal`, by the name of the field to blame.
    """
    return refusals_at(model, {(name,): message for name, message in messages.items()})


def refusal_at(path: tuple[str, ...], message: str, model: BaseModel) -> ValidationError:
    """Give the error to raise in a validator of a part, which blames something within it.

    Args:
        path: The keys from the part to what is to be blamed.
        message: As for :func:`refusal`.
        model: The part.
    """
    return refusals_at(model, {path: message})


def refusals_at(model: BaseModel, messages: Mapping[tuple[str, ...], str]) -> ValidationError:
    """Give the error to raise in a validator of a part, which blames some things within it.

    Args:
        model: The part.
        messages: As for :func:`refusal`, by the keys from the part to what is to be blamed.
    """
    details = [
        InitErrorDetails(type=refusal(message), loc=path, input=getattr(model, path[0]))
        for path, message in messages.items()
    ]
    return ValidationError.from_exception_data(type(model).__name__, details)
