"""Task specs as YAML text."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

__all__ = ["write_yaml"]

_PLAIN = re.compile(r"[A-Za-z][\w.-]*")


def write_yaml(data: object) -> str:
    """Write plain data as block YAML in their own order; lists of scalars stay on one line.

    >>> print(write_yaml({"size": [5, 7], "start": "random"}), end="")
    size: [5, 7]
    start: random
    """
    yaml = YAML()
    yaml.width = 10_000  # a line broken within a text would be read back, but not be read
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_styled(data), stream)
    return stream.getvalue()


def _styled(data: Any) -> Any:
    if isinstance(data, dict):
        return CommentedMap({key: _styled(value) for key, value in data.items()})
    if isinstance(data, list):
        inline = not any(isinstance(item, dict | list) for item in data)
        items = CommentedSeq(_quoted(item) if inline else _styled(item) for item in data)
        if inline:
            items.fa.set_flow_style()
        return items
    return data


def _quoted(item: Any) -> Any:
    """Quote a text that might be taken for something else between brackets, as ``?a`` is."""
    return DoubleQuotedScalarString(item) if isinstance(item, str) and not _PLAIN.fullmatch(item) else item
