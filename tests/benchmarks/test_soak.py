from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from benchmarks import soak as benchmark
from benchmarks.soak import chunks_of, main
from benchmarks.soak_cases import Chunk
from benchmarks.soak_worker import Failure, Soaked


def soaked(chunk: Chunk, *failures: Failure) -> Soaked:
    digests = [f"{chunk.seed}.{chunk.number}.{spec}" for spec in range(chunk.specs)]
    found = Soaked(chunk.number, chunk.form.name, process=1, digests=digests, failures=list(failures))
    found.holding = {"resident": 1, "blocks": 1, "threads": 1, "files": 1, "temporary": 0}
    return found


def invoke(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["--specs", "5", "--chunk", "2", "--output", str(path), *options])


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_specs_are_divided() -> None:
    assert chunks_of(5, 2, seed=3) == [Chunk(0, 2, 3), Chunk(1, 2, 3), Chunk(2, 1, 3)]


def test_what_was_found_is_written(tmp_path: Path) -> None:
    path = tmp_path / "soak.json"
    done = CliRunner().invoke(main, ["--specs", "4", "--chunk", "2", "--output", str(path)])
    assert done.exit_code == 0, done.output
    found = read(path)
    assert (found["specs"], found["forms"], found["failures"]) == (4, {"single": 2, "NextStep": 2}, {})
    assert {"hypothesis", "imagespaces"} <= set(found["versions"])
    assert [each.name for each in tmp_path.iterdir()] == ["soak.json"]


def test_a_run_that_was_interrupted_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, asked, digest = tmp_path / "soak.json", [], benchmark._digest_of_code

    def run_all(chunks: Iterable[Chunk], processes: int, *, interrupted: bool = False) -> Iterator[Soaked]:
        for chunk in chunks:
            asked.append(chunk.number)
            yield soaked(chunk)
            if interrupted:
                raise KeyboardInterrupt

    monkeypatch.setattr(benchmark, "run_all", lambda chunks, processes: run_all(chunks, processes, interrupted=True))
    assert invoke(path).exit_code == 1
    assert not path.exists()
    refused = invoke(path)
    assert refused.exit_code == 2
    assert "go on with --resume, or remove it" in refused.output
    monkeypatch.setattr(benchmark, "run_all", run_all)
    assert "must be of {'seed': 1, 'chunk': 2, " in invoke(path, "--resume", "--seed", "1").output
    monkeypatch.setattr(benchmark, "_digest_of_code", lambda: "other")
    assert "'code': 'other'}, got one of {'seed': 0, 'chunk': 2, 'code': " in " ".join(
        invoke(path, "--resume").output.split()
    )
    monkeypatch.setattr(benchmark, "_digest_of_code", digest)
    assert invoke(path, "--resume").exit_code == 0
    assert asked == [0, 1, 2]
    assert (read(path)["specs"], read(path)["different"]) == (5, 5)
    assert [each.name for each in tmp_path.iterdir()] == ["soak.json"]


def test_failures_are_written_and_give_status_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [Failure("A at a.py:1", "envspec: 1\n", f"{told}\nA") for told in ("first", "second")]
    other = Failure("B at b.py:1", "", "no spec\nB")
    monkeypatch.setattr(
        benchmark, "run_all", lambda chunks, processes: (soaked(chunk, *failures, other) for chunk in chunks)
    )
    path = tmp_path / "soak.json"
    assert invoke(path).exit_code == 1
    assert read(path)["failures"] == {"A at a.py:1": 6, "B at b.py:1": 3}
    written = {each.name: each.read_text(encoding="utf-8") for each in (tmp_path / "soak.failures").iterdir()}
    assert sorted(written) == [f"{chunk:05}-{order}.yaml" for chunk in range(3) for order in range(2)]
    assert sorted(set(written.values())) == ["# first\n# A\nenvspec: 1\n", "# no spec\n# B\n"]
