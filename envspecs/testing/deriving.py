"""Strategies of kinds that name none: values of each field by its type and bounds.

What a kind's own validators refuse beyond that is drawn anew. A field that has a default may be left out, and is where
its type does not say what it may hold, as free text, or where it would hold what it is part of. A kind with such a
field that has no default takes no part.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from pydantic import BaseModel

from envspecs.specs.choices import CHOICE
from envspecs.testing.describing import Fields

__all__ = ["Field", "derive"]

Field: TypeAlias = Mapping[str, Any]
"""What the JSON Schema of a model says of a field."""

Nested: TypeAlias = Callable[[str], st.SearchStrategy[Fields]]
"""Gives a strategy of parts of any kind of a group."""

_SPAN = 16
"""How far integers reach beyond the least, where there may be many."""

_LONGEST = 3
"""The most items of a list that may be longer."""

_PIXELS = {"pixels", "sensor pixels"}


def derive(model: type[BaseModel], nested: Nested, *, most_pixels: int) -> st.SearchStrategy[Fields] | None:
    """Give a strategy for the fields of a model; None where types and bounds do not say enough, or contradict.

    It is empty where nothing fits so few pixels.

    Args:
        model: The model of a kind.
        nested: Builds the parts that a field may hold.
        most_pixels: The most of what is counted in pixels.

    >>> from hypothesis import find
    >>> from envspecs.specs.motions.discrete import DiscreteSpec
    >>> motions = derive(DiscreteSpec, lambda group: st.nothing(), most_pixels=8)
    >>> find(motions, lambda fields: fields.get("stay") is True)
    {'kind': 'discrete', ...'stay': True}
    """
    schema = model.model_json_schema()
    built = _Deriving(schema.get("$defs", {}), nested, most_pixels).value(schema)
    try:
        return None if built is None else _validated(built)
    except InvalidArgument:  # a list of more different items than there are, for one
        return None


def _validated(strategy: st.SearchStrategy[Fields]) -> st.SearchStrategy[Fields]:
    """Have Hypothesis look a strategy over, which it does not do before it is drawn from."""
    strategy.validate()
    return strategy


@dataclass(frozen=True)
class _Deriving:
    """Strategies for what schemas describe; None for what they do not describe enough.

    Attributes:
        defs: Schemas by name.
        nested: Builds parts.
        most_pixels: The most of what is counted in pixels.
        around: The names of the schemas that it is within.
    """

    defs: Mapping[str, Field]
    nested: Nested
    most_pixels: int
    around: frozenset[str] = frozenset()

    def value(self, schema: Field) -> st.SearchStrategy[Any] | None:
        """Give a strategy for values."""
        if "$ref" in schema:
            return self.named(schema["$ref"].rpartition("/")[2])
        if CHOICE in schema:
            return self.nested(schema[CHOICE])
        if "anyOf" in schema:
            known = [form for form in map(self.value, schema["anyOf"]) if form is not None]
            return st.one_of(known) if known else None
        if "const" in schema or "enum" in schema:
            return st.sampled_from([schema["const"]] if "const" in schema else schema["enum"])
        form = _FORMS.get(schema.get("type", ""))
        return None if form is None else form(self, schema)

    def named(self, name: str) -> st.SearchStrategy[Any] | None:
        """Give a strategy for what a name stands for; None for what would be within itself."""
        return None if name in self.around else replace(self, around=self.around | {name}).value(self.defs[name])

    def of_object(self, schema: Field) -> st.SearchStrategy[Fields] | None:
        """Give a strategy for maps with named keys."""
        if "properties" not in schema:
            return None
        fields = {name: self.value(field) for name, field in schema["properties"].items()}
        required = {name: fields[name] for name in schema.get("required", ())}
        if None in required.values():
            return None
        optional = {name: field for name, field in fields.items() if field is not None and name not in required}
        return st.fixed_dictionaries(required, optional=optional)  # type: ignore[arg-type]  # none of them is None

    def of_integer(self, schema: Field) -> st.SearchStrategy[int] | None:
        """Give a strategy for integers between bounds, the lower ones."""
        bounds = _bounds(schema)
        if bounds is None:
            return None
        low, high = math.ceil(bounds[0]), math.floor(bounds[1])
        low, high = low + (low in _excluded(schema)), high - (high in _excluded(schema))
        most = min(high, self.most_pixels if schema.get("unit") in _PIXELS else low + _SPAN)
        return st.integers(low, most) if low <= most else st.nothing()

    def of_number(self, schema: Field) -> st.SearchStrategy[float] | None:
        """Give a strategy for numbers between bounds."""
        bounds = _bounds(schema)
        if bounds is None:
            return None
        low, high = bounds
        most = min(high, self.most_pixels) if schema.get("unit") in _PIXELS else high
        ends = _excluded(schema)
        if low > most or (low == most and low in ends):
            return st.nothing()
        return st.floats(low, most, exclude_min=low in ends, exclude_max=most in ends)

    def of_list(self, schema: Field) -> st.SearchStrategy[list[Any]] | None:
        """Give a strategy for lists."""
        if "prefixItems" in schema:
            known = [each for each in map(self.value, schema["prefixItems"]) if each is not None]
            return st.tuples(*known).map(list) if len(known) == len(schema["prefixItems"]) else None
        item = self.value(schema.get("items", {}))
        if item is None:
            return None
        fewest = schema.get("minItems", 0)
        most = min(schema.get("maxItems", math.inf), max(fewest, _LONGEST))
        ascends = schema.get("ascending", False)
        different = repr if ascends or schema.get("uniqueItems") else None
        items = st.lists(item, min_size=fewest, max_size=most, unique_by=different)
        return items.map(sorted) if ascends else items


_FORMS: Mapping[str, Callable[[_Deriving, Field], st.SearchStrategy[Any] | None]] = {
    "array": _Deriving.of_list,
    "boolean": lambda _deriving, _schema: st.booleans(),
    "integer": _Deriving.of_integer,
    "null": lambda _deriving, _schema: st.none(),
    "number": _Deriving.of_number,
    "object": _Deriving.of_object,
}


def _bounds(schema: Field) -> tuple[float, float] | None:
    """Give the ends of a range; None where it has but one, or none."""
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    return None if low is None or high is None else (low, high)


def _excluded(schema: Field) -> set[float]:
    """Give those of the ends that are out of the range."""
    return {schema[end] for end in ("exclusiveMinimum", "exclusiveMaximum") if end in schema}
