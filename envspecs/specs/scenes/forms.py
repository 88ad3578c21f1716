"""Fields that hold a map, or something shorter that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, ValidatorFunctionWrapHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from envspecs.specs.base import SpecPart
from envspecs.specs.choices import Choice

__all__ = ["MapOf"]

_BY_KEY = "byKey"  # what reads it, envspecs.allowed, imports the specs


@dataclass(frozen=True, slots=True)
class MapOf:
    """Marks a union of which one form is a map: what is wrong in a map is then told by key, not by form.

    Args:
        form: What a map is: a part of a spec, or one of the kinds of a group.
    """

    form: type[SpecPart] | Choice

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic try all forms for what is no map."""
        return core_schema.with_info_wrap_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say so."""
        return handler(schema) | {_BY_KEY: True}

    def check(self, value: Any, others: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """Give the part that a map describes, or what the other forms make of the value.

        Raises:
            ValidationError: If the value is of none of the forms, or the map does not describe the part.
        """
        if not isinstance(value, Mapping):
            return others(value)
        if isinstance(self.form, Choice):
            return self.form.check(value, info)
        return self.form.model_validate(value, context=info.context)
