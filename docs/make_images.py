"""Makes the pictures that the pages show anew, as the pages say: ``python docs/make_images.py``."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["draw", "main"]

PAGES = ("catalog.md", "data-sets.md", "play.md", "scenes.md", "sensors.md", "tasks.md")
COMMAND = re.compile(r"^\$ ((?:envspecs preview|python) .+\.(?:png|py).*)$", re.MULTILINE)
FILE = re.compile(r"```(?:yaml|python)\n# ([\w-]+\.(?:yaml|py))\n(.*?)```", re.DOTALL)


def draw(page: str, folder: Path) -> None:
    """Write the files that a page shows into a folder, and draw its pictures there."""
    for name, text in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")
    for command in COMMAND.findall(page):
        subprocess.run(shlex.split(command), cwd=folder, check=True)  # noqa: S603 - of our own pages


def main() -> None:
    """Draw the pictures of all pages into the folder ``images`` beside them."""
    docs = Path(__file__).parent
    for name in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            draw((docs / name).read_text(encoding="utf-8"), Path(folder))
            for picture in Path(folder).glob("*.png"):
                shutil.copy(picture, docs / "images")


if __name__ == "__main__":
    main()
