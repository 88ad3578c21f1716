from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time

import pytest

from envspecs.testing.children import children

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")


@linux
def test_programs_are_children_as_long_as_they_run() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as program:
        while "sleep" not in children().get(program.pid, ""):  # until it is the program
            time.sleep(0.01)
        program.kill()
        while program.pid in children():  # though nobody has asked how it ended
            time.sleep(0.01)


def test_processes_have_their_names() -> None:
    process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), name="worker")
    process.start()
    try:
        assert children()[process.pid or 0] == "worker"
        assert "tracker" not in "".join(children().values())
    finally:
        process.kill()
        process.join()
    assert process.pid not in children()
