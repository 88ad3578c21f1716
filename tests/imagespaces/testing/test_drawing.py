from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from imagespaces.testing.drawing import NOT_ALWAYS, check_drawn

NUMBERS = st.integers(0, 10**6)


@pytest.fixture
def profile() -> Iterator[None]:
    """Draw as projects do that want the same at every run; a database remembers all the same."""
    loaded = settings.get_current_profile_name()
    settings.register_profile("kept", max_examples=200, database=InMemoryExampleDatabase())
    settings.register_profile("same", max_examples=200, derandomize=True)
    yield
    settings.load_profile(loaded)


def drawn_for(name: str) -> list[int]:
    """Give what is drawn for a law that holds."""
    seen: list[int] = []

    def check(number: int) -> bool:
        seen.append(number)
        return True

    check_drawn(check, name, number=NUMBERS)
    return seen


@pytest.mark.usefixtures("profile")
def test_laws_are_shown_different_draws_that_are_the_same_at_every_run() -> None:
    settings.load_profile("same")
    one, again, other = (drawn_for(name) for name in ("one", "one", "other"))
    assert one == again
    assert set(one) != set(other)


@pytest.mark.usefixtures("profile")
def test_each_law_remembers_what_broke_it() -> None:
    settings.load_profile("kept")
    seen: list[int] = []

    def rare(number: int) -> bool:
        seen.append(number)
        assert number < 1000
        return True

    with pytest.raises(AssertionError):
        check_drawn(rare, "rare", number=NUMBERS)
    assert drawn_for("other")[0] != 1000  # neither does it replay what broke another law, nor forget it
    seen.clear()
    with pytest.raises(AssertionError):
        check_drawn(rare, "rare", number=NUMBERS)
    assert seen[0] == 1000


@pytest.mark.usefixtures("profile")
def test_it_counts_what_it_was_about() -> None:
    settings.load_profile("kept")
    found = check_drawn(lambda number: number % 2 == 0, "even", number=st.integers(0, 1))
    assert 1 <= found.about < found.tried
    assert check_drawn(lambda number: False, "none", number=NUMBERS).about == 0


def test_a_tenth_is_drawn_of_what_the_profile_says(profile: None) -> None:
    settings.load_profile("same")
    assert len(drawn_for("tenth")) == 20


@pytest.mark.usefixtures("profile")
def test_of_two_faults_one_is_raised() -> None:
    settings.load_profile("same")

    def check(number: int) -> bool:
        if number > 10:
            raise KeyError(number)
        if number > 5:
            raise ZeroDivisionError
        return True

    with pytest.raises((KeyError, ZeroDivisionError)):
        check_drawn(check, "two", number=st.integers(6, 100))


@pytest.mark.usefixtures("profile")
def test_what_is_not_found_again_is_raised_with_a_note() -> None:
    settings.load_profile("same")
    seen: list[int] = []

    def check(number: int) -> bool:
        seen.append(number)
        if len(seen) == 1:
            raise KeyError("once")
        return True

    with pytest.raises(KeyError, match="once") as caught:
        check_drawn(check, "once", number=NUMBERS)
    assert caught.value.__notes__ == [NOT_ALWAYS]
