from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from imagespaces import ImageSpace
from imagespaces.testing import LAWS, SpaceContract, laws
from imagespaces.testing.drawing import NOT_ALWAYS
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
def run(pytester: pytest.Pytester) -> Iterator[Run]:
    """Run pytest on a file, and give its exit status and what it wrote; what is drawn is the same at every run."""

    def run(code: str, *options: str) -> tuple[int, str]:
        pytester.makepyfile(test_spaces=HEAD + code)
        done = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider", "--color=no", *options)
        return int(done.ret), done.stdout.str()

    loaded = settings.get_current_profile_name()
    settings.register_profile("same", settings.get_profile("default"), derandomize=True)
    settings.load_profile("same")
    yield run
    settings.load_profile(loaded)


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


def test_a_space_that_can_not_say_what_it_is_has_tests_all_the_same(run: Run) -> None:
    code = """
class Forgot(CircleSquare):
    def __init__(self, *, shade=1.0, dtype="float32", stream=0, seed=None):
        super().__init__(height=9, width=9, dtype=dtype, stream=stream, seed=seed)

class Nameless(CircleSquare):
    @property
    def class_names(self):
        raise LookupError("no names")

class TestForgot(SpaceContract):
    spaces = [Forgot(), Nameless()]
    laws = [laws.transforms_draw_apart, laws.parameters_are_kept, laws.labels_show, laws.unbounded_has_no_inverse]
"""
    status, out = run(code)
    assert status == 1
    for failed in ("parameters_are_kept-Forgot", "labels_show-Nameless()"):
        assert f"FAILED test_spaces.py::TestForgot::test_law[{failed}]" in out
    assert "Forgot must keep its parameter 'shade' as an attribute of that name" in out
    assert "unbounded_has_no_inverse" not in out


def test_laws_of_no_drawn_space_are_skipped(run: Run) -> None:
    code = """
from hypothesis import strategies as st

class TestFinite(SpaceContract):
    strategy = st.builds(CircleSquare, height=st.integers(9, 12), width=st.just(9))
    laws = [laws.unhashable, laws.unbounded_has_no_inverse]
"""
    status, out = run(code, "-rs")
    assert status == 0
    assert "1 passed, 1 skipped" in out
    about = "unbounded_has_no_inverse is about spaces of particular images without end"
    assert re.search(about + r": none of \d+ spaces that were drawn is such", out)


def test_two_faults_of_drawn_spaces_are_told_as_one_is(run: Run) -> None:
    code = """
from hypothesis import strategies as st

class Twice(CircleSquare):
    def _images(self, values):
        if self.height % 2:
            raise ZeroDivisionError("odd")
        raise KeyError("even")

class TestTwice(SpaceContract):
    strategy = st.builds(Twice, height=st.integers(9, 16), width=st.just(9))
    laws = [laws.declared_shape]
"""
    status, out = run(code)
    assert status == 1
    assert "ExceptionGroup" not in out
    assert re.search(r"BrokenLawError: declared_shape: raised (ZeroDivisionError: odd|KeyError: 'even'), in test_", out)


def test_what_breaks_a_law_not_always_is_told_as_that(run: Run) -> None:
    code = """
from hypothesis import strategies as st

ASKED = []

class Moody(CircleSquare):
    def _images(self, values):
        ASKED.append(values)
        if len(ASKED) == 1:
            raise ZeroDivisionError("at first")
        return super()._images(values)

class TestMoody(SpaceContract):
    strategy = st.builds(Moody, height=st.integers(9, 16), width=st.just(9))
    laws = [laws.declared_shape]
"""
    status, out = run(code)
    assert status == 1
    assert re.search(
        r"BrokenLawError: declared_shape: raised ZeroDivisionError: at first, in test_spaces.py:\d+, _images\n", out
    )
    assert f"  {NOT_ALWAYS}\n" in out
    assert "ExceptionGroup" not in out


@pytest.mark.parametrize("name", ["factors", "size"])
def test_drawn_spaces_that_can_not_say_what_they_are_break_laws(run: Run, name: str) -> None:
    code = f"""
from hypothesis import strategies as st

class Mute(CircleSquare):
    made = False

    def __init__(self):
        super().__init__(height=9, width=9)
        self.made = True

    def __getattribute__(self, name):
        if name == "{name}" and super().__getattribute__("made"):
            raise LookupError("no {name}")
        return super().__getattribute__(name)

class TestMute(SpaceContract):
    strategy = st.builds(Mute)
    laws = [laws.declared_shape]
"""
    status, out = run(code)
    assert status == 1
    assert f"BrokenLawError: declared_shape: raised LookupError: no {name}, in test_spaces.py:" in out


def test_drawn_spaces_that_can_not_be_shown_break_laws(run: Run) -> None:
    code = """
from hypothesis import strategies as st

class Forgot(CircleSquare):
    def __init__(self, *, shade):
        super().__init__(height=9, width=9)

class TestForgot(SpaceContract):
    strategy = st.builds(Forgot, shade=st.integers(1, 9))
    laws = [laws.parameters_are_kept]
"""
    status, out = run(code)
    assert status == 1
    assert "BrokenLawError: parameters_are_kept: raised AttributeError: Forgot must keep its parameter 'shade'" in out


def test_strategies_of_something_else_are_refused(run: Run) -> None:
    code = """
from hypothesis import strategies as st

class TestNumbers(SpaceContract):
    strategy = st.integers()
    laws = [laws.declared_shape]
"""
    status, out = run(code)
    assert status == 1
    assert "TypeError: space must be an imagespaces.ImageSpace, got 0" in out


def test_laws_of_ones_own_are_added(run: Run) -> None:
    code = """
from imagespaces.testing import always, law

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
    assert "example: lucky(space, seed=9)" in out
    assert "2 failed, 1 passed" in out


@pytest.mark.parametrize("spaces", ["()", "{}", "[]", "None", "7"])
def test_a_contract_without_spaces_is_refused(run: Run, spaces: str) -> None:
    status, out = run(f"class TestNothing(SpaceContract):\n    spaces = {spaces}\n")
    assert status == 2
    assert f"\nTestNothing must have spaces, or a strategy, got spaces = {spaces}, strategy = None\n" in out


@pytest.mark.parametrize(
    ("spaces", "found"),
    [
        ("[7]", "space must be an imagespaces.ImageSpace, got 7"),
        ("{'a': None}", "space must be an imagespaces.ImageSpace, got None"),
        ("[CircleSquare]", "space must be an instance, such as CircleSquare(), got the class CircleSquare"),
    ],
)
def test_what_is_no_space_is_refused(run: Run, spaces: str, found: str) -> None:
    status, out = run(f"class TestOne(SpaceContract):\n    spaces = {spaces}\n")
    assert status == 2
    assert f"\nTestOne: {found}\n" in out


def test_a_function_that_is_no_law_is_refused(run: Run) -> None:
    status, out = run("class TestOne(SpaceContract):\n    spaces = [CircleSquare()]\n    laws = [print]\n")
    assert status == 2
    must = "laws must be of Law, as imagespaces.testing.law makes of a function, got <built-in function print>"
    assert f"\nTestOne: {must}\n" in out


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
