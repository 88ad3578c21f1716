from __future__ import annotations

from collections.abc import Callable

import pytest

from imagespaces import ImageSpace
from imagespaces.testing import LAWS, SpaceContract, laws
from tests.imagespaces.toys import Glyphs, Lone, Shades

pytest_plugins = ["pytester"]

HEAD = """
from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing import LAWS, SpaceContract, laws
from imagespaces.testing.strategies import image_spaces

class Forgetful(CircleSquare):
    def _images(self, values):
        images = super()._images(values)
        images[1:] = 0
        return images

class Crashing(CircleSquare):
    def _images(self, values):
        raise ZeroDivisionError("no good")
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Run pytest on a file, and give its exit status and what it wrote."""

    def run(code: str, *options: str) -> tuple[int, str]:
        pytester.makepyfile(test_spaces=HEAD + code)
        done = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider", "--color=no", *options)
        return int(done.ret), done.stdout.str()

    return run


class TestToys(SpaceContract):
    """The contract, of a few toys, as users run it."""

    spaces = (Glyphs(), Shades(), Lone())


class TestNamed(SpaceContract):
    laws = (laws.any_order,)

    def spaces(self) -> dict[str, ImageSpace]:
        return {"without-end": Shades(), "all": ImageSpace(2, 3, 1)}


def test_tests_are_of_each_law_and_the_spaces_that_it_is_about(run: Run) -> None:
    code = """
class TestShapes(SpaceContract):
    spaces = [CircleSquare(), CircleSquare(width=9, dtype="uint8"), ImageSpace(3, 4, 1), CircleSquare()]
    laws = [laws.any_order, laws.flattening]
"""
    status, out = run(code, "--collect-only")
    assert status == 0
    assert out.splitlines()[:7] == [
        f"test_spaces.py::TestShapes::test_law[{name}]"
        for name in (
            "any_order-CircleSquare()-0",
            "any_order-CircleSquare(width=9, dtype='uint8')",
            "any_order-CircleSquare()-3",
            "flattening-CircleSquare()-0",
            "flattening-CircleSquare(width=9, dtype='uint8')",
            "flattening-ImageSpace(height=3, width=4, channels=1)",
            "flattening-CircleSquare()-3",
        )
    ]
    assert "7 tests collected" in out


def test_what_breaks_a_law_is_told_with_its_example_alone(run: Run) -> None:
    code = """
class TestForgetful(SpaceContract):
    spaces = {"bad": Forgetful(height=5, width=5, extent=4)}
    laws = [laws.any_order]
    seed = 9
"""
    status, out = run(code)
    assert status == 1
    told = out.partition("TestForgetful.test_law[any_order-bad]")[2].splitlines()[2:5]
    reason, example, space = told
    assert reason.startswith("E   imagespaces.testing.law.BrokenLawError: any_order: instances in the order [")
    assert example == "      example: laws.any_order(space, indices=[0], seed=0)"
    assert space == "      space: Forgetful(height=5, width=5, extent=4, gradient=True, dtype='float32', stream=0)"
    assert "AssertionError" not in out
    assert "1 failed" in out


def test_what_a_space_raises_is_told_with_its_place(run: Run) -> None:
    code = """
class TestCrashing(SpaceContract):
    spaces = [Crashing()]
    laws = [laws.declared_shape]
"""
    status, out = run(code)
    assert status == 1
    assert 'raise ZeroDivisionError("no good")' in out
    assert "declared_shape: raised ZeroDivisionError: no good" in out
    assert "example: laws.declared_shape(space, indices=[0])" in out


def test_drawn_spaces_are_shrunk(run: Run) -> None:
    code = """
from hypothesis import strategies as st

class TestDrawn(SpaceContract):
    strategy = st.builds(Crashing, height=st.integers(5, 9), width=st.just(5), extent=st.just(4))
    laws = [laws.unhashable, laws.declared_shape]
"""
    status, out = run(code)
    assert status == 1
    assert "TestDrawn.test_law[declared_shape-drawn]" in out
    assert "example: laws.declared_shape(space, indices=[0])" in out
    assert "space: Crashing(height=5, " in out
    assert "Draw 1" not in out
    assert "1 failed, 1 passed" in out


def test_laws_of_ones_own_are_added(run: Run) -> None:
    code = """
from imagespaces.testing.law import always, law

@law(always)
def square(space):
    '''Images are square.'''
    assert space.height == space.width, f"{space.height} × {space.width}"

@law(always)
def lucky(space, seed):
    assert seed != 9, "drawn from 9"

class TestSquare(SpaceContract):
    spaces = [ImageSpace(3, 3, 1), ImageSpace(3, 4, 1)]
    laws = [square]

class TestLucky(SpaceContract):
    spaces = [ImageSpace(3, 3, 1)]
    laws = [lucky]
    seed = 9
"""
    status, out = run(code)
    assert status == 1
    assert "BrokenLawError: square: 3 × 4" in out
    assert "example: laws.lucky(space, seed=9)" in out
    assert "2 failed, 1 passed" in out


@pytest.mark.parametrize("spaces", ["()", "{}", "[]", "[7]", "None", "{'a': 1, 'b': 2}"])
def test_a_contract_without_spaces_is_refused(run: Run, spaces: str) -> None:
    status, out = run(f"class TestNothing(SpaceContract):\n    spaces = {spaces}\n")
    assert status == 2
    assert f"\nTestNothing must have spaces, or a strategy, got spaces = {spaces}, strategy = None\n" in out


def test_a_space_that_is_not_listed_is_refused(run: Run) -> None:
    status, out = run(
        "class TestOne(SpaceContract):\n    spaces = ImageSpace(1, 2, 3)\n    strategy = image_spaces()\n"
    )
    assert status == 2
    assert "\nTestOne must have spaces, or a strategy, got spaces = ImageSpace(height=1, width=2, channels=3," in out


def test_the_contract_itself_is_not_collected(run: Run) -> None:
    status, out = run("")
    assert status == 5, out


def test_other_tests_of_the_class_are_left_alone(run: Run) -> None:
    code = """
import pytest

class TestShapes(SpaceContract):
    spaces = [CircleSquare(height=9, width=9)]
    laws = [laws.any_order]

    def test_more(self): pass

    @pytest.mark.parametrize("law", [1, 2])
    def test_less(self, law): pass
"""
    status, out = run(code)
    assert status == 0
    assert "4 passed" in out


def test_all_laws_hold_unless_told() -> None:
    assert SpaceContract.laws is LAWS
