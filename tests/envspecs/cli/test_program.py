"""The program as a whole: help, version, errors, exit statuses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import envspecs.loading
from envspecs.policies import PolicyError
from envspecs.problems import Problem, SpecError
from envspecs.registry import PluginError

COMMANDS = ("list", "show", "validate", "check", "schema", "datasets", "preview", "run", "play", "cache")


def test_without_words_it_shows_its_help(run: Any) -> None:
    found = run()
    assert found.exit_code == 0
    assert found.stdout == run("--help").stdout


def test_help_names_all_commands_in_the_order_of_need(run: Any) -> None:
    lines = run("-h").stdout.partition("Commands:\n")[2].splitlines()
    assert tuple(line.split()[0] for line in lines) == COMMANDS
    assert not [line for line in lines if line.endswith("...")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(run: Any, command: str) -> None:
    found = run(command, "--help")
    assert found.exit_code == 0
    assert f"envspecs {command}" in found.stdout.partition("Examples:")[2]


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)])
def test_help_shows_no_marks_of_what_folds_it(run: Any, words: list[str]) -> None:
    shown = run(*words, "--help").stdout
    assert [sign for sign in shown if not sign.isprintable() and sign != "\n"] == []


def test_it_tells_its_version(run: Any) -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"envspecs, version {version('imagespaces')}\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["rnu"], r"envspecs: No such command 'rnu' \(did you mean 'run'\?\)\. See 'envspecs --help'\."),
        (["zzz"], r"envspecs: No such command 'zzz'\. See 'envspecs --help'\."),
        (["list", "--jsno"], r"envspecs list: No such option.* .*--jsno.*--json.* See 'envspecs list --help'\."),
        (["validate"], r"envspecs validate: Missing argument 'FILE…'\. See 'envspecs validate --help'\."),
        (["run"], r"envspecs run: Give a task or --folder, got neither\. See 'envspecs run --help'\."),
        (
            ["run", "a", "--folder", "b"],
            r"envspecs run: Give a task or --folder, got both\. See 'envspecs run --help'\.",
        ),
    ],
)
def test_what_is_typed_wrong_gives_one_line_and_status_2(run: Any, words: list[str], line: str) -> None:
    found = run(*words)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert re.fullmatch(f"{line}\n", found.stderr)  # Click's own words differ a little from release to release


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (SpecError([Problem("wrong")]), 2, "envspecs: wrong\n"),
        (PolicyError("no policy"), 2, "envspecs: no policy\n"),
        (PluginError("broken"), 1, "envspecs: broken\n"),
        (ModuleNotFoundError("masks need a package, got none"), 1, "envspecs: masks need a package, got none\n"),
        (MemoryError("too much"), 1, "envspecs: too much\n"),
        (MemoryError(), 1, "envspecs: MemoryError\n"),
        (OSError(28, "No space left on device"), 1, "envspecs: [Errno 28] No space left on device\n"),
        (RuntimeError("odd"), 1, "envspecs: RuntimeError: odd ('envspecs --debug …' shows where)\n"),
        (KeyboardInterrupt(), 130, "\nenvspecs: stopped\n"),
    ],
)
def test_exceptions_become_lines_and_statuses(
    run: Any, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, text: str
) -> None:
    def fail(source: object) -> None:
        raise error

    monkeypatch.setattr(envspecs.loading, "load", fail)
    found = run("show", "CircleSquare-v0")
    assert (found.exit_code, found.stderr, found.stdout) == (status, text, "")


@pytest.mark.parametrize("how", ["option", "variable"])
def test_who_wants_to_know_where_is_told(run: Any, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    if how == "variable":
        monkeypatch.setenv("ENVSPECS_DEBUG", "1")
    found = run(*["--debug"] * (how == "option"), "show", "nothing")
    assert isinstance(found.exception, SpecError)


def program(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from envspecs.cli import main; main(sys.argv[1:], prog_name='envspecs')"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, cwd=folder, timeout=120
    )


def test_a_process_ends_with_the_status_and_without_a_traceback(tmp_path: Path) -> None:
    found = program("run", "CircleSqare-v0", folder=tmp_path)
    assert found.returncode == 2
    assert found.stdout == ""
    allowed = "allowed is a catalog id, or a file that ends in .yaml, .yml, .json or .toml"
    assert found.stderr == (
        f"envspecs: no such task: found 'CircleSqare-v0', {allowed} (did you mean 'CircleSquare-v0'?)\n"
    )


def test_output_that_is_piped_has_no_control_codes(tmp_path: Path) -> None:
    found = program("run", "CircleSquare-v0", "--episodes", "1", "--gif", "a.gif", folder=tmp_path)
    assert found.returncode == 0
    assert "\x1b" not in found.stdout + found.stderr
    assert "\r" not in found.stdout + found.stderr
    assert [line for line in found.stdout.splitlines() if line != line.rstrip()] == []


def test_whoever_reads_the_output_may_stop_reading(tmp_path: Path) -> None:
    code = "from envspecs.cli import main; main(['list'] * 1, prog_name='envspecs')"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_program_loads_little_before_it_knows_what_to_do() -> None:
    code = "import sys, envspecs.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"PIL", "cv2", "pydantic", "rich", "ruamel.yaml", "skimage"} & set(loaded)
