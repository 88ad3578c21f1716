"""Plain data as TOML, which the standard library reads and does not write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["to_toml", "without_nulls"]


def to_toml(data: Mapping[str, Any]) -> str:
    r"""Write a map of plain data, each key in a line.

    Args:
        data: Maps, lists, texts, numbers and truth values; no None.

    >>> to_toml({"id": "a", "sensor": {"size": [5, 5], "scale": 1.0}})
    '"id" = "a"\n"sensor" = {"size" = [5, 5], "scale" = 1.0}\n'
    """
    return "".join(f"{_text(key)} = {_value(value)}\n" for key, value in data.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_text(key)} = {_value(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    """Quote a text; TOML's basic strings are those of JSON, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def without_nulls(data: Any) -> Any:
    """Leave out what is None in maps, which is what left out values are.

    >>> without_nulls({"root": None, "parts": [{"name": None}]})
    {'parts': [{}]}
    """
    if isinstance(data, Mapping):
        return {key: without_nulls(value) for key, value in data.items() if value is not None}
    return [without_nulls(value) for value in data] if isinstance(data, list) else data
