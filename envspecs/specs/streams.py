"""Streams of random numbers, chosen by number."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, Strict

__all__ = ["Stream"]

Stream: TypeAlias = Annotated[
    int,
    Strict(),
    Field(ge=0, le=2**53, json_schema_extra={"unit": "number"}, description="Another stream, other draws."),
]
"""A number that random choices depend on, and nothing else does."""
