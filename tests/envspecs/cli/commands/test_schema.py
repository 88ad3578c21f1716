"""``envspecs schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import envspecs


def test_the_schema_is_printed(run: Any) -> None:
    found = run("schema")
    assert (found.exit_code, found.stderr) == (0, "")
    assert json.loads(found.stdout) == envspecs.json_schema()


def test_the_schema_is_written(run: Any) -> None:
    found = run("schema", "-o", "schema.json")
    assert (found.exit_code, found.stdout) == (0, "")
    assert Path("schema.json").read_bytes().decode() == run("schema").stdout
    assert found.stderr == "schema.json: the JSON Schema of task files\n"


def test_a_file_that_cannot_be_written_is_wrong(run: Any) -> None:
    found = run("schema", "-o", "nowhere/schema.json")
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == "envspecs: can't write 'nowhere/schema.json': no such file or directory\n"
