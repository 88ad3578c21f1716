from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import envspecs.testing.laws
import imagespaces.testing.laws
from docs._extensions.laws import REQUESTS, expand, table

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
OF_SPACES, OF_ENVIRONMENTS = REQUESTS


def written(package: object) -> set[str]:
    """The names of all laws that the files of a package define."""
    path, name = package.__path__, package.__name__  # type: ignore[attr-defined]
    modules = [importlib.import_module(found.name) for found in pkgutil.iter_modules(path, f"{name}.")]
    kinds = (imagespaces.testing.Law, envspecs.testing.Law)
    return {law.name for module in modules for law in vars(module).values() if isinstance(law, kinds)}


@pytest.mark.parametrize(
    ("request_", "package"),
    [(OF_SPACES, imagespaces.testing.laws), (OF_ENVIRONMENTS, envspecs.testing.laws)],
    ids=["spaces", "environments"],
)
def test_every_law_that_is_written_has_a_row(request_: str, package: object) -> None:
    rows = [line for line in expand(request_).splitlines() if line.startswith("| `")]
    assert {row.split("`")[1] for row in rows} == written(package)
    assert len(rows) == len(written(package))


def test_laws_of_a_file_stand_together_below_what_it_says() -> None:
    rows = table(imagespaces.testing.LAWS).splitlines()
    law = "`any_order` | The order of the indices, and one that occurs twice, change no instance."
    above = rows.index(f"| {law} | spaces of particular images |")
    heading = max(place for place in range(above) if rows[place].startswith("| **"))
    assert rows[heading].startswith("| **addressing** | *An instance is a pure function of (space, index)")


def test_laws_of_environments_tell_who_asks_for_them() -> None:
    rows = expand(OF_ENVIRONMENTS).splitlines()
    assert rows[0].endswith("| about | asked by |")
    assert {row.count("|") - row.count(r"\|") for row in rows} == {5}
    told = {row.split("`")[1]: row.split(" | ")[-1].removesuffix(" |") for row in rows if row.startswith("| `")}
    assert (told["seeds_decide"], told["copies_play_the_same"], told["specs_pickle"]) == (
        "gymnasium",
        "envspecs",
        "envspecs",
    )


def test_references_become_code() -> None:
    text = expand("\n".join(REQUESTS))
    assert ":class:" not in text
    assert "``" not in text


def test_page_asks_for_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(request in page for request in REQUESTS)


def test_other_text_is_left_alone() -> None:
    assert expand("nothing is asked for") == "nothing is asked for"
