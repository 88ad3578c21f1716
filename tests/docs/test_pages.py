"""Every page does what it shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNNER = Path(__file__).with_name("run_page.py")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def shown(page: Path, folder: Path, python_path: str = "") -> subprocess.CompletedProcess[str]:
    """Do what a page shows, in an empty folder with an empty cache, with the programs of this environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, RUNNER, page],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": python_path, "IMAGESPACES_CACHE": str(folder / ".cache")},
    )


@pytest.mark.parametrize("page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES])
def test_page(page: Path, tmp_path: Path, plugin_path: str) -> None:
    extending = page.parent.name == "extending"
    done = shown(page, tmp_path, plugin_path if extending else "")
    assert done.returncode == 0, done.stdout + done.stderr


def check(text: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    return shown(page, tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        "```python\n1 / 0\n```\n",
        "```python\n>>> 1 + 1\n3\n```\n",
        "```console\n$ python -c 'print(1)'\n2\n```\n",
        "```console\n$ python -c 'raise SystemExit(2)'\n```\n",
        "```console\n$ python -c 'pass'\n$ echo $?\n1\n```\n",
    ],
)
def test_a_page_that_is_wrong_is_found(wrong: str, tmp_path: Path) -> None:
    assert check(wrong, tmp_path).returncode != 0


def test_blocks_with_a_name_are_files_and_the_rest_shares_a_namespace(tmp_path: Path) -> None:
    text = """
```yaml
# folder/data.yaml
one: 1
```
```python
from pathlib import Path
text = Path("folder/data.yaml").read_text()
```
```python
>>> text.splitlines()
['# folder/data.yaml', 'one: 1']
```
```console
$ python -c 'raise SystemExit("no")'
no
$ echo $?
1
$ pip install nothing
```
"""
    done = check(text, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("module", "left_out"), [("nothing_of_this_name", True), ("envspecs", False)])
def test_blocks_that_need_a_module_are_left_out_where_it_is_missing(
    module: str, left_out: bool, tmp_path: Path
) -> None:
    text = f"""
% skip: next if(not installed("{module}"), reason="{module} is missing")

```python
open("first", "w").close()
```

```python
open("second", "w").close()
```
"""
    done = check(text, tmp_path)
    assert done.returncode == 0, done.stderr
    assert [(tmp_path / name).exists() for name in ("first", "second")] == [not left_out, True]
    assert (f"is skipped: {module} is missing" in done.stdout) == left_out
