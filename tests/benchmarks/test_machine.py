from __future__ import annotations

import json
import platform

from benchmarks.machine import machine


def test_facts_are_told_without_names_of_the_machine() -> None:
    facts = machine()
    assert set(facts) == {"processor", "cores", "system", "python"}
    assert platform.node() not in json.dumps(facts)
